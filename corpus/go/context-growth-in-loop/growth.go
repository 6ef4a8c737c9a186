package p

import (
	"context"
	"fmt"
)

type key struct{}

func handle(context.Context, int) error { return nil }

func withItem(ctx context.Context, item int) context.Context {
	return context.WithValue(ctx, key{}, item)
}

// Each turn wraps the context of the one before.
func wrapsItself(ctx context.Context, items []int) {
	for _, item := range items {
		ctx = context.WithValue(ctx, key{}, item) // want "go-context-growth-in-loop"
		if err := handle(ctx, item); err != nil {
			fmt.Println(err)
		}
	}
}

// By a function that wraps.
func wrapsByFunction(ctx context.Context, items <-chan int) {
	for {
		item := <-items
		ctx = withItem(ctx, item) // want "go-context-growth-in-loop"
		if err := handle(ctx, item); err != nil {
			fmt.Println(err)
		}
	}
}

// A variable of the function.
func ofVariable(items []int) {
	ctx := context.Background()
	for _, item := range items {
		ctx = withItem(ctx, item) // want "go-context-growth-in-loop"
		fmt.Println(handle(ctx, item))
	}
}

// A new variable in each turn.
func newVariable(ctx context.Context, items []int) {
	for _, item := range items {
		ctx := withItem(ctx, item)
		fmt.Println(handle(ctx, item))
	}
}

// Another variable, outside.
func otherVariable(ctx context.Context, items []int) {
	var wrapped context.Context
	for _, item := range items {
		wrapped = withItem(ctx, item)
		fmt.Println(handle(wrapped, item))
	}
}

// Built for who comes after the loop.
func builtForLater(ctx context.Context, items []int) error {
	for _, item := range items {
		ctx = withItem(ctx, item)
	}
	return handle(ctx, 0)
}

// Built, used on the way, and given back.
func builtAndReturned(ctx context.Context, items []int) context.Context {
	for _, item := range items {
		ctx = withItem(ctx, item)
		fmt.Println(handle(ctx, item))
	}
	return ctx
}

// Set back in each turn.
func setBack(base context.Context, items []int) {
	ctx := base
	for _, item := range items {
		ctx = withItem(ctx, item)
		fmt.Println(handle(ctx, item))
		ctx = base
	}
}

// Once, and then it leaves.
func once(ctx context.Context, items []int) error {
	for _, item := range items {
		if item > 0 {
			ctx = withItem(ctx, item)
			return handle(ctx, item)
		}
	}
	return nil
}

// Declared in the loop around this one.
func inOuterLoop(ctx context.Context, rows [][]int) {
	for _, row := range rows {
		inner := ctx
		for _, item := range row {
			inner = withItem(inner, item) // want "go-context-growth-in-loop"
			fmt.Println(handle(inner, item))
		}
	}
}

type chain struct{ next *chain }

func (c *chain) wrap(item int) *chain { return &chain{c} }

func wrapChain(c *chain, item int) *chain { return c.wrap(item) }

// No context: what it grows is its own matter.
func noContext(c *chain, items []int) {
	for _, item := range items {
		c = wrapChain(c, item)
		fmt.Println(c)
	}
}
