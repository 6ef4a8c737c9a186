package lostcancel

import (
	"context"
	"time"
)

// The ordinary way.
func deferred(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	return work(ctx)
}

// A deferred literal calls it.
func deferredLiteral(parent context.Context) error {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer func() {
		cancel()
	}()
	return work(ctx)
}

// Called on every path.
func called(parent context.Context, fast bool) error {
	ctx, cancel := context.WithCancel(parent)
	if fast {
		cancel()
		return nil
	}
	err := work(ctx)
	cancel()
	return err
}

// Whoever called gets it.
func returned(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	return ctx, cancel
}

// As a named result, by a return without values.
func namedResult(parent context.Context) (ctx context.Context, cancel context.CancelFunc) {
	ctx, cancel = context.WithCancel(parent)
	return
}

// Kept in a field that another method reads.
func (w *worker) begin(parent context.Context) {
	w.ctx, w.end = context.WithCancel(parent)
}

func (w *worker) close() { w.end() }

// Kept in a struct that is returned.
func newWorker(parent context.Context) *worker {
	ctx, cancel := context.WithCancel(parent)
	return &worker{ctx: ctx, end: cancel}
}

// Passed to a function of the package that calls it.
func passedOn(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent)
	defer finish(cancel)
	return work(ctx)
}

func finish(cancel func()) { cancel() }

// A goroutine calls it when it is done.
func inGoroutine(parent context.Context, done chan struct{}) {
	ctx, cancel := context.WithCancel(parent)
	go func() {
		<-done
		cancel()
	}()
	_ = work(ctx)
}

// A loop that leaves with the cancel called each turn.
func eachTurn(parent context.Context, names []string) {
	for range names {
		ctx, cancel := context.WithTimeout(parent, time.Second)
		_ = work(ctx)
		cancel()
	}
}

// It panics where it does not cancel.
func panics(parent context.Context, bad bool) {
	ctx, cancel := context.WithCancel(parent)
	if bad {
		panic("bad")
	}
	_ = work(ctx)
	cancel()
}

// What an outer function holds outlives the literal.
func outer(parent context.Context) func() {
	var cancel context.CancelFunc
	start := func() {
		_, cancel = context.WithCancel(parent)
	}
	start()
	return func() { cancel() }
}

// init holds it for the life of the process.
func init() {
	ctx, _ := context.WithCancel(context.Background())
	_ = work(ctx)
}

// Endless functions give nothing back.
func serve(parent context.Context) {
	ctx, cancel := context.WithCancel(parent)
	_ = cancel
	for {
		_ = work(ctx)
	}
}
