package exits

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"log"
	"os"
	"runtime/pprof"
	"sync"
	"time"
)

// The folder stays behind.
func build(work func(string) error) {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := work(dir); err != nil {
		log.Fatal(err) // want "go-exit-after-defer:high"
	}
}

// What is in the buffer is not written.
func report(lines []string) {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, line := range lines {
		if line == "" {
			os.Exit(1) // want "go-exit-after-defer:medium"
		}
		fmt.Fprintln(out, line)
	}
}

// All went well, and the end of it is not written.
func success(lines []string) {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, line := range lines {
		if line == "end" {
			os.Exit(0) // want "go-exit-after-defer:high"
		}
		fmt.Fprintln(out, line)
	}
}

// A compressor writes its end when it is closed.
func compress(text string) {
	z := gzip.NewWriter(os.Stdout)
	defer z.Close()
	if _, err := z.Write([]byte(text)); err != nil {
		log.Fatalln(err) // want "go-exit-after-defer:medium"
	}
}

// A profile is lost.
func profile(run func() bool) {
	pprof.StartCPUProfile(os.Stdout)
	defer pprof.StopCPUProfile()
	if !run() {
		os.Exit(2) // want "go-exit-after-defer:high"
	}
}

func fail(why string) {
	fmt.Println(why)
	os.Exit(1)
}

// A function of the package that never comes back.
func helper(work func(string) error) {
	f, err := os.CreateTemp("", "work")
	if err != nil {
		fail("no file")
	}
	f.Close()
	defer os.Remove(f.Name())
	if work(f.Name()) != nil {
		fail("no work") // want "go-exit-after-defer:high"
	}
}

// The literal is opened.
func literal(work func(string) error) {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		log.Fatal(err)
	}
	defer func() {
		fmt.Println("removing", dir)
		os.RemoveAll(dir)
	}()
	if work(dir) != nil {
		log.Fatalf("%s", dir) // want "go-exit-after-defer:high"
	}
}

func wipe(dir string) {
	if err := os.RemoveAll(dir); err != nil {
		fmt.Println(err)
	}
}

// So is a function of the package.
func opened(dir string, ok bool) {
	defer wipe(dir)
	if !ok {
		os.Exit(1) // want "go-exit-after-defer:high"
	}
}

// Work that others do may be cut off.
func crowd(work []func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, one := range work {
		if one == nil {
			log.Fatal("no work") // want "go-exit-after-defer:medium"
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			one()
		}()
	}
}

// The system closes the file as well, and no one waits for the context.
func harmless(ctx context.Context, name string) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	f, err := os.Open(name)
	if err != nil {
		log.Fatal(err) // want "go-exit-after-defer:note"
	}
	defer f.Close()
	if ctx.Err() != nil {
		log.Fatal(ctx.Err()) // want "go-exit-after-defer:note"
	}
}

// What it does is not known.
func unknown(restore func(), ok bool) {
	defer restore()
	if !ok {
		os.Exit(1) // want "go-exit-after-defer:low"
	}
}

// It is done by hand before the exit.
func byHand(work func(string) error) {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := work(dir); err != nil {
		os.RemoveAll(dir)
		log.Fatal(err)
	}
}

// Panics run what is deferred.
func panics(dir string, ok bool) {
	defer os.RemoveAll(dir)
	if !ok {
		log.Panic("not ok")
	}
	panic("no way out")
}

// Nothing is deferred on the way to the exit.
func before(dir string, ok bool) {
	if !ok {
		log.Fatal("not ok")
	}
	defer os.RemoveAll(dir)
	fmt.Println(dir)
}

// Nothing is lost of these.
func nothing(ok bool, done chan bool) {
	defer fmt.Println("bye")
	defer close(done)
	if !ok {
		os.Exit(1)
	}
}

// The literal defers nothing; what is around it does not end there.
func inLiteral(dir string, run func(func())) {
	defer os.RemoveAll(dir)
	run(func() {
		log.Fatal("never mind")
	})
}

// One repair is for all exits: the first counts.
func many(work func(string) error) {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := work(dir); err != nil {
		log.Fatal(err) // want "go-exit-after-defer:high"
	}
	if err := work("."); err != nil {
		log.Fatal(err) // want "go-exit-after-defer:note"
	}
	other, err := os.MkdirTemp("", "other")
	if err != nil {
		os.Exit(2) // want "go-exit-after-defer:note"
	}
	// Another one is lost here, and then both.
	defer os.RemoveAll(other)
	if err := work(other); err != nil {
		log.Fatal(err) // want "go-exit-after-defer:high"
	}
	if err := work(""); err != nil {
		log.Fatal(err) // want "go-exit-after-defer:note"
	}
}

// The first exit loses little of what a later one loses.
func worse(ctx context.Context, work func(context.Context, string) error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		log.Fatal(err) // want "go-exit-after-defer:note"
	}
	defer os.RemoveAll(dir)
	if err := work(ctx, dir); err != nil {
		log.Fatal(err) // want "go-exit-after-defer:high"
	}
}

// In a loop the exit may come before the defer in the text.
func turns(names []string) {
	for _, name := range names {
		if name == "" {
			os.Exit(1) // want "go-exit-after-defer:high"
		}
		defer os.Remove(name) // want "go-defer-in-loop"
	}
}

func script() (string, error) { return "", nil }

// What failed left nothing to remove.
func failed(work func(string) error) {
	name, err := script()
	defer os.Remove(name)
	if err != nil {
		log.Fatal(err)
	}
	if err := work(name); err != nil {
		log.Fatal(err) // want "go-exit-after-defer:high"
	}
}
