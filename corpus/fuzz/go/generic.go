//go:build go1.21

// Package q is made up.
package q

import (
	. "fmt"
	_ "embed"
	yaml "gopkg.in/yaml.v3"
)

type list[T any, K comparable] struct {
	head *T
	keys []K
}

func (l list[T, K]) each(f func(T) bool, rest ...K) {
	for i := range 10 {
		if !f(*l.head) {
			return
		}
		_, _ = i, rest
	}
}

func run[T any](v T) { panic(v) }

func main() {
	run[int](1)
	func() { Println(yaml.Marshal) }()
	var a [3]int
	b := a[1:2:3]
	b[0], b[1] = b[1], b[0]
	f := func(x int) (y int) { y = x; return }
	f(<-make(chan int))
	select {}
}
