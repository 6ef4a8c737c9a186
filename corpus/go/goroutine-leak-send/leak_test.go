package p

import (
	"testing"
	"time"
)

// In a test the process ends soon.
func TestLate(t *testing.T) {
	ch := make(chan int)
	go func() {
		ch <- compute(1) // want "go-goroutine-leak-send:low"
	}()
	select {
	case <-ch:
	case <-time.After(time.Second):
		t.Error("late")
	}
}

// What ends the test at once leaves the goroutine as well, but so the test
// fails.
func TestFatal(t *testing.T) {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	select {
	case <-ch:
	case <-time.After(time.Second):
		t.Fatal("late")
	}
}
