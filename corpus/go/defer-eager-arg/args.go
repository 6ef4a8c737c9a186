package args

import (
	"fmt"
	"log"
	"time"
)

func took(d time.Duration) { fmt.Println(d) }

// The time is taken when nothing has happened yet.
func since(work func()) {
	start := time.Now()
	defer took(time.Since(start)) // want "go-defer-eager-arg"
	work()
}

// Deeper in the arguments as well.
func deeper(work func()) {
	start := time.Now()
	defer log.Printf("%.1fs", time.Since(start).Seconds()) // want "go-defer-eager-arg"
	work()
}

// The long way to write it.
func sub(work func()) {
	start := time.Now()
	defer took(time.Now().Sub(start)) // want "go-defer-eager-arg"
	work()
}

// There is no panic yet.
func recovered(work func()) {
	defer fmt.Println("stopped by", recover()) // want "go-defer-eager-arg"
	work()
}

func trace(start time.Time) { fmt.Println(time.Since(start)) }

// The start is wanted now.
func start(work func()) {
	defer trace(time.Now())
	work()
}

// A literal is run when the function ends.
func literal(work func()) {
	start := time.Now()
	defer func() { took(time.Since(start)) }()
	work()
}

// A literal in the arguments too.
func inner(later func(func()), work func()) {
	start := time.Now()
	defer later(func() { took(time.Since(start)) })
	work()
}

type clock struct{}

func (clock) Since(time.Time) time.Duration { return 0 }

// Another thing of the same name.
func other(work func()) {
	var time clock
	defer took(time.Since(zero))
	work()
}

var zero time.Time
