package lostcancel

import (
	"context"
	"os"
	"os/signal"
	"time"
)

// The cancel function is dropped: only the parent can end the context.
func dropped(parent context.Context) error {
	ctx, _ := context.WithCancel(parent) // want "go-lost-cancel:high"
	return work(ctx)
}

// A deadline ends it, but only when it has passed.
func droppedWithDeadline(parent context.Context) error {
	ctx, _ := context.WithTimeout(parent, time.Minute) // want "go-lost-cancel:medium"
	return work(ctx)
}

// Signals go on being caught.
func droppedSignals(parent context.Context) error {
	ctx, _ := signal.NotifyContext(parent, os.Interrupt) // want "go-lost-cancel:medium"
	return work(ctx)
}

// To name it is not to call it.
func named(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent) // want "go-lost-cancel:high"
	_ = cancel
	return work(ctx)
}

// One path returns before the defer.
func earlyReturn(parent context.Context, skip bool) error {
	ctx, cancel := context.WithTimeout(parent, time.Second) // want "go-lost-cancel:medium"
	if skip {
		return nil
	}
	defer cancel()
	return work(ctx)
}

// Each turn takes a new one, and only the last is given back.
func everyTurn(parent context.Context, names []string) {
	var cancel context.CancelFunc
	var ctx context.Context
	for range names {
		ctx, cancel = context.WithCancel(parent) // want "go-lost-cancel:medium"
		if work(ctx) == nil {
			continue
		}
		cancel()
	}
}

// A case of a switch forgets it.
func oneCase(parent context.Context, kind int) error {
	ctx, cancel := context.WithCancelCause(parent) // want "go-lost-cancel:medium"
	switch kind {
	case 0:
		cancel(nil)
		return nil
	case 1:
		return work(ctx)
	}
	cancel(context.Canceled)
	return nil
}

type worker struct {
	ctx  context.Context
	stop context.CancelFunc
	end  context.CancelFunc
}

// Nothing in the package reads the field it is kept in.
func (w *worker) start(parent context.Context) {
	w.ctx, w.stop = context.WithCancel(parent) // want "go-lost-cancel:note"
}

func work(ctx context.Context) error { return ctx.Err() }
