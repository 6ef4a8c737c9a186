module p

go 1.23
