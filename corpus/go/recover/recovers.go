package recovers

import "fmt"

// recover must be called by the deferred function, not be it.
func itself(work func()) {
	defer recover() // want "go-recover-immediate"
	work()
}

// One literal too deep.
func deep(work func()) {
	defer func() {
		func() {
			fmt.Println(recover()) // want "go-recover-immediate"
		}()
	}()
	work()
}

// Nothing panics yet, and nothing is deferred.
func inline(work func()) {
	func() {
		recover() // want "go-recover-outside-defer"
	}()
	work()
}

// The goroutine is not deferred.
func started(work func()) {
	go func() {
		if r := recover(); r != nil { // want "go-recover-outside-defer"
			fmt.Println(r)
		}
		work()
	}()
}

func rescue(name string) {
	if r := recover(); r != nil { // want "go-recover-outside-defer"
		fmt.Println(name, r)
	}
}

// It is called by the deferred literal: recover gives nil there.
func byHelper(work func()) {
	defer func() {
		rescue("helper")
	}()
	work()
}

// A variable that is called, never deferred.
func variable(work func()) {
	rescue := func() {
		recover() // want "go-recover-outside-defer"
	}
	work()
	rescue()
}

// As it should be.
func fine(work func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(r)
		}
	}()
	work()
}

func caught(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%v", r)
	}
}

// The named helper is deferred itself.
func named(work func()) (err error) {
	defer caught(&err)
	work()
	return nil
}

// A variable that is deferred.
func deferredVariable(work func()) {
	rescue := func() {
		recover()
	}
	defer rescue()
	work()
}

// Rescue is for other packages to defer.
func Rescue() {
	recover()
}

func value() {
	recover()
}

// Who knows where a value goes.
func passed(register func(func())) {
	register(value)
	register(func() {
		recover()
	})
}

// A defer within a deferred literal.
func within(work func()) {
	defer func() {
		defer func() {
			recover()
		}()
		work()
	}()
}

// Another thing of the same name.
func other(work func()) {
	recover := func() any { return nil }
	work()
	recover()
}
