package double

import "sync"

// One after the other.
func (c *cache) serial() {
	c.mu.Lock()
	c.items = nil
	c.mu.Unlock()
	c.mu.Lock()
	c.items = map[string]int{}
	c.mu.Unlock()
}

// Two mutexes.
func (c *cache) two() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rw.Lock()
	defer c.rw.Unlock()
}

// Two read locks.
func (c *cache) readers() int {
	c.rw.RLock()
	defer c.rw.RUnlock()
	c.rw.RLock()
	defer c.rw.RUnlock()
	return len(c.items)
}

// Another one by the same name.
func chain(c *cache) {
	c.mu.Lock()
	c = c.child
	c.mu.Lock()
	c.items = nil
	c.mu.Unlock()
}

// Another one at each turn.
func all(caches []*cache) {
	for _, c := range caches {
		c.mu.Lock()
		defer c.mu.Unlock() // want "go-defer-in-loop"
	}
}

// Another element at each turn.
func each(caches []*cache) {
	for i := range caches {
		caches[i].mu.Lock()
		defer caches[i].mu.Unlock() // want "go-defer-in-loop"
	}
}

// A new one at each turn.
func fresh() {
	for i := 0; i < 3; i++ {
		var mu sync.Mutex
		mu.Lock()
		defer mu.Unlock() // want "go-defer-in-loop"
	}
}

// The other branch.
func (c *cache) either(write bool) {
	if write {
		c.rw.Lock()
		defer c.rw.Unlock()
	} else {
		c.rw.RLock()
		defer c.rw.RUnlock()
	}
}

// The other answer to the same condition.
func (c *cache) notTwice(first bool) {
	if first {
		c.mu.Lock()
	}
	if !first {
		c.mu.Lock()
	}
	c.mu.Unlock()
}

// Locked at most once.
func (c *cache) once(keys []string) {
	locked := false
	for _, key := range keys {
		if key != "" && !locked {
			c.mu.Lock()
			locked = true
		}
		delete(c.items, key)
	}
	if locked {
		c.mu.Unlock()
	}
}

// A flag, by another name.
func (c *cache) flag(keys []string) {
	ready := false
	for _, key := range keys {
		if !ready {
			c.mu.Lock()
			ready = true
		}
		delete(c.items, key)
	}
	if ready {
		c.mu.Unlock()
	}
}

// The caller asks whether to lock.
func (c *cache) get(key string, isLocked bool) int {
	if !isLocked {
		c.mu.Lock()
		defer c.mu.Unlock()
	}
	return c.items[key]
}

func (c *cache) getTwo(a, b string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.get(a, true) + c.get(b, true)
}

// The caller asks whether there is anything to do.
func (c *cache) trim(n int) {
	if n == 0 {
		return
	}
	c.mu.Lock()
	c.items = nil
	c.mu.Unlock()
}

func (c *cache) trimNone() {
	c.mu.Lock()
	c.trim(0)
	c.mu.Unlock()
}

// A method that unlocks it first.
func (c *cache) yield() {
	c.mu.Unlock()
	c.mu.Lock()
}

func (c *cache) work() {
	c.mu.Lock()
	c.yield()
	c.mu.Unlock()
}

// A goroutine waits until it is free.
func (c *cache) later() {
	c.mu.Lock()
	defer c.mu.Unlock()
	go c.size()
	go func() {
		c.mu.Lock()
		c.items = nil
		c.mu.Unlock()
	}()
}

// A literal that runs later.
func (c *cache) callback() func() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return func() int {
		c.mu.Lock()
		defer c.mu.Unlock()
		return len(c.items)
	}
}

// The mutex of another one.
func (c *cache) other(o *cache) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if o.size() > 0 {
		c.items = nil
	}
}

// Another goroutine unlocks it.
func (c *cache) turns() {
	c.mu.Lock()
	go func() {
		c.mu.Unlock()
	}()
	c.mu.Lock()
	c.items = nil
	c.mu.Unlock()
}

// Waiting lets go of it.
func (c *cache) wait(cond *sync.Cond) {
	c.mu.Lock()
	for len(c.items) == 0 {
		cond.Wait()
	}
	c.mu.Unlock()
}

// Either side of a lock may be behind it.
func locker(l sync.Locker) {
	l.Lock()
	l.Lock()
	println("twice")
	l.Unlock()
	l.Unlock()
}

// TryLock does not wait.
func (c *cache) try() {
	c.mu.Lock()
	if c.mu.TryLock() {
		c.items = nil
		c.mu.Unlock()
	}
	c.mu.Unlock()
}
