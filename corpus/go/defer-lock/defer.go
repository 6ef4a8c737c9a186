package deferlock

import "sync"

type state struct {
	mu sync.Mutex
	rw sync.RWMutex
	n  int
}

// Lock was written where Unlock was meant.
func (s *state) inc() {
	s.mu.Lock()
	defer s.mu.Lock() // want "go-defer-lock"
	s.n++
}

// The reading side.
func (s *state) get() int {
	s.rw.RLock()
	defer s.rw.RLock() // want "go-defer-lock"
	return s.n
}

// In a literal, of a local mutex.
func local() {
	var mu sync.Mutex
	func() {
		mu.Lock()
		defer mu.Lock() // want "go-defer-lock"
	}()
}

// Embedded.
type table struct {
	sync.RWMutex
	rows int
}

func (t *table) grow() {
	t.Lock()
	defer t.Lock() // want "go-defer-lock"
	t.rows++
}

// As it should be.
func (s *state) dec() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n--
}

// Unlocked for a while: the caller holds it.
func (s *state) sleepHeld() {
	s.mu.Unlock()
	defer s.mu.Lock()
	s.n++
}

// Another mutex.
func (s *state) swap() {
	s.mu.Lock()
	defer s.rw.Lock()
	s.mu.Unlock()
}

// Not the next statement: it may have been unlocked.
func (s *state) later() {
	s.mu.Lock()
	s.n++
	s.mu.Unlock()
	defer s.mu.Lock()
}

type handle struct{}

func (h handle) Lock() error { return nil }

// Not a mutex.
func lease(h handle) {
	h.Lock()
	defer h.Lock()
}
