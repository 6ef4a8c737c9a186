package cycles

import (
	"runtime"
	"testing"
)

// What a test does to the collector, it does on purpose.
func TestCaptured(t *testing.T) {
	h := &handle{}
	runtime.AddCleanup(h, func(int) {
		t.Log(h.fd) // want "go-finalizer-cycle:medium"
	}, 0)
}
