package p

import (
	"context"
	"fmt"
	"time"
)

// A timer for each message, and each stays its minute.
func eachMessage(in <-chan int) {
	for {
		select {
		case v := <-in:
			fmt.Println(v)
		case <-time.After(time.Minute): // want "go-time-after-in-loop"
			fmt.Println("quiet")
		}
	}
}

// In a loop over a range as well.
func eachItem(items []int, out chan<- int, d time.Duration) {
	for _, item := range items {
		select {
		case out <- item:
		case <-time.After(d): // want "go-time-after-in-loop"
		}
	}
}

// The timeout leaves, but the messages do not.
func leavesWhenLate(in <-chan int) {
	for {
		select {
		case <-in:
		case <-time.After(time.Minute): // want "go-time-after-in-loop"
			return
		}
	}
}

// A default case that comes at once.
func withDefault(in <-chan int) {
	for {
		select {
		case <-time.After(time.Second): // want "go-time-after-in-loop"
			return
		default:
			fmt.Println(<-in)
		}
	}
}

// With the time in a variable.
func received(in <-chan int) {
	for {
		select {
		case <-in:
		case at := <-time.After(time.Hour): // want "go-time-after-in-loop"
			fmt.Println(at)
		}
	}
}

// Milliseconds are soon over.
func soonOver(in <-chan int) {
	for {
		select {
		case <-in:
		case <-time.After(20 * time.Millisecond): // want "go-time-after-in-loop:low"
		}
	}
}

// All other cases leave the loop: there is one timer at a time.
func othersLeave(ctx context.Context, in <-chan int) int {
	for {
		select {
		case <-ctx.Done():
			return 0
		case v := <-in:
			return v
		case <-time.After(time.Second):
			fmt.Println("still waiting")
		}
	}
}

// A context is done once.
func doneOnce(ctx context.Context) {
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// The only case: it is waited for.
func onlyCase() {
	for {
		select {
		case <-time.After(time.Second):
			fmt.Println("tick")
		}
	}
}

// Received by itself.
func byItself(n int) {
	for i := 0; i < n; i++ {
		<-time.After(time.Second)
	}
}

// No loop.
func noLoop(in <-chan int) {
	select {
	case <-in:
	case <-time.After(time.Minute):
	}
}

// One timer for all turns.
func oneTimer(in <-chan int) {
	late := time.After(time.Minute)
	for {
		select {
		case <-in:
		case <-late:
			return
		}
	}
}

// A function of its own that happens to have the name.
type clock struct{}

func (clock) After(time.Duration) <-chan time.Time { return nil }

func ownClock(c clock, in <-chan int) {
	for {
		select {
		case <-in:
		case <-c.After(time.Minute):
		}
	}
}
