package p

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
)

func work() error { return nil }

func compute(int) int { return 0 }

// The classic: nobody sends, and nobody closes.
func nobodySends() {
	ch := make(chan int)
	go func() {
		v := <-ch // want "go-goroutine-leak-recv"
		fmt.Println(v)
	}()
}

// A loop over it ends as little.
func nobodyCloses() {
	ch := make(chan int)
	go func() {
		for v := range ch { // want "go-goroutine-leak-recv"
			fmt.Println(v)
		}
	}()
}

// A named function that waits on what it is given.
func namedFunction() {
	ch := make(chan int)
	go consume(ch) // want "go-goroutine-leak-recv"
}

func consume(in <-chan int) {
	for v := range in {
		fmt.Println(v)
	}
}

// All is sent, but the end is not told: the worker waits for more.
func sentButNotClosed(items []int) {
	ch := make(chan int)
	go func() {
		for v := range ch { // want "go-goroutine-leak-recv"
			fmt.Println(v)
		}
	}()
	for _, item := range items {
		ch <- item
	}
}

// Several workers, and no close.
func workersNotClosed(items []int) {
	ch := make(chan int, len(items))
	for i := 0; i < 4; i++ {
		go consume(ch) // want "go-goroutine-leak-recv"
	}
	for _, item := range items {
		ch <- item
	}
}

// The maker itself waits for the end that nobody tells.
func makerWaits(items []int) int {
	ch := make(chan int)
	go func() {
		for _, item := range items {
			ch <- compute(item)
		}
	}()
	total := 0
	for v := range ch { // want "go-goroutine-leak-recv"
		total += v
	}
	return total
}

// An early return before the close.
func returnsBeforeClose(items []int) error {
	ch := make(chan int)
	go func() {
		for v := range ch { // want "go-goroutine-leak-recv"
			fmt.Println(v)
		}
	}()
	for _, item := range items {
		if err := work(); err != nil {
			return err
		}
		ch <- item
	}
	close(ch)
	return nil
}

// An early return before the signal to go on.
func returnsBeforeSignal() error {
	ready := make(chan struct{})
	go func() {
		<-ready // want "go-goroutine-leak-recv"
		fmt.Println("ready")
	}()
	if err := work(); err != nil {
		return err
	}
	close(ready)
	return nil
}

// The same with a send.
func returnsBeforeSend() error {
	ready := make(chan int)
	go func() {
		fmt.Println(<-ready) // want "go-goroutine-leak-recv"
	}()
	if err := work(); err != nil {
		return err
	}
	ready <- 1
	return nil
}

// The goroutine can end without a word, and the maker waits for one.
func endsSilently() error {
	errs := make(chan error)
	go func() {
		if err := work(); err != nil {
			errs <- err
		}
	}()
	return <-errs // want "go-goroutine-leak-recv"
}

// A return comes before the signal.
func returnsSilently() {
	done := make(chan struct{})
	go func() {
		if err := work(); err != nil {
			fmt.Println(err)
			return
		}
		close(done)
	}()
	<-done // want "go-goroutine-leak-recv"
}

// The function it is given to does not use it.
func notUsedThere() {
	done := make(chan bool)
	go forgets(1, done)
	<-done // want "go-goroutine-leak-recv"
}

func forgets(n int, done chan bool) { fmt.Println(compute(n)) }

// Given to the blank name.
func givenToBlank() {
	done := make(chan bool)
	go ignores(1, done)
	<-done // want "go-goroutine-leak-recv"
}

func ignores(n int, _ chan bool) { fmt.Println(compute(n)) }

// Closed in a defer, so on every path.
func closedInDefer(items []int) error {
	ch := make(chan int)
	defer close(ch)
	go func() {
		for v := range ch {
			fmt.Println(v)
		}
	}()
	for _, item := range items {
		if err := work(); err != nil {
			return err
		}
		ch <- item
	}
	return nil
}

// Closed on every path.
func closedEachTime() error {
	ready := make(chan struct{})
	go func() {
		<-ready
		fmt.Println("ready")
	}()
	if err := work(); err != nil {
		close(ready)
		return err
	}
	close(ready)
	return nil
}

// Closed before it starts.
func closedBefore() error {
	ready := make(chan struct{})
	close(ready)
	go func() {
		<-ready
		fmt.Println("ready")
	}()
	return work()
}

// Another goroutine closes it.
func closedByAnother(items []int) {
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
	for v := range ch {
		fmt.Println(v)
	}
}

// Tokens: who starts puts one in, who ends takes one out.
func tokens(items []int) {
	sem := make(chan struct{}, 4)
	for range items {
		sem <- struct{}{}
		go func() {
			defer func() { <-sem }()
			fmt.Println(compute(1))
		}()
	}
}

// It can do something else instead.
func hasAnotherWay(stop <-chan struct{}) {
	ch := make(chan int)
	go func() {
		select {
		case <-ch:
		case <-stop:
		}
	}()
}

// The loop can end otherwise.
func endsOtherwise(items []int) {
	ch := make(chan int)
	go func() {
		for v := range ch {
			if v < 0 {
				return
			}
		}
	}()
	for _, item := range items {
		select {
		case ch <- item:
		default:
		}
	}
	ch <- -1
}

// The maker serves for ever, and so does its helper.
func servesForEver() {
	ch := make(chan int)
	go func() {
		for v := range ch {
			fmt.Println(v)
		}
	}()
	for i := 0; ; i++ {
		ch <- i
	}
}

// Its helper sends for ever.
func sendsForEver() {
	ch := make(chan int)
	go func() {
		for i := 0; ; i++ {
			ch <- i
		}
	}()
	for v := range ch {
		fmt.Println(v)
	}
}

// Waiting for ever on purpose.
func waitsForEver() {
	forever := make(chan struct{})
	go func() { fmt.Println(compute(1)) }()
	<-forever
}

// The signal comes on every path: it is deferred.
func signalInDefer() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := work(); err != nil {
			return
		}
		fmt.Println("done")
	}()
	<-done
}

// One or the other branch sends.
func signalInBranches() error {
	errs := make(chan error)
	go func() {
		if err := work(); err != nil {
			errs <- err
		} else {
			errs <- nil
		}
	}()
	return <-errs
}

// A switch names all that can come.
func signalInSwitch() int {
	sigs := make(chan os.Signal, 1)
	code := make(chan int)
	signal.Notify(sigs, os.Interrupt, os.Kill)
	go func() {
		switch <-sigs {
		case os.Interrupt:
			code <- 1
		case os.Kill:
			code <- 2
		}
	}()
	return <-code
}

// Given away: who has it may close it.
func givenAway() chan<- int {
	ch := make(chan int)
	go func() {
		for v := range ch {
			fmt.Println(v)
		}
	}()
	return ch
}

type server struct{ stop chan struct{} }

// Kept: a method closes it.
func (s *server) start() {
	stop := make(chan struct{})
	s.stop = stop
	go func() {
		<-stop
		fmt.Println("stopped")
	}()
}

func (s *server) Stop() { close(s.stop) }

// Stopped by a function that is given back.
func stoppable() func() {
	stop := make(chan struct{})
	go func() {
		<-stop
		fmt.Println("stopped")
	}()
	return func() { close(stop) }
}

// What decides whether it waits decides whether it is told.
func toldIfAsked(wait bool) {
	ready := make(chan struct{})
	if wait {
		go func() {
			<-ready
			fmt.Println("ready")
		}()
	}
	fmt.Println("between")
	if wait {
		close(ready)
	}
}
