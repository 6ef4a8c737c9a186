package main

import (
	"fmt"
	"sync"
	"time"
)

func work() error { return nil }

// The process ends with it, and nobody is left behind.
func main() {
	ch := make(chan error)
	go func() { ch <- work() }()
	select {
	case err := <-ch:
		fmt.Println(err)
	case <-time.After(time.Second):
	}
	waitFirst()
}

// But a wait that does not end is one here as well.
func waitFirst() {
	ch := make(chan error)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		ch <- work() // want "go-goroutine-leak-send"
	}()
	wg.Wait()
	fmt.Println(<-ch)
}
