package unknown

import (
	"example.com/cluster"
)

// A type that is not known: its name says what it is.
func named(c *cluster.Node, fail bool) {
	c.Mutex.Lock() // want "go-missing-unlock"
	if fail {
		return
	}
	c.Mutex.Unlock()
}

// Nothing says that it is a mutex.
func session(c *cluster.Node, fail bool) {
	c.Session.Lock()
	if fail {
		return
	}
	c.Session.Unlock()
}

// A type of a library, by its name no mutex.
func typed(t *cluster.Table, fail bool) {
	t.Lock()
	if fail {
		return
	}
	t.Unlock()
}

// And one that is.
func mutex(m *cluster.DebugMutex, fail bool) {
	m.Lock() // want "go-missing-unlock"
	if fail {
		return
	}
	m.Unlock()
}
