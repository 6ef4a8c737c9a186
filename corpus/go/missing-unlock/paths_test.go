package missing

import (
	"sync"
	"testing"
)

// A test's own mutex, when the test is over.
func TestOwn(t *testing.T) {
	var mu sync.Mutex
	seen := 0
	go func() {
		mu.Lock()
		seen++
		mu.Unlock()
	}()
	mu.Lock() // want "go-missing-unlock:low"
	if seen > 1 {
		t.Fatal("twice")
	}
}
