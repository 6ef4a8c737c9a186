package p

import (
	"fmt"
	"time"
)

// Since Go 1.23 a timer that nobody has is collected.
func eachMessage(in <-chan int) {
	for {
		select {
		case v := <-in:
			fmt.Println(v)
		case <-time.After(time.Minute):
			fmt.Println("quiet")
		}
	}
}
