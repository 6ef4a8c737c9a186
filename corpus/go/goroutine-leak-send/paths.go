package p

import (
	"errors"
	"fmt"
	"sync"
)

// A check between start and receive returns early.
func earlyReturn() error {
	ch := make(chan error)
	go func() {
		ch <- work() // want "go-goroutine-leak-send"
	}()
	if err := work(); err != nil {
		return err
	}
	return <-ch
}

// Nobody receives at all.
func nobodyReceives() {
	ch := make(chan int)
	go func() {
		ch <- compute(1) // want "go-goroutine-leak-send"
	}()
}

// Received only if somebody asks.
func receivedIfAsked(wait bool) {
	ch := make(chan int)
	go func() {
		ch <- compute(1) // want "go-goroutine-leak-send"
	}()
	if wait {
		<-ch
	}
}

// A named function that sends on what it is given.
func namedFunction(names []string) error {
	ch := make(chan string)
	go produce(names[0], ch) // want "go-goroutine-leak-send"
	if len(names) > 1 {
		return errors.New("too many")
	}
	fmt.Println(<-ch)
	return nil
}

func produce(name string, out chan<- string) { out <- name }

type worker struct{ id int }

func (w *worker) run(out chan<- int) { out <- w.id }

// A method that sends on what it is given.
func method(w *worker) int {
	ch := make(chan int)
	go w.run(ch) // want "go-goroutine-leak-send"
	if w.id == 0 {
		return 0
	}
	return <-ch
}

// A literal that is given the channel under another name.
func literalWithParameter() int {
	ch := make(chan int)
	go func(out chan<- int) { // want "go-goroutine-leak-send"
		out <- compute(1)
	}(ch)
	if compute(2) > 0 {
		return 0
	}
	return <-ch
}

// A literal with a name, started once.
func literalWithName() error {
	ch := make(chan error)
	run := func() {
		ch <- work() // want "go-goroutine-leak-send"
	}
	go run()
	if compute(2) > 0 {
		return nil
	}
	return <-ch
}

// Sent when the goroutine ends.
func sentInDefer() error {
	done := make(chan struct{})
	go func() {
		defer func() {
			done <- struct{}{} // want "go-goroutine-leak-send"
		}()
		fmt.Println(compute(1))
	}()
	if err := work(); err != nil {
		return err
	}
	<-done
	return nil
}

// Nobody but the sender has the channel.
func sendsToItself() int {
	ch := make(chan int)
	ch <- 1 // want "go-goroutine-leak-send"
	return <-ch
}

// A function is called, not started.
func callsWhoSends() string {
	ch := make(chan string)
	produce("x", ch) // want "go-goroutine-leak-send"
	return <-ch
}

// The error is sent, and then the result as well: a return is missing.
func missingReturn() error {
	ch := make(chan error)
	go func() {
		if err := work(); err != nil {
			ch <- err // want "go-goroutine-leak-send"
		}
		ch <- nil
	}()
	return <-ch
}

// With the return it sends once.
func withReturn() error {
	ch := make(chan error)
	go func() {
		if err := work(); err != nil {
			ch <- err
			return
		}
		ch <- nil
	}()
	return <-ch
}

// Two sends for two receives.
func twice() (int, int) {
	ch := make(chan int)
	go func() {
		ch <- compute(1)
		ch <- compute(2)
	}()
	return <-ch, <-ch
}

// Received on every path.
func everyPath(fast bool) int {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	if fast {
		return 1 + <-ch
	}
	return <-ch
}

// Received when the function ends, whichever way.
func receivedInDefer() error {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	defer func() { <-ch }()
	if err := work(); err != nil {
		return err
	}
	return nil
}

// Another goroutine takes it.
func takenByAnother() error {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	go func() { fmt.Println(<-ch) }()
	return work()
}

// A helper takes it.
func takenByHelper() {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	drain(ch)
}

func drain(in <-chan int) { fmt.Println(<-in) }

// What decides whether it starts decides whether it is received.
func startedIfAsked(wait bool) {
	ch := make(chan int)
	if wait {
		go func() { ch <- compute(1) }()
	}
	fmt.Println("between")
	if wait {
		<-ch
	}
}

// The same by a flag that is set where it starts.
func startedWithFlag(n int) {
	ch := make(chan int)
	started := false
	if n > 3 {
		started = true
		go func() { ch <- compute(1) }()
	}
	if started {
		<-ch
	}
}

// Waited for before it is received: the group is done only after the send.
func waitsFirst(items []int) int {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, item := range items {
		wg.Add(1)
		go func(item int) {
			defer wg.Done()
			ch <- compute(item) // want "go-goroutine-leak-send"
		}(item)
	}
	wg.Wait()
	close(ch)
	total := 0
	for v := range ch {
		total += v
	}
	return total
}

type group struct{ wg sync.WaitGroup }

func (g *group) Go(f func()) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		f()
	}()
}

func (g *group) Wait() { g.wg.Wait() }

// The same with a group that starts them.
func groupWaitsFirst(items []int) error {
	errs := make(chan error)
	g := &group{}
	for range items {
		g.Go(func() {
			if err := work(); err != nil {
				errs <- err // want "go-goroutine-leak-send"
			}
		})
	}
	g.Wait()
	select {
	case err := <-errs:
		return err
	default:
		return nil
	}
}

// A buffer of one, and each of many sends its error.
func bufferTooSmall(items []int) error {
	errs := make(chan error, 1)
	var wg sync.WaitGroup
	for range items {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := work(); err != nil {
				errs <- err // want "go-goroutine-leak-send"
			}
		}()
	}
	wg.Wait()
	select {
	case err := <-errs:
		return err
	default:
		return nil
	}
}

// The waiting is done beside the receiving.
func waitsBeside(items []int) int {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, item := range items {
		wg.Add(1)
		go func(item int) {
			defer wg.Done()
			ch <- compute(item)
		}(item)
	}
	go func() {
		wg.Wait()
		close(ch)
	}()
	total := 0
	for v := range ch {
		total += v
	}
	return total
}

// The buffer holds one of each.
func waitsWithBuffer(items []int) int {
	ch := make(chan int, len(items))
	var wg sync.WaitGroup
	for _, item := range items {
		wg.Add(1)
		go func(item int) {
			defer wg.Done()
			ch <- compute(item)
		}(item)
	}
	wg.Wait()
	close(ch)
	total := 0
	for v := range ch {
		total += v
	}
	return total
}

// Another goroutine tells when all are done, and nobody sent.
func allDoneOrError() error {
	errs := make(chan error)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		if err := work(); err != nil {
			errs <- err
		}
	}()
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case err := <-errs:
		return err
	case <-done:
		return nil
	}
}
