package p

import (
	"testing"
	"time"
)

// In a test it is a minor matter.
func TestQuiet(t *testing.T) {
	in := make(chan int, 8)
	for i := 0; i < cap(in); i++ {
		select {
		case in <- i:
		case <-time.After(time.Minute): // want "go-time-after-in-loop:low"
			t.Error("late")
		}
	}
}
