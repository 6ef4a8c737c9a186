package missing

import (
	"os"
	"sync"
)

// The usual form.
func (s *store) size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.items)
}

// Unlocked on each path.
func (s *store) has(key string) bool {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return false
	}
	_, ok := s.items[key]
	s.mu.Unlock()
	return ok
}

// Unlocked in a deferred literal.
func (s *store) log() int {
	s.mu.Lock()
	defer func() {
		note("done")
		s.mu.Unlock()
	}()
	return len(s.items)
}

// The deferred literal is given what it unlocks.
func (s *store) given() int {
	s.rw.RLock()
	defer func(other *store) {
		other.rw.RUnlock()
	}(s)
	return len(s.items)
}

// The caller unlocks it by what it is given.
func (s *store) use() func() {
	s.mu.Lock()
	return s.mu.Unlock
}

// The same with a literal.
func (s *store) view() (map[string]int, func()) {
	s.rw.RLock()
	return s.items, func() { s.rw.RUnlock() }
}

// A bound unlock, called later.
func (s *store) bound() {
	s.mu.Lock()
	unlock := s.mu.Unlock
	note("in between")
	unlock()
}

// A method value that unlocks is returned.
func (s *store) grab() (int, func()) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return 0, nil
	}
	return len(s.items), s.unlockAndNote
}

func (s *store) unlockAndNote() {
	note("unlocked")
	s.mu.Unlock()
}

// A helper unlocks it.
func (s *store) flush() {
	s.mu.Lock()
	s.items = nil
	s.unlockAndNote()
}

// A helper that is not named for it, as it is opened.
func (s *store) swap() {
	s.mu.Lock()
	s.items = map[string]int{}
	s.finish()
}

func (s *store) finish() {
	s.mu.Unlock()
	note("finished")
}

// Named for what it does.
func (s *store) lock() {
	s.mu.Lock()
}

// "acquire" gives it to the caller.
func acquireAll(stores []*store) {
	for i := range stores {
		stores[i].mu.Lock()
	}
}

type gate struct {
	barMu sync.Mutex
	open  bool
}

// Another method unlocks what this one leaves locked.
func (g *gate) shut() {
	g.barMu.Lock()
	g.open = false
}

func (g *gate) reopen() {
	g.open = true
	g.barMu.Unlock()
}

// The same condition twice.
func (s *store) maybe(locks bool) int {
	if locks {
		s.mu.Lock()
	}
	n := len(s.items)
	if locks {
		s.mu.Unlock()
	}
	return n
}

// The same condition, the other way round.
func (s *store) maybeNot(isHeld bool) int {
	if !isHeld {
		s.mu.Lock()
	}
	n := len(s.items)
	if !isHeld {
		s.mu.Unlock()
	}
	return n
}

// A note of whether it is locked.
func (s *store) noted(key string) int {
	locked := false
	if key != "" {
		s.mu.Lock()
		locked = true
	}
	n := len(s.items)
	if locked {
		s.mu.Unlock()
	}
	return n
}

// What is unlocked under a condition that goes on was thought about.
func (s *store) early(n int) {
	s.mu.Lock()
	stop := len(s.items) > n
	if stop {
		s.mu.Unlock()
	}
	s.more(stop)
}

func (s *store) more(stop bool) {}

// The same case of the same switch.
func (s *store) mode(mode string) {
	switch mode {
	case "write":
		s.rw.Lock()
	case "read":
		s.rw.RLock()
	}
	note(mode)
	switch mode {
	case "write":
		s.rw.Unlock()
	case "read":
		s.rw.RUnlock()
	}
}

// Called with it held: unlocked for a while.
func (s *store) pauseHeld() {
	s.mu.Unlock()
	note("sleeping")
	s.mu.Lock()
}

// The same in a loop, as one waits for a condition.
func (s *store) untilClosed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !s.closed {
		s.mu.Unlock()
		note("waiting")
		s.mu.Lock()
	}
}

// The deferred unlock stands before it.
func (s *store) relock() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.mu.Unlock()
	note("not held")
	s.mu.Lock()
	return !s.closed
}

// All are locked, and then all are unlocked.
func both(shards []*store) {
	for _, s := range shards {
		s.mu.Lock()
	}
	note("all of them")
	for _, s := range shards {
		s.mu.Unlock()
	}
}

// The same, counted.
func counted(shards []*store) {
	for i := 0; i < len(shards); i++ {
		shard := shards[i]
		shard.mu.Lock()
	}
	for i := 0; i < len(shards); i++ {
		shards[i].mu.Unlock()
	}
}

// Hand over hand.
func last(s *store) int {
	s.mu.Lock()
	for s.next != nil {
		next := s.next
		next.mu.Lock()
		s.mu.Unlock()
		s = next
	}
	n := len(s.items)
	s.mu.Unlock()
	return n
}

// A goroutine unlocks it.
func (s *store) async() {
	s.mu.Lock()
	go func() {
		note("working")
		s.mu.Unlock()
	}()
}

// A goroutine's method unlocks it.
func (s *store) asyncMethod() {
	s.mu.Lock()
	go s.finish()
}

// A mutex as a signal.
func signal() {
	var done sync.Mutex
	done.Lock()
	go func() {
		note("working")
		done.Unlock()
	}()
	done.Lock()
}

// What is locked is what is returned.
func open(name string) *store {
	s := &store{}
	s.mu.Lock()
	if name == "" {
		s.mu.Unlock()
		return nil
	}
	return s
}

// The same as a named result.
func openNamed(name string) (s *store) {
	s = &store{}
	s.mu.Lock()
	if name == "" {
		s.mu.Unlock()
		return nil
	}
	return
}

// It is passed on.
func passOn(s *store) {
	s.mu.Lock()
	if s.closed {
		release(&s.mu)
		return
	}
	s.mu.Unlock()
}

func release(mu *sync.Mutex) {
	mu.Unlock()
}

// Literals that lock and unlock for the function around them.
func (s *store) literals(needs bool) {
	enter := func() {
		if needs {
			s.mu.Lock()
		}
	}
	leave := func() {
		if needs {
			s.mu.Unlock()
		}
	}
	enter()
	note("in between")
	leave()
}

// Unlocked before a panic, and by the end of the process.
func (s *store) fails(key string) {
	s.mu.Lock()
	if key == "" {
		s.mu.Unlock()
		panic("no key")
	}
	if key == "exit" {
		os.Exit(1)
	}
	s.mu.Unlock()
}

// TryLock is not followed.
func (s *store) try() bool {
	if !s.mu.TryLock() {
		return false
	}
	s.mu.Unlock()
	return true
}

// It never comes back.
func (s *store) forever() {
	s.mu.Lock()
	for {
		note("owned for good")
	}
}

type fileLock struct{ path string }

func (l *fileLock) Lock() error   { return nil }
func (l *fileLock) Unlock() error { return nil }

// Not a mutex: it can fail.
func exclusive(l *fileLock) {
	l.Lock()
	note(l.path)
}

type database struct{}

func (d *database) Lock(table string) {}

// Not a mutex: it takes an argument.
func reserve2(d *database) {
	d.Lock("users")
}

// Which one it is, a call tells.
func (s *store) byCall(key string) {
	s.shard(key).mu.Lock()
	note(key)
	s.shard(key).mu.Unlock()
}

func (s *store) shard(string) *store { return s }

// Another name for the same mutex.
func (s *store) alias(key string) {
	mu := &s.mu
	mu.Lock()
	delete(s.items, key)
	s.mu.Unlock()
}
