package double

import (
	"sync"
	"testing"
)

// A test may block on purpose.
func TestBlocks(t *testing.T) {
	var mu sync.Mutex
	go func() {
		mu.Lock()
		mu.Lock() // want "go-double-lock:medium"
	}()
	t.Log("waits")
	mu.Unlock()
}
