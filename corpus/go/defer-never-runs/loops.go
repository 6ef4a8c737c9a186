package loops

import (
	"fmt"
	"log"
	"net"
	"os"
	"sync"
	"time"
)

// Nothing leaves the loop: what is deferred waits for ever.
func serve(l net.Listener, handle func(net.Conn)) {
	for {
		conn, err := l.Accept()
		if err != nil {
			continue
		}
		defer conn.Close() // want "go-defer-never-runs"
		handle(conn)
	}
}

// A break in a select leaves the select alone.
func watch(events, stop chan int) {
	for {
		select {
		case e := <-events:
			defer fmt.Println("saw", e) // want "go-defer-never-runs"
		case <-stop:
			break
		}
	}
}

// A return in a literal returns from the literal.
func literal(work func(func())) {
	for true {
		defer fmt.Println("turn") // want "go-defer-never-runs"
		work(func() {
			return
		})
	}
}

// An inner loop's break stays in the outer one.
func inner(values []int) {
	for {
		for _, value := range values {
			defer fmt.Println(value) // want "go-defer-never-runs"
			if value > 3 {
				break
			}
		}
	}
}

// A label makes the break leave.
func labelled(events, stop chan int) {
loop:
	for {
		select {
		case e := <-events:
			defer fmt.Println("saw", e) // want "go-defer-in-loop"
		case <-stop:
			break loop
		}
	}
}

// Panics run what is deferred.
func panics(next func() (int, error)) {
	for {
		n, err := next()
		if err != nil {
			panic(err)
		}
		defer fmt.Println(n) // want "go-defer-in-loop"
	}
}

// The process may end in the loop: the function never does.
func fatal(l net.Listener, handle func(net.Conn)) {
	for {
		conn, err := l.Accept()
		if err != nil {
			log.Fatal(err) // want "go-exit-after-defer:note"
		}
		defer conn.Close() // want "go-defer-never-runs"
		handle(conn)
	}
}

// It ends behind the loop: until then all of them are held.
func cat(names []string, show func(*os.File)) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close() // want "go-defer-in-loop-resource"
		show(f)
	}
	os.Exit(0) // want "go-exit-after-defer:note"
}

// Before such a loop only a panic runs it.
func tick(every time.Duration, work func()) {
	t := time.NewTicker(every)
	defer t.Stop() // want "go-defer-never-runs:note"
	for {
		<-t.C
		work()
	}
}

// `select {}` never ends either.
func forever(mu *sync.Mutex) {
	mu.Lock()
	defer mu.Unlock() // want "go-defer-never-runs:note"
	select {}
}

// What is there for panics is as it should be.
func guarded(work func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("stopped by", r)
		}
	}()
	for {
		work()
	}
}

// A return after a while runs it.
func bounded(work func() error) {
	defer fmt.Println("done")
	for {
		if err := work(); err != nil {
			return
		}
	}
}
