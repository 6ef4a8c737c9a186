module example.com/classic

go 1.21
