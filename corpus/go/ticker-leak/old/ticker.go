package p

import (
	"context"
	"fmt"
	"time"
)

func work() error { return nil }

// Never stopped, and the function returns.
func neverStopped(ctx context.Context) {
	ticker := time.NewTicker(time.Second) // want "go-ticker-leak"
	for {
		select {
		case <-ticker.C:
			fmt.Println(work())
		case <-ctx.Done():
			return
		}
	}
}

// In a goroutine that can end.
func inGoroutine(stop <-chan struct{}) {
	go func() {
		ticker := time.NewTicker(time.Second) // want "go-ticker-leak"
		for {
			select {
			case <-ticker.C:
				fmt.Println(work())
			case <-stop:
				return
			}
		}
	}()
}

// An error ends the loop over its ticks.
func untilError() error {
	t := time.NewTicker(time.Second) // want "go-ticker-leak"
	for range t.C {
		if err := work(); err != nil {
			return err
		}
	}
	return nil
}

// What time.Tick starts nobody can stop.
func tick(ctx context.Context) {
	c := time.Tick(time.Second) // want "go-ticker-leak"
	for {
		select {
		case <-c:
			fmt.Println(work())
		case <-ctx.Done():
			return
		}
	}
}

// In the loop's header.
func tickInHeader() error {
	for range time.Tick(time.Second) { // want "go-ticker-leak"
		if err := work(); err != nil {
			return err
		}
	}
	return nil
}

// A timer fires one day; until then it stays.
func timer(in <-chan int) int {
	t := time.NewTimer(time.Hour) // want "go-ticker-leak:note"
	select {
	case v := <-in:
		return v
	case <-t.C:
		return 0
	}
}

// Stopped when the function ends.
func stopped(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			fmt.Println(work())
		case <-ctx.Done():
			return
		}
	}
}

// Stopped in a literal that runs at the end.
func stoppedInLiteral(in <-chan int) {
	t := time.NewTimer(time.Hour)
	defer func() {
		t.Stop()
	}()
	select {
	case <-in:
	case <-t.C:
	}
}

// It ticks as long as the process lives.
func forEver() {
	ticker := time.NewTicker(time.Second)
	for {
		<-ticker.C
		fmt.Println(work())
	}
}

// Nothing closes its channel, so the loop does not end.
func forEverInRange() {
	ticker := time.NewTicker(time.Second)
	for range ticker.C {
		fmt.Println(work())
	}
}

// The same with time.Tick.
func forEverWithTick() {
	for range time.Tick(time.Second) {
		fmt.Println(work())
	}
}

// A goroutine goes on with it for ever.
func goesOn() {
	ticker := time.NewTicker(time.Second)
	go func() {
		for range ticker.C {
			fmt.Println(work())
		}
	}()
}

// Given back: the caller stops it.
func givenBack() *time.Ticker {
	ticker := time.NewTicker(time.Second)
	return ticker
}

type poller struct{ ticker *time.Ticker }

// Kept in a field.
func (p *poller) start() {
	ticker := time.NewTicker(time.Second)
	p.ticker = ticker
}

// Stopped by a function of the package.
func stoppedByHelper() {
	ticker := time.NewTicker(time.Second)
	<-ticker.C
	halt(ticker)
}

func halt(t *time.Ticker) { t.Stop() }

// Waited for: it has fired.
func waitedFor() {
	t := time.NewTimer(time.Second)
	<-t.C
}

// The channel is given on.
func ticks() <-chan time.Time {
	return time.Tick(time.Second)
}
