package loops

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// What is deferred here acquires nothing in the loop.
func greet(names []string) {
	for _, name := range names {
		defer fmt.Println("bye", name) // want "go-defer-in-loop"
	}
}

type shard struct {
	mu sync.Mutex
	n  int
}

// All locks are held on purpose.
func total(shards []*shard) int {
	sum := 0
	for _, s := range shards {
		s.mu.Lock()
		defer s.mu.Unlock() // want "go-defer-in-loop"
		sum += s.n
	}
	return sum
}

// A loop variable is handed in, not acquired.
func closeAll(files []*os.File) {
	for _, f := range files {
		defer f.Close() // want "go-defer-in-loop"
	}
}

// A name is computed, not acquired.
func remove(dir string, names []string) {
	for _, name := range names {
		path := filepath.Join(dir, name)
		defer os.Remove(path) // want "go-defer-in-loop"
	}
}

// Every path leaves the loop after it.
func first(names []string, head []byte) (int, error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close() // want "go-defer-in-loop:note"
		return f.Read(head)
	}
	return 0, os.ErrNotExist
}

// A labelled break leaves it too.
func labelled(names []string, head []byte) {
outer:
	for _, name := range names {
		for range head {
			defer fmt.Println(name) // want "go-defer-in-loop:note"
			break outer
		}
	}
}

// A goto backwards, and nothing that is acquired.
func count(limit int) {
	n := 0
more:
	defer fmt.Println(n) // want "go-defer-in-loop"
	n++
	if n < limit {
		goto more
	}
}

// A goto forwards makes no loop.
func forwards(ready bool) {
	if ready {
		goto done
	}
	fmt.Println("not ready")
done:
	defer fmt.Println("done")
}

// The literal is the nearest function.
func own(names []string) {
	for _, name := range names {
		func() {
			defer fmt.Println("bye", name)
			fmt.Println("hello", name)
		}()
	}
}

// A defer beside a loop is in none.
func beside(names []string) {
	defer fmt.Println("done")
	for _, name := range names {
		fmt.Println(name)
	}
}
