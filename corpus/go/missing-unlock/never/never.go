package never

import "sync"

type store struct {
	mu    sync.Mutex
	items map[string]int
}

// Nothing unlocks it at all.
func (s *store) forget(key string) {
	s.mu.Lock() // want "go-missing-unlock"
	delete(s.items, key)
}

// The reading side, too, whoever called with what it returns.
func (s *store) get(key string) int {
	s.mu.Lock() // want "go-missing-unlock"
	return s.items[key]
}

// A function that is named for it gives it to its caller.
func (s *store) beginUpdate() map[string]int {
	s.mu.Lock()
	return s.items
}
