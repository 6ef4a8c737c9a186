package p

import (
	"testing"
	"time"
)

// In a test the process ends soon.
func TestTicks(t *testing.T) {
	ticker := time.NewTicker(time.Millisecond) // want "go-ticker-leak:low"
	<-ticker.C
	t.Log("ticked")
}
