package unlock

import (
	"errors"
	"sync"
)

var errEmpty = errors.New("empty")

type queue struct {
	mu    sync.Mutex
	items []string
}

// A return before the lock, and the unlock deferred before that.
func (q *queue) push(item string) error {
	defer q.mu.Unlock() // want "go-unlock-without-lock"
	if item == "" {
		return errEmpty
	}
	q.mu.Lock()
	q.items = append(q.items, item)
	return nil
}

// Locked under a condition only.
func (q *queue) drain(all bool) {
	defer q.mu.Unlock() // want "go-unlock-without-lock"
	if all {
		q.mu.Lock()
		q.items = nil
	}
}

// A local mutex that nothing locks.
func local() {
	var mu sync.Mutex
	defer mu.Unlock() // want "go-unlock-without-lock"
	println("not locked")
}

// In order, if unusual: no way out in between.
func (q *queue) pop() {
	defer q.mu.Unlock()
	q.mu.Lock()
	q.items = q.items[1:]
}

// Called with it held.
func (q *queue) finish() {
	defer q.mu.Unlock()
	q.items = nil
}

// Called with it held, and let go of for a while.
func (q *queue) pauseHeld() error {
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		return errEmpty
	}
	q.mu.Unlock()
	println("working")
	q.mu.Lock()
	return nil
}

// A helper locks it.
func (q *queue) helped() error {
	q.enter()
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		return errEmpty
	}
	q.mu.Unlock()
	q.mu.Lock() // and back again
	return nil
}

func (q *queue) enter() {
	q.mu.Lock()
}

// TryLock has locked it.
func (q *queue) try() error {
	if !q.mu.TryLock() {
		return errEmpty
	}
	defer q.mu.Unlock()
	q.items = nil
	return nil
}

// A parameter is the caller's.
func given(mu *sync.Mutex) {
	defer mu.Unlock()
	println("given")
}

// Someone else may lock a local one.
func passed() {
	var mu sync.Mutex
	take(&mu)
	mu.Unlock()
}

func take(mu *sync.Mutex) { mu.Lock() }

// A literal locks it.
func literal() {
	var mu sync.Mutex
	func() {
		mu.Lock()
	}()
	mu.Unlock()
}
