package main

import (
	"fmt"
	"os"
	"sync"
)

// main returns, and the goroutines with their defers are gone.
func main() {
	for i := 0; i < 10; i++ {
		go func(i int) { // want "go-goroutine-defer-lost"
			defer os.Remove(fmt.Sprintf("lock-%d", i))
			fmt.Println("at work on", i)
		}(i)
	}
}

func waits() {
	var wg sync.WaitGroup
	for i := 0; i < 10; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			defer os.Remove(fmt.Sprintf("lock-%d", i))
			fmt.Println("at work on", i)
		}(i)
	}
	wg.Wait()
}
