package main

import "fmt"

func work() error { return nil }

// The process ends with it: only what is wrong on every path is told.
func main() {
	never := make(chan int)
	go func() {
		fmt.Println(<-never) // want "go-goroutine-leak-recv"
	}()
	items := make(chan int)
	go func() {
		for item := range items {
			fmt.Println(item)
		}
	}()
	items <- 1
	ready := make(chan struct{})
	go func() {
		<-ready
		fmt.Println("ready")
	}()
	if err := work(); err != nil {
		return
	}
	close(ready)
}
