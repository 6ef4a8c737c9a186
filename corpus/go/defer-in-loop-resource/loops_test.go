package loops

import (
	"os"
	"testing"
)

// Tests hold things to their end, and it is not for long.
func TestHeads(t *testing.T) {
	head := make([]byte, 4)
	for _, name := range os.Args {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close() // want "go-defer-in-loop-resource:low"
		f.Read(head)
	}
	for _, name := range []string{"a", "b"} {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close() // want "go-defer-in-loop-resource:note"
		f.Read(head)
	}
}
