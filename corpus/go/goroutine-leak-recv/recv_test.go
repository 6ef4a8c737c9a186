package p

import "testing"

// In a test the process ends soon.
func TestForgets(t *testing.T) {
	ch := make(chan int)
	go func() {
		t.Log(<-ch) // want "go-goroutine-leak-recv:low"
	}()
}
