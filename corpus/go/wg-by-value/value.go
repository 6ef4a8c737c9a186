package value

import "sync"

// The caller waits for another one.
func worker(wg sync.WaitGroup) { // want "go-wg-by-value"
	defer wg.Done()
}

// A mutex that nobody else holds.
func guarded(mu sync.Mutex, n *int) { // want "go-wg-by-value"
	mu.Lock()
	defer mu.Unlock()
	*n++
}

// In a goroutine.
func starts() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(wg sync.WaitGroup) { // want "go-wg-by-value"
		defer wg.Done()
	}(wg)
	wg.Wait()
}

// The others.
func others(rw *sync.RWMutex, once sync.Once, cond *sync.Cond) { // want "go-wg-by-value"
	once.Do(func() { rw.Lock() })
	cond.Signal()
	rw.Unlock()
}

type counter struct {
	mu sync.Mutex
	n  int
}

// A receiver by value: each call locks its own copy.
func (c counter) inc() { // want "go-wg-by-value"
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

type embedded struct {
	sync.RWMutex
	n int
}

// An embedded one.
func (e embedded) get() int { // want "go-wg-by-value"
	e.RLock()
	defer e.RUnlock()
	return e.n
}

// A parameter of such a type.
func add(c counter, n int) { // want "go-wg-by-value"
	c.mu.Lock()
	c.n += n
	c.mu.Unlock()
}

// By pointer.
func byPointer(wg *sync.WaitGroup, mu *sync.Mutex) {
	mu.Lock()
	wg.Done()
	mu.Unlock()
}

func (c *counter) dec() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n--
}

// A receiver by value that does not lock.
func (c counter) name() string { return "counter" }

type shared struct {
	mu *sync.Mutex
	*embedded
}

// What it points to is not copied.
func (s shared) touch() {
	s.mu.Lock()
	defer s.mu.Unlock()
}

// What an embedded pointer brings is not, either.
func (s shared) read() int {
	s.RLock()
	defer s.RUnlock()
	return s.n
}

type outer struct {
	inner *counter
}

// A pointer on the way.
func (o outer) inc() {
	o.inner.mu.Lock()
	defer o.inner.mu.Unlock()
	o.inner.n++
}

// Not used.
func unused(_ sync.Mutex) {}

// A signature alone has no body.
type visitor func(wg sync.WaitGroup)

// An interface is no value of it.
func locker(l sync.Locker) {
	l.Lock()
	defer l.Unlock()
}
