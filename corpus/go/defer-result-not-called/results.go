package results

import (
	"context"
	"fmt"
)

func enter(name string) func() {
	fmt.Println("enter", name)
	return func() { fmt.Println("leave", name) }
}

type undo func()

func change() undo { return func() {} }

type tracer struct{}

func (t *tracer) start(name string) (stop func(error)) {
	return func(err error) { fmt.Println(name, err) }
}

func open() (func(), error) { return func() {}, nil }

func pair() (a, b func()) { return nil, nil }

func bye() error { return nil }

// It enters when the function ends, and never leaves.
func forgotten() {
	defer enter("forgotten") // want "go-defer-result-not-called"
	fmt.Println("at work")
}

// A type that is a function.
func named() {
	defer change() // want "go-defer-result-not-called"
}

// A method.
func method(t *tracer) {
	defer t.start("method") // want "go-defer-result-not-called"
}

// It registers the function when this one ends, and the stop is lost.
func after(ctx context.Context, wake func()) {
	defer context.AfterFunc(ctx, wake) // want "go-defer-result-not-called"
}

// Both pairs of parentheses.
func called() {
	defer enter("called")()
	fmt.Println("at work")
}

// Other results are not meant to be called.
func others() {
	defer bye()
	defer open()
	defer pair()
}

// A literal may do with it what it likes.
func literal() {
	defer func() {
		leave := enter("literal")
		leave()
	}()
}
