package p

import (
	"os"
	"os/signal"
	"time"
)

type holder struct{ ch chan int }

// Given back: whoever has it receives.
func generator() <-chan int {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	return ch
}

// Kept in a field.
func kept(h *holder) {
	ch := make(chan int)
	h.ch = ch
	go func() { ch <- compute(1) }()
}

// Kept in a literal of a type.
func keptInLiteral() *holder {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	return &holder{ch: ch}
}

// A literal that is given back receives.
func lazy() func() int {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	return func() int { return <-ch }
}

// Passed to what is not known.
func passedOn(take func(<-chan int)) {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	take(ch)
}

// Sent on another channel.
func sentOn(to chan<- chan int) {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	to <- ch
}

// Under a second name.
func secondName() int {
	ch := make(chan int)
	other := ch
	go func() { ch <- compute(1) }()
	return <-other
}

// Made anew under the same name.
func madeAnew(again bool) int {
	ch := make(chan int)
	if again {
		ch = make(chan int, 1)
	}
	go func() { ch <- compute(1) }()
	if again {
		return 0
	}
	return <-ch
}

// Of the maker's own only the address is known.
func byAddress(take func(*chan int)) {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	take(&ch)
}

// Passed on by a function of the package: one level is opened.
func twoLevels() {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	outer(ch)
}

func outer(ch chan int) { inner(ch) }

func inner(ch chan int) { <-ch }

// A library sends on it.
func signals() os.Signal {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, os.Interrupt)
	select {
	case s := <-ch:
		return s
	case <-time.After(time.Second):
		return nil
	}
}

// A parameter belongs to the caller.
func onParameter(ch chan int) {
	go func() { ch <- compute(1) }()
}

// A capacity that is not a plain number may be large enough.
func sized(n int) {
	ch := make(chan int, n)
	for i := 0; i < n; i++ {
		go func() { ch <- compute(n) }()
	}
}

// Called by whoever is given the literal.
func byCallback(each func(func(int))) int {
	ch := make(chan int)
	each(func(v int) { ch <- v })
	return <-ch
}

// A nil channel is compared, nothing else.
func compared() int {
	ch := make(chan int)
	go func() { ch <- compute(1) }()
	if ch == nil {
		println("never")
	}
	return <-ch
}

// What closes it makes the send panic: another fault.
func closedBehind() error {
	ch := make(chan int)
	defer close(ch)
	go func() { ch <- compute(1) }()
	return work()
}
