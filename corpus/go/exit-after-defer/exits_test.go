package exits

import (
	"os"
	"testing"
)

// What the tests leave behind is less of a harm.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "tests")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	os.Exit(m.Run()) // want "go-exit-after-defer:medium"
}

// Fatal runs what is deferred.
func TestFatal(t *testing.T) {
	dir, err := os.MkdirTemp("", "tests")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if dir == "" {
		t.Fatal("no name")
	}
}
