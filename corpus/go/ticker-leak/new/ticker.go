package p

import (
	"context"
	"fmt"
	"time"
)

// Collected since Go 1.23, but it ticks until then.
func neverStopped(ctx context.Context) {
	ticker := time.NewTicker(time.Second) // want "go-ticker-leak:note"
	for {
		select {
		case <-ticker.C:
			fmt.Println("tick")
		case <-ctx.Done():
			return
		}
	}
}

// As it should be since Go 1.23.
func tick(ctx context.Context) {
	c := time.Tick(time.Second)
	for {
		select {
		case <-c:
			fmt.Println("tick")
		case <-ctx.Done():
			return
		}
	}
}
