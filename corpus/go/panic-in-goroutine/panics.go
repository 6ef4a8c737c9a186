package panics

import (
	"errors"
	"fmt"
)

// Nobody recovers: the process ends.
func alone(work func() error) {
	go func() { // want "go-panic-in-goroutine"
		if err := work(); err != nil {
			panic(err)
		}
	}()
}

func run(work func() error) {
	if work() != nil {
		panic(errors.New("no work"))
	}
}

// A function of the package.
func named(work func() error) {
	go run(work) // want "go-panic-in-goroutine"
}

// It recovers.
func recovers(work func() error) {
	go func() {
		defer func() {
			if r := recover(); r != nil {
				fmt.Println(r)
			}
		}()
		if err := work(); err != nil {
			panic(err)
		}
	}()
}

func handlePanic() {
	if r := recover(); r != nil {
		fmt.Println(r)
	}
}

// By a helper.
func helper(work func() error) {
	go func() {
		defer handlePanic()
		if err := work(); err != nil {
			panic(err)
		}
	}()
}

// It does not panic by itself.
func calm(work func() error) {
	go func() {
		fmt.Println(work())
	}()
}
