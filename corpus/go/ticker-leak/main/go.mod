module p

go 1.21
