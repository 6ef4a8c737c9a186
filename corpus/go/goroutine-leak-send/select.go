package p

import (
	"context"
	"errors"
	"time"
)

func work() error { return nil }

func compute(int) int { return 0 }

// The classic: whoever is late finds nobody at the other end.
func waitWithTimeout() error {
	ch := make(chan error)
	go func() {
		ch <- work() // want "go-goroutine-leak-send"
	}()
	select {
	case err := <-ch:
		return err
	case <-time.After(time.Second):
		return errors.New("late")
	}
}

// The same with a context.
func waitWithContext(ctx context.Context) error {
	errc := make(chan error)
	go func() { errc <- work() }() // want "go-goroutine-leak-send"
	select {
	case err := <-errc:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A default case does not wait either.
func poll() bool {
	done := make(chan bool, 0)
	go func() {
		done <- compute(1) > 0 // want "go-goroutine-leak-send"
	}()
	select {
	case ok := <-done:
		return ok
	default:
		return false
	}
}

// Declared by var.
func declaredByVar(ctx context.Context) int {
	var result = make(chan int)
	go func() {
		result <- compute(2) // want "go-goroutine-leak-send"
	}()
	select {
	case v := <-result:
		return v
	case <-ctx.Done():
	}
	return 0
}

// Two at once; the one that is sent with a way out is fine.
func twoChannels(ctx context.Context) (int, error) {
	values, errs := make(chan int), make(chan error)
	go func() {
		select {
		case values <- compute(3):
		case <-ctx.Done():
		}
	}()
	go func() { errs <- work() }() // want "go-goroutine-leak-send"
	select {
	case v := <-values:
		return v, nil
	case err := <-errs:
		return 0, err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// The loop receives, but one of its cases leaves.
func loopThatCanLeave(ctx context.Context, items []int) error {
	out := make(chan int)
	go func() {
		defer close(out)
		for _, item := range items {
			out <- compute(item) // want "go-goroutine-leak-send"
		}
	}()
	total := 0
	for {
		select {
		case v, ok := <-out:
			if !ok {
				return nil
			}
			total += v
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// A new channel each turn: the one of a turn that timed out is forgotten.
func madeAnewEachTurn(n int) {
	for i := 0; i < n; i++ {
		answer := make(chan int)
		go func() {
			answer <- compute(n) // want "go-goroutine-leak-send"
		}()
		select {
		case <-answer:
		case <-time.After(time.Second):
			continue
		}
	}
}

// The other case is of a goroutine that is not the sender.
func firstOfTwo() (int, error) {
	left := make(chan int)
	right := make(chan int)
	go func() {
		left <- compute(1) // want "go-goroutine-leak-send"
	}()
	go func() {
		right <- compute(2) // want "go-goroutine-leak-send"
	}()
	select {
	case v := <-left:
		return v, nil
	case v := <-right:
		return v, nil
	}
}

// A stop channel that both watch does not help who already sends; but it takes
// both at the same time.
func bothWatchStop(stop chan struct{}, in <-chan int) int {
	out := make(chan int)
	go func() {
		for {
			select {
			case <-stop:
				return
			case v := <-in:
				out <- compute(v) // want "go-goroutine-leak-send:medium"
			}
		}
	}()
	select {
	case v := <-out:
		return v
	case <-stop:
		return 0
	}
}

// Buffered: it can always send its one value.
func buffered(ctx context.Context) error {
	ch := make(chan error, 1)
	go func() { ch <- work() }()
	select {
	case err := <-ch:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// It sends in a select with another way out.
func sendsWithWayOut(ctx context.Context) error {
	ch := make(chan error)
	go func() {
		select {
		case ch <- work():
		case <-ctx.Done():
		}
	}()
	select {
	case err := <-ch:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// It sends one of two: what is received of the other tells that it is done.
func valueOrError() (int, error) {
	values := make(chan int)
	errs := make(chan error)
	go func() {
		if err := work(); err != nil {
			errs <- err
			return
		}
		values <- compute(1)
	}()
	select {
	case v := <-values:
		return v, nil
	case err := <-errs:
		return 0, err
	}
}

// It closes another channel when it is done.
func doneOrError() error {
	errs := make(chan error)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := work(); err != nil {
			errs <- err
		}
	}()
	select {
	case err := <-errs:
		return err
	case <-done:
		return nil
	}
}

// It cancels the context itself.
func cancelsItself() error {
	ctx, cancel := context.WithCancel(context.Background())
	errs := make(chan error)
	go func() {
		defer cancel()
		if err := work(); err != nil {
			errs <- err
		}
	}()
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
		return nil
	}
}

// A collector: the other case does not leave.
func collector(n int) int {
	ch := make(chan int)
	for i := 0; i < n; i++ {
		go func() { ch <- compute(n) }()
	}
	total := 0
	for i := 0; i < n; {
		select {
		case v := <-ch:
			total += v
			i++
		case <-time.After(time.Second):
			total--
		}
	}
	return total
}

// The parent never returns.
func serves() {
	ch := make(chan int)
	go func() {
		for {
			ch <- compute(1)
		}
	}()
	for {
		select {
		case <-ch:
		case <-time.After(time.Minute):
		}
	}
}

// A timeout that ends the process leaves nobody behind.
func panicsWhenLate() int {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Second):
		panic("late")
	}
}

// Several goroutines run the same function: it is told once.
func severalRunOne(ctx context.Context, items []int) error {
	errs := make(chan error)
	if len(items) > 1 {
		go report(errs) // want "go-goroutine-leak-send"
	} else {
		go report(errs)
	}
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func report(errs chan<- error) { errs <- work() }
