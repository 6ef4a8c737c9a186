package loops

import (
	"context"
	"io"
	"net"
	"os"
	"sync"
)

// All files are read after the loop: they must stay open.
func merge(names []string, out io.Writer) error {
	var all []io.Reader
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want "go-defer-in-loop"
		all = append(all, f)
	}
	_, err := io.Copy(out, io.MultiReader(all...))
	return err
}

// A reader that was made of the file is kept.
func limited(names []string, out io.Writer) error {
	var all []io.Reader
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want "go-defer-in-loop"
		part := io.LimitReader(f, 10)
		all = append(all, part)
	}
	_, err := io.Copy(out, io.MultiReader(all...))
	return err
}

// The context of each turn is used by a goroutine.
func fan(ctx context.Context, count int, work func(context.Context)) {
	var wg sync.WaitGroup
	for i := 0; i < count; i++ {
		own, cancel := context.WithCancel(ctx)
		defer cancel() // want "go-defer-in-loop"
		wg.Add(1)
		go func() {
			defer wg.Done()
			work(own)
		}()
	}
	wg.Wait()
}

// A map keeps it.
func dialAll(hosts []string, use func(map[string]net.Conn)) error {
	conns := map[string]net.Conn{}
	for _, host := range hosts {
		conn, err := net.Dial("tcp", host)
		if err != nil {
			return err
		}
		defer conn.Close() // want "go-defer-in-loop"
		conns[host] = conn
	}
	use(conns)
	return nil
}

// The last one is read after the loop.
func last(names []string, first []byte) {
	var f *os.File
	for _, name := range names {
		g, err := os.Open(name)
		if err != nil {
			continue
		}
		defer g.Close() // want "go-defer-in-loop"
		f = g
	}
	if f != nil {
		f.Read(first)
	}
}

// It is opened when it is first needed, and only then.
func lazily(names []string, log func(io.Writer, string)) error {
	var f *os.File
	for _, name := range names {
		if f == nil {
			var err error
			f, err = os.Create("log")
			if err != nil {
				return err
			}
			defer f.Close() // want "go-defer-in-loop"
		}
		log(f, name)
	}
	return nil
}

// The files are needed by their names.
func named(texts []string, run func([]string)) error {
	var args []string
	for _, text := range texts {
		f, err := os.CreateTemp("", "text")
		if err != nil {
			return err
		}
		defer os.Remove(f.Name()) // want "go-defer-in-loop"
		f.WriteString(text)
		f.Close()
		args = append(args, "file="+f.Name())
	}
	run(args)
	return nil
}

// What is only held is meant to be.
func hold(hosts []string, check func()) {
	for _, host := range hosts {
		conn, err := net.Dial("tcp", host)
		if err != nil {
			return
		}
		defer conn.Close() // want "go-defer-in-loop"
	}
	check()
}

// A state that is left is come to once.
func machine(name string, next func() bool, head []byte) {
	state := 0
	for next() {
		switch state {
		case 0:
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close() // want "go-defer-in-loop"
			f.Read(head)
			state = 1
		case 1:
			println(name)
		}
	}
}

// A list holds each of its elements once, as a rule.
func rules(kinds []string, head []byte) {
	for _, kind := range kinds {
		switch kind {
		case "file":
			f, err := os.Open(kind)
			if err != nil {
				return
			}
			defer f.Close() // want "go-defer-in-loop"
			f.Read(head)
		}
	}
}

// It is closed at the end of the turn; the defer is there for panics.
func both(names []string, first []byte) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close() // want "go-defer-in-loop"
		f.Read(first)
		f.Close()
	}
}
