package missing

import (
	"errors"
	"sync"
)

var errClosed = errors.New("closed")

type store struct {
	mu     sync.Mutex
	rw     sync.RWMutex
	items  map[string]int
	closed bool
	next   *store
}

// An early return forgets it.
func (s *store) get(key string) (int, error) {
	s.mu.Lock() // want "go-missing-unlock"
	if s.closed {
		return 0, errClosed
	}
	v := s.items[key]
	s.mu.Unlock()
	return v, nil
}

// The reading side, in a switch.
func (s *store) kind(key string) string {
	s.rw.RLock() // want "go-missing-unlock"
	switch s.items[key] {
	case 0:
		s.rw.RUnlock()
		return "none"
	case 1:
		return "one"
	}
	s.rw.RUnlock()
	return "many"
}

// continue goes around the unlock, and locks it again.
func (s *store) sum(keys []string) int {
	total := 0
	for _, key := range keys {
		s.mu.Lock() // want "go-missing-unlock"
		v, ok := s.items[key]
		if !ok {
			continue
		}
		total += v
		s.mu.Unlock()
	}
	return total
}

// break leaves the loop with it held.
func (s *store) find(keys []string) string {
	found := ""
	for _, key := range keys {
		s.mu.Lock() // want "go-missing-unlock"
		if s.items[key] > 0 {
			found = key
			break
		}
		s.mu.Unlock()
	}
	return found
}

// A labeled continue of the outer loop.
func (s *store) pairs(keys []string) int {
	n := 0
outer:
	for _, a := range keys {
		for _, b := range keys {
			s.mu.Lock() // want "go-missing-unlock"
			if a == b {
				continue outer
			}
			n++
			s.mu.Unlock()
		}
	}
	return n
}

// A way out by goto.
func (s *store) jump(key string) {
	s.mu.Lock() // want "go-missing-unlock"
	if s.items[key] == 0 {
		goto done
	}
	s.items[key]--
	s.mu.Unlock()
done:
	note(key)
}

// One case of a select.
func (s *store) wait(done <-chan bool) {
	s.rw.RLock() // want "go-missing-unlock"
	select {
	case <-done:
		return
	default:
	}
	note("waiting")
	s.rw.RUnlock()
}

// Only a panic leaves with it held.
func (s *store) must(key string) int {
	s.mu.Lock() // want "go-missing-unlock:note"
	v, ok := s.items[key]
	if !ok {
		panic("no such key")
	}
	s.mu.Unlock()
	return v
}

// A literal is a function of its own.
func (s *store) handler() func() error {
	return func() error {
		s.mu.Lock() // want "go-missing-unlock"
		if s.closed {
			return errClosed
		}
		s.mu.Unlock()
		return nil
	}
}

// A goroutine, too.
func (s *store) background() {
	go func() {
		s.mu.Lock() // want "go-missing-unlock"
		if s.closed {
			return
		}
		s.closed = true
		s.mu.Unlock()
	}()
}

// The deferred literal locks and unlocks by itself, and not for this.
func (s *store) deferred() {
	defer func() {
		s.mu.Lock()
		s.closed = true
		s.mu.Unlock()
	}()
	s.mu.Lock() // want "go-missing-unlock"
	if s.closed {
		return
	}
	note("open")
	s.mu.Unlock()
}

// The unlock in another branch does not help.
func (s *store) branches(first bool) {
	s.mu.Lock() // want "go-missing-unlock"
	if first {
		note("first")
		s.mu.Unlock()
		return
	} else if s.closed {
		note("closed")
		return
	}
	s.mu.Unlock()
}

type counter struct {
	sync.Mutex
	n int
}

// An embedded mutex.
func (c *counter) add(n int) bool {
	c.Lock() // want "go-missing-unlock"
	if n < 0 {
		return false
	}
	c.n += n
	c.Unlock()
	return true
}

var registryMu sync.Mutex
var registry []string

// A mutex of the package.
func register(name string) bool {
	registryMu.Lock() // want "go-missing-unlock"
	for _, other := range registry {
		if other == name {
			return false
		}
	}
	registry = append(registry, name)
	registryMu.Unlock()
	return true
}

func note(string) {}
