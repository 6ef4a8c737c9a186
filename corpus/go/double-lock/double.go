package double

import (
	"context"
	"errors"
	"sync"
)

var errNone = errors.New("none")

type cache struct {
	mu    sync.Mutex
	rw    sync.RWMutex
	items map[string]int
	child *cache
}

// Locked twice in a row.
func (c *cache) twice() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mu.Lock() // want "go-double-lock"
	c.items = nil
}

// On one path only.
func (c *cache) onPath(reset bool) {
	c.mu.Lock()
	if reset {
		c.items = nil
	} else {
		c.mu.Unlock()
	}
	c.mu.Lock() // want "go-double-lock" "go-empty-critical-section"
	c.mu.Unlock()
}

// For writing, while it is held for reading.
func (c *cache) upgrade(key string) {
	c.rw.RLock()
	defer c.rw.RUnlock()
	if _, ok := c.items[key]; !ok {
		c.rw.Lock() // want "go-double-lock"
		c.items[key] = 1
		c.rw.Unlock()
	}
}

// For reading, while it is held for writing.
func (c *cache) downgrade() int {
	c.rw.Lock()
	defer c.rw.Unlock()
	c.rw.RLock() // want "go-double-lock"
	defer c.rw.RUnlock()
	return len(c.items)
}

// The deferred unlock comes when the function ends, not the turn.
func (c *cache) inLoop(keys []string) {
	for _, key := range keys {
		c.mu.Lock()         // want "go-double-lock"
		defer c.mu.Unlock() // want "go-defer-in-loop"
		delete(c.items, key)
	}
}

// A method that locks it, first thing.
func (c *cache) size() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.items)
}

func (c *cache) isFull() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.size() > 10 // want "go-double-lock"
}

// Through one more method.
func (c *cache) report() string {
	if c.size() > 0 {
		return "some"
	}
	return "none"
}

func (c *cache) describe() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return "cache: " + c.report() // want "go-double-lock"
}

// A method that may fail before.
func (c *cache) load(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items = map[string]int{}
	return nil
}

func (c *cache) reload(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.load(ctx) // want "go-double-lock:medium"
}

// A function that is given it.
func clear2(c *cache) {
	c.mu.Lock()
	c.items = nil
	c.mu.Unlock()
}

func (c *cache) drop() {
	c.mu.Lock()
	clear2(c) // want "go-double-lock"
	c.mu.Unlock()
}

// The mutex of a part.
func (c *cache) clearChild() {
	c.child.mu.Lock()
	defer c.child.mu.Unlock()
	if c.child.size() > 0 { // want "go-double-lock"
		c.child.items = nil
	}
}

var globalMu sync.Mutex
var total int

func count() int {
	globalMu.Lock()
	defer globalMu.Unlock()
	return total
}

// A mutex of the package.
func add(n int) {
	globalMu.Lock()
	total = count() + n // want "go-double-lock"
	globalMu.Unlock()
}

type embedded struct {
	sync.Mutex
	n int
}

func (e *embedded) value() int {
	e.Lock()
	defer e.Unlock()
	return e.n
}

// An embedded one.
func (e *embedded) inc() {
	e.Lock()
	defer e.Unlock()
	e.n = e.value() + 1 // want "go-double-lock"
}

type spin struct{}

func (s *spin) Lock()   {}
func (s *spin) Unlock() {}

// A type with its own methods may be taken twice.
func spins(s *spin) {
	s.Lock()
	s.Lock() // want "go-double-lock:medium" "go-empty-critical-section"
	s.Unlock()
	s.Unlock()
}
