module p

go 1.22
