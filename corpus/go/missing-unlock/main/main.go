package main

import "sync"

// The process ends with it held.
func main() {
	var mu sync.Mutex
	mu.Lock()
	println("once")
}
