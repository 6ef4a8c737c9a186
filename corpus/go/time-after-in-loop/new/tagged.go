//go:build go1.21

package p

import (
	"fmt"
	"time"
)

// A build constraint sets the version of a file.
func tagged(in <-chan int) {
	for {
		select {
		case v := <-in:
			fmt.Println(v)
		case <-time.After(time.Minute): // want "go-time-after-in-loop"
			fmt.Println("quiet")
		}
	}
}
