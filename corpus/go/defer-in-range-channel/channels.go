package channels

import (
	"fmt"
	"os"
	"time"
)

type queue struct {
	jobs chan string
}

// It runs when the channel is closed.
func drain(jobs <-chan string) {
	for job := range jobs {
		defer fmt.Println("done", job) // want "go-defer-in-range-channel"
	}
}

// A field that is a channel.
func (q *queue) drain() {
	for job := range q.jobs {
		defer fmt.Println("done", job) // want "go-defer-in-range-channel"
	}
}

// A local one.
func local(count int) {
	results := make(chan int, count)
	for i := 0; i < count; i++ {
		results <- i
	}
	close(results)
	for result := range results {
		defer fmt.Println(result) // want "go-defer-in-range-channel"
	}
}

var signals = make(chan os.Signal, 1)

// One of the package.
func global() {
	for s := range signals {
		defer fmt.Println(s) // want "go-defer-in-range-channel"
	}
}

// What a ticker ticks on is one, too; it is never closed, but left.
func ticks(t *time.Ticker, done func() bool) {
	for range t.C {
		defer fmt.Println("tick") // want "go-defer-in-range-channel"
		if done() {
			return
		}
	}
}

// What each turn acquires is worse.
func open(names chan string, head []byte) {
	for name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close() // want "go-defer-in-loop-resource"
		f.Read(head)
	}
}

// The first value ends it.
func one(jobs chan string) {
	for job := range jobs {
		defer fmt.Println("done", job) // want "go-defer-in-loop:note"
		return
	}
}

// A slice is no channel.
func slice(jobs []string) {
	for _, job := range jobs {
		defer fmt.Println("done", job) // want "go-defer-in-loop"
	}
}
