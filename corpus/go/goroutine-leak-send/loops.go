package p

import (
	"context"
	"errors"
)

// Each of many sends, the first answer wins.
func firstWins(items []int) int {
	ch := make(chan int)
	for _, item := range items {
		go func(item int) {
			ch <- compute(item) // want "go-goroutine-leak-send"
		}(item)
	}
	return <-ch
}

// Three send, two are received.
func oneTooMany() int {
	ch := make(chan int)
	for i := 0; i < 3; i++ {
		go func() {
			ch <- compute(3) // want "go-goroutine-leak-send"
		}()
	}
	return <-ch + <-ch
}

// Two send, two are received.
func justEnough() int {
	ch := make(chan int)
	for i := 0; i < 2; i++ {
		go func() { ch <- compute(2) }()
	}
	return <-ch + <-ch
}

// One goroutine sends them all, one is received.
func firstOfAll(items []int) int {
	ch := make(chan int)
	go func() {
		for _, item := range items {
			ch <- compute(item) // want "go-goroutine-leak-send"
		}
	}()
	return <-ch
}

// It stops with the first it sends.
func firstThatFits(items []int) int {
	ch := make(chan int)
	go func() {
		for _, item := range items {
			if compute(item) > 0 {
				ch <- item
				return
			}
		}
		ch <- -1
	}()
	return <-ch
}

// At the first error the others are left behind.
func stopsAtFirstError(items []int) error {
	errs := make(chan error)
	for range items {
		go func() {
			errs <- work() // want "go-goroutine-leak-send"
		}()
	}
	for range items {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// All are received, the first error is kept.
func keepsFirstError(items []int) error {
	errs := make(chan error)
	for range items {
		go func() { errs <- work() }()
	}
	var first error
	for range items {
		if err := <-errs; err != nil && first == nil {
			first = err
		}
	}
	return first
}

// The buffer has room for those that are not received.
func stopsWithBuffer(items []int) error {
	errs := make(chan error, len(items))
	for range items {
		go func() { errs <- work() }()
	}
	for range items {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// A buffer of one is enough for the second of two.
func bufferForOneOfTwo() error {
	errs := make(chan error, 1)
	go func() { errs <- work() }()
	go func() { errs <- work() }()
	return <-errs
}

// But not if none of the two is received.
func bufferTooSmallForTwo(ctx context.Context) error {
	errs := make(chan error, 1)
	go func() { errs <- work() }() // want "go-goroutine-leak-send"
	go func() { errs <- work() }() // want "go-goroutine-leak-send"
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// One at a time, started by events: nobody knows how many there are.
func startedByEvents(events <-chan int, stop <-chan struct{}) error {
	failed := make(chan error, 1)
	for {
		select {
		case <-events:
			go func() { failed <- work() }()
		case err := <-failed:
			return err
		case <-stop:
			return nil
		}
	}
}

// The loop over the channel ends early, the goroutine goes on sending.
func leavesRange(items []int) (int, error) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for _, item := range items {
			ch <- compute(item) // want "go-goroutine-leak-send"
		}
	}()
	total := 0
	for v := range ch {
		if v < 0 {
			return 0, errors.New("negative")
		}
		total += v
	}
	return total, nil
}

// What ends the loop is the last that is sent.
func endsWithLast(items []int) (int, error) {
	type answer struct {
		value int
		err   error
	}
	ch := make(chan answer)
	go func() {
		defer close(ch)
		for _, item := range items {
			if err := work(); err != nil {
				ch <- answer{err: err}
				return
			}
			ch <- answer{value: compute(item)}
		}
	}()
	total := 0
	for a := range ch {
		if a.err != nil {
			return 0, a.err
		}
		total += a.value
	}
	return total, nil
}

// The only receiver can give up; then the maker sends to nobody.
func receiverGivesUp(items []int) {
	ch := make(chan int)
	go func() {
		for range ch {
			if err := work(); err != nil {
				return
			}
		}
	}()
	for _, item := range items {
		ch <- item // want "go-goroutine-leak-send"
	}
	close(ch)
}

// It takes the rest before it returns.
func receiverTakesTheRest(items []int) {
	ch := make(chan int)
	go func() {
		for range ch {
			if err := work(); err != nil {
				break
			}
		}
		for range ch {
		}
	}()
	for _, item := range items {
		ch <- item
	}
	close(ch)
}

// The receive comes in each turn of the same loop.
func inStep(items []int) int {
	ch := make(chan int)
	total := 0
	for _, item := range items {
		go func(item int) { ch <- compute(item) }(item)
		total += <-ch
	}
	return total
}

// At most so many at a time, and the rest at the end.
func atMost(items []int, limit int) {
	ch := make(chan int)
	running := 0
	for _, item := range items {
		if running >= limit {
			<-ch
			running--
		}
		running++
		go func(item int) { ch <- compute(item) }(item)
	}
	for ; running > 0; running-- {
		<-ch
	}
}

// A flag lets it send once.
func sendsOnce(items []int) int {
	ch := make(chan int)
	go func() {
		isSent := false
		for _, item := range items {
			if !isSent {
				ch <- item
				isSent = true
			}
			compute(item)
		}
	}()
	return <-ch
}

// Counted from elsewhere: two send, two are received.
func countedFrom() int {
	ch := make(chan int)
	for i := 100; i < 102; i++ {
		go func() { ch <- compute(2) }()
	}
	return <-ch + <-ch
}

// Counted down: three send, two are received.
func countedDown() int {
	ch := make(chan int)
	for i := 2; i >= 0; i-- {
		go func() {
			ch <- compute(3) // want "go-goroutine-leak-send"
		}()
	}
	return <-ch + <-ch
}

const pair = 2

// A constant counts as a number, and so does a list that stands there.
func countedByName() int {
	ch := make(chan int)
	for i := 0; i < pair; i++ {
		go func() { ch <- compute(2) }()
	}
	for _, n := range []int{1, 2} {
		go func(n int) { ch <- compute(n) }(n)
	}
	return <-ch + <-ch + <-ch + <-ch
}
