package main

import (
	"fmt"
	"os"
)

// main receives what the goroutine sends at its end.
func main() {
	done := make(chan bool)
	dir := os.TempDir() + "/channel"
	go func() {
		defer close(done)
		defer os.RemoveAll(dir)
		fmt.Println("at work in", dir)
	}()
	<-done
}
