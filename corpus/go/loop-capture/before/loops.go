package loops

import (
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"
)

// All goroutines see the last value.
func started(values []int) {
	for _, value := range values {
		go func() { // want "go-loop-capture"
			fmt.Println(value)
		}()
	}
}

// A counter as well, and wherever in the body it is.
func counted(work func(int), done func()) {
	for i := 0; i < 10; i++ {
		go func() { // want "go-loop-capture"
			work(i)
		}()
		done()
	}
}

// Deferred, they run when the loop is over.
func deferred(values []int) {
	for _, value := range values {
		defer func() { // want "go-loop-capture" "go-defer-in-loop"
			fmt.Println(value)
		}()
	}
}

// A group starts goroutines.
func grouped(urls []string, get func(string) error) error {
	var g errgroup.Group
	for _, url := range urls {
		g.Go(func() error { // want "go-loop-capture"
			return get(url)
		})
	}
	return g.Wait()
}

// Waiting after the loop does not help.
func waited(values []int, work func(int)) {
	var wg sync.WaitGroup
	for _, value := range values {
		wg.Add(1)
		go func() { // want "go-loop-capture"
			defer wg.Done()
			work(value)
		}()
	}
	wg.Wait()
}

// A variable of its own for each turn.
func own(values []int) {
	for _, value := range values {
		value := value
		go func() {
			fmt.Println(value)
		}()
	}
}

// An argument is evaluated by the statement.
func argument(values []int) {
	for _, value := range values {
		go func(value int) {
			fmt.Println(value)
		}(value)
	}
}

// The turn waits for its goroutine.
func joined(values []int) {
	for _, value := range values {
		done := make(chan bool)
		go func() {
			fmt.Println(value)
			close(done)
		}()
		<-done
	}
}

// A literal that is called is done before the next turn.
func called(values []int) {
	for _, value := range values {
		func() {
			defer func() { fmt.Println("was at", value) }()
			fmt.Println(value)
		}()
	}
}

// There is no next turn.
func leaves(values []int) {
	for _, value := range values {
		if value > 0 {
			go func() {
				fmt.Println(value)
			}()
			return
		}
	}
}
