package loops

import (
	"context"
	"io"
	"os"
	"sync"
	"time"
)

// A file of each turn stays open until all are done.
func sizes(names []string) (int64, error) {
	var total int64
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		defer f.Close() // want "go-defer-in-loop-resource"
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		total += info.Size()
	}
	return total, nil
}

// Inside of the deferred literal is where people close as well.
func heads(names []string, first []byte) {
	for i := 0; i < len(names); i++ {
		f, err := os.Open(names[i])
		if err == nil {
			defer func() { // want "go-defer-in-loop-resource"
				_ = f.Close()
			}()
			f.Read(first)
		}
	}
}

// The literal is given the file by its parameter.
func byParameter(names []string, first []byte) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer func(f *os.File) { // want "go-defer-in-loop-resource"
			_ = f.Close()
		}(f)
		f.Read(first)
	}
}

func shut(c io.Closer) {
	if err := c.Close(); err != nil {
		println(err.Error())
	}
}

// A function of the package closes it.
func byHelper(names []string, first []byte) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer shut(f) // want "go-defer-in-loop-resource"
		f.Read(first)
	}
}

func capture(errp *error, closing func() error) {
	if err := closing(); err != nil && *errp == nil {
		*errp = err
	}
}

// The method is passed on as a value.
func byMethodValue(names []string, first []byte) (err error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer capture(&err, f.Close) // want "go-defer-in-loop-resource"
		f.Read(first)
	}
	return nil
}

// A timer of each turn waits for the function's end.
func poll(ctx context.Context, ask func(context.Context) error) error {
	for {
		turn, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel() // want "go-defer-in-loop-resource"
		if err := ask(turn); err == nil {
			return nil
		}
	}
}

// The variable is declared outside, and opened anew in each turn.
func outside(names []string, first []byte) {
	var f *os.File
	var err error
	for _, name := range names {
		f, err = os.Open(name)
		if err != nil {
			return
		}
		defer f.Close() // want "go-defer-in-loop-resource"
		f.Read(first)
	}
}

// The head of the loop opens the next one.
func chain(open func() *os.File, first []byte) {
	for f := open(); f != nil; f = open() {
		defer f.Close() // want "go-defer-in-loop-resource"
		f.Read(first)
	}
}

// A temporary file of each turn is removed at the end of all.
func scratch(count int, use func(string)) error {
	for i := 0; i < count; i++ {
		f, err := os.CreateTemp("", "scratch")
		if err != nil {
			return err
		}
		defer os.Remove(f.Name()) // want "go-defer-in-loop-resource"
		use(f.Name())
		f.Close()
	}
	return nil
}

// A goto makes a loop as well.
func again(name string, first []byte) error {
retry:
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close() // want "go-defer-in-loop-resource"
	n, err := f.Read(first)
	if n == 0 && err == nil {
		goto retry
	}
	return err
}

// So does a function that is ranged over.
func each(all func(yield func(string) bool), first []byte) {
	for name := range all {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close() // want "go-defer-in-loop-resource"
		f.Read(first)
	}
}

type counter struct {
	mu    sync.Mutex
	count int
}

// The second turn waits for a lock that the first one holds.
func (c *counter) addAll(values []int) {
	for _, value := range values {
		c.mu.Lock()         // want "go-double-lock"
		defer c.mu.Unlock() // want "go-defer-in-loop"
		c.count += value
	}
}

// The inner loop defers again what the outer one opened.
func nested(names []string, first []byte) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		for {
			defer f.Close() // want "go-defer-in-loop-resource"
			if n, _ := f.Read(first); n == 0 {
				break
			}
		}
	}
}

// Few turns, all of them in the source, hold little.
func few(first []byte) {
	for _, name := range []string{"a", "b", "c"} {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close() // want "go-defer-in-loop-resource:low"
		f.Read(first)
	}
	for i := 0; i < 3; i++ {
		f, err := os.Open("a")
		if err != nil {
			continue
		}
		defer f.Close() // want "go-defer-in-loop-resource:low"
		f.Read(first)
	}
}

// The nearest function is what defers wait for: here, one turn.
func perTurn(names []string, first []byte) {
	for _, name := range names {
		func() {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close()
			f.Read(first)
		}()
	}
}
