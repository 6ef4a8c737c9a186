package empty

import "sync"

type box struct {
	mu sync.Mutex
	rw sync.RWMutex
	n  int
}

// The defer was forgotten.
func (b *box) inc() {
	b.mu.Lock() // want "go-empty-critical-section"
	b.mu.Unlock()
	b.n++
}

// The reading side.
func (b *box) get() int {
	b.rw.RLock() // want "go-empty-critical-section"
	b.rw.RUnlock()

	return b.n
}

// In a case.
func (b *box) reset(hard bool) {
	switch {
	case hard:
		b.mu.Lock() // want "go-empty-critical-section"
		b.mu.Unlock()
		b.n = 0
	}
}

// Something in between.
func (b *box) dec() {
	b.mu.Lock()
	b.n--
	b.mu.Unlock()
}

// A barrier, and it says so.
func (b *box) barrier() {
	// Wait for whoever is in it.
	b.mu.Lock()
	b.mu.Unlock()
}

// A barrier that says so behind it.
func (b *box) behind() {
	b.mu.Lock()
	b.mu.Unlock() // whoever was in it is out
}

// A barrier that says so in between.
func (b *box) between() {
	b.mu.Lock()
	//lint:ignore SA2001 a barrier
	b.mu.Unlock()
}

// Two mutexes.
func two(a, b *box) {
	a.mu.Lock()
	b.mu.Lock()
	b.n, a.n = a.n, b.n
	a.mu.Unlock()
	b.mu.Unlock()
}

// Unlocked for a while.
func (b *box) yieldHeld() {
	b.mu.Unlock()
	b.mu.Lock()
}

type file struct{}

func (f *file) Lock() bool { return true }
func (f *file) Unlock()    {}

// Its result says something.
func probe(f *file) {
	f.Lock()
	f.Unlock()
}
