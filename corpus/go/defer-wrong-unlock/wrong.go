package wrong

import "sync"

type index struct {
	mu    sync.RWMutex
	plain sync.Mutex
	words map[string]int
}

// Locked for writing, and unlocked as a reader.
func (x *index) put(word string) {
	x.mu.Lock()
	defer x.mu.RUnlock() // want "go-defer-wrong-unlock"
	x.words[word]++
}

// Locked for reading, and unlocked as a writer.
func (x *index) get(word string) int {
	x.mu.RLock()
	defer x.mu.Unlock() // want "go-defer-wrong-unlock"
	return x.words[word]
}

// Statements in between.
func (x *index) size() int {
	x.mu.RLock()
	n := len(x.words)
	defer x.mu.Unlock() // want "go-defer-wrong-unlock"
	return n
}

var names struct {
	sync.RWMutex
	all []string
}

// Embedded in a variable of the package.
func list() []string {
	names.RLock()
	defer names.Unlock() // want "go-defer-wrong-unlock"
	return names.all
}

// As it should be.
func (x *index) both() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.plain.Lock()
	defer x.plain.Unlock()
}

// Each branch has its own.
func (x *index) either(write bool) {
	if write {
		x.mu.Lock()
		defer x.mu.Unlock()
	} else {
		x.mu.RLock()
		defer x.mu.RUnlock()
	}
}

// What a branch locks is not known below.
func (x *index) branch(write bool) {
	x.mu.RLock()
	if write {
		x.mu.RUnlock()
		x.mu.Lock()
		defer x.mu.Unlock()
	} else {
		defer x.mu.RUnlock()
	}
}

// A reader that becomes a writer.
func (x *index) upgrade(word string) {
	x.mu.RLock()
	_, ok := x.words[word]
	x.mu.RUnlock()
	if ok {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.words[word] = 1
}

// Two of them.
func two(a, b *index) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b.mu.RLock()
	defer b.mu.RUnlock()
}

type side struct{ mu sync.Mutex }

func (s *side) Lock()    {}
func (s *side) Unlock()  {}
func (s *side) RLock()   {}
func (s *side) RUnlock() {}

// A type of its own may have it so.
func own(s *side) {
	s.Lock()
	defer s.RUnlock()
	s.Unlock()
}
