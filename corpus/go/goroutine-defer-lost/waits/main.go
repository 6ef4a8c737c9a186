package main

import (
	"fmt"
	"os"
	"sync"
)

var wg sync.WaitGroup

func wait() {
	wg.Wait()
}

// main waits, by way of a function.
func main() {
	dir := os.TempDir() + "/waits"
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer os.RemoveAll(dir)
		fmt.Println("at work in", dir)
	}()
	fmt.Println("waiting")
	wait()
}
