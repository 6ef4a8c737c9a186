package done

import (
	"errors"
	"sync"
)

func run(int) error { return errors.New("no") }

// A return skips it, and Wait never returns.
func skipped(jobs []int) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func(job int) {
			if err := run(job); err != nil {
				return
			}
			println(job)
			wg.Done() // want "go-wg-done-not-deferred"
		}(job)
	}
	wg.Wait()
}

type pool struct {
	wg   sync.WaitGroup
	stop chan bool
}

// A case of a select does.
func (p *pool) start() {
	p.wg.Add(1)
	go func() {
		select {
		case <-p.stop:
			return
		default:
		}
		p.wg.Done() // want "go-wg-done-not-deferred"
	}()
}

// Given as an argument.
func given(wg *sync.WaitGroup) {
	wg.Add(1)
	go func(group *sync.WaitGroup) {
		if run(1) != nil {
			return
		}
		group.Done() // want "go-wg-done-not-deferred"
	}(wg)
}

// Only a panic does.
func last() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		_ = run(1)
		wg.Done() // want "go-wg-done-not-deferred:note"
	}()
	wg.Wait()
}

// Done on each path is as good as it gets: the last is told of.
func each() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if run(1) != nil {
			wg.Done()
			return
		}
		wg.Done()
	}()
	wg.Wait()
}

// Deferred.
func deferred() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		if run(1) != nil {
			return
		}
		println("done")
	}()
	wg.Wait()
}

// Deferred in a literal.
func literal() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer func() {
			println("done")
			wg.Done()
		}()
		if run(1) != nil {
			return
		}
	}()
	wg.Wait()
}

// Once for each job, not for the goroutine.
func worker(jobs chan int) {
	var wg sync.WaitGroup
	go func() {
		for job := range jobs {
			if run(job) != nil {
				return
			}
			wg.Done()
		}
	}()
	wg.Wait()
}

// Another goroutine tells.
func passedOn() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if run(1) != nil {
			go finish(&wg)
			return
		}
		wg.Done() // want "go-wg-done-not-deferred:note"
	}()
	wg.Wait()
}

func finish(wg *sync.WaitGroup) { wg.Done() }

// Added only if it is told: who goes around one goes around the other.
func counted(count bool) {
	var wg sync.WaitGroup
	if count {
		wg.Add(1)
	}
	go func() {
		_ = run(1)
		if count {
			wg.Done()
		}
	}()
	wg.Wait()
}

type task struct{ state int }

func (t *task) Done() {}

// Not a wait group.
func other(t *task) {
	go func() {
		if run(1) != nil {
			return
		}
		t.Done()
	}()
}
