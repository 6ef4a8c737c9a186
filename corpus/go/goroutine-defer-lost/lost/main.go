package main

import (
	"fmt"
	"os"
)

func save(name string) {
	f, err := os.CreateTemp("", name)
	if err != nil {
		return
	}
	f.Close()
	defer os.Remove(f.Name())
	fmt.Println("at work on", f.Name())
}

// main returns at once; the goroutines end with it, wherever they are.
func main() {
	dir := os.TempDir() + "/lost"
	go func() { // want "go-goroutine-defer-lost"
		defer os.RemoveAll(dir)
		fmt.Println("at work in", dir)
	}()
	go save("lost") // want "go-goroutine-defer-lost"
	go func() {     // want "go-goroutine-defer-lost:low"
		f, err := os.Open(dir)
		if err != nil {
			return
		}
		defer f.Close()
		fmt.Println(f.Name())
	}()
	go func() {
		defer fmt.Println("not missed")
		fmt.Println("at work")
	}()
	go func() {
		fmt.Println("nothing deferred")
	}()
	fmt.Println("bye")
}
