package loops

import (
	"fmt"
	"sync"
)

// Each turn has its own.
func started(values []int) {
	for _, value := range values {
		go func() {
			fmt.Println(value)
		}()
	}
}

// But not if the variable is of outside.
func outside(values []int) {
	var value int
	for _, value = range values {
		go func() { // want "go-loop-capture"
			fmt.Println(value)
		}()
	}
}

// A counter of outside, in a group.
func counter(work func(int)) {
	var wg sync.WaitGroup
	i := 0
	for ; i < 10; i++ {
		wg.Go(func() { // want "go-loop-capture"
			work(i)
		})
	}
	wg.Wait()
}

// A variable that is no loop's is no matter of this check.
func other(values []int, name string) {
	for range values {
		go func() {
			fmt.Println(name)
		}()
	}
}
