// Package classic holds the shapes that articles on leaks show.
package classic

import (
	"fmt"
	"os"
	"sync"
)

// Ten thousand files are open at once.
func tenThousand(head []byte) {
	for i := 0; i < 10000; i++ {
		f, err := os.Open(fmt.Sprintf("data-%d.txt", i))
		if err != nil {
			continue
		}
		defer f.Close() // want "go-defer-in-loop-resource"
		f.Read(head)
	}
}

// One at a time.
func oneByOne(head []byte) {
	for i := 0; i < 10000; i++ {
		func() {
			f, err := os.Open(fmt.Sprintf("data-%d.txt", i))
			if err != nil {
				return
			}
			defer f.Close()
			f.Read(head)
		}()
	}
}

// All files of a list are open at once.
func processAll(names []string, head []byte) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want "go-defer-in-loop-resource"
		if _, err := f.Read(head); err != nil {
			return err
		}
	}
	return nil
}

func process(name string, head []byte) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Read(head)
	return err
}

// A function for each file.
func processEach(names []string, head []byte) error {
	for _, name := range names {
		if err := process(name, head); err != nil {
			return err
		}
	}
	return nil
}

type account struct {
	mu      sync.Mutex
	balance int
}

// The unlock runs on a return before the lock.
func (a *account) withdraw(amount int) error {
	defer a.mu.Unlock() // want "go-unlock-without-lock"
	if amount < 0 {
		return fmt.Errorf("not an amount: %d", amount)
	}
	a.mu.Lock()
	a.balance -= amount
	return nil
}

// Locked first.
func (a *account) deposit(amount int) error {
	if amount < 0 {
		return fmt.Errorf("not an amount: %d", amount)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += amount
	return nil
}

// All of them print the last value.
func printAll(values []string) {
	for _, value := range values {
		defer func() { // want "go-loop-capture" "go-defer-in-loop"
			fmt.Println(value)
		}()
	}
}

// An argument is evaluated in its turn.
func printEach(values []string) {
	for _, value := range values {
		defer func(value string) { // want "go-defer-in-loop"
			fmt.Println(value)
		}(value)
	}
}

// A panic that nobody recovers ends the process, and no other defer runs.
func explode(name string, check func(string) error) {
	go func() { // want "go-panic-in-goroutine"
		if err := check(name); err != nil {
			panic(err)
		}
	}()
}

// Recovered where it happens.
func contain(name string, check func(string) error) {
	go func() {
		defer func() {
			if r := recover(); r != nil {
				fmt.Println(name, r)
			}
		}()
		if err := check(name); err != nil {
			panic(err)
		}
	}()
}

// Goroutines start when the function ends, and nobody waits for them.
func late(jobs []string, run func(string)) {
	for _, job := range jobs {
		defer func(job string) { // want "go-defer-in-loop"
			go run(job)
		}(job)
	}
}

// Nobody sends on the channel, and nobody closes it.
func stuck() {
	jobs := make(chan string)
	go func() {
		for job := range jobs { // want "go-goroutine-leak-recv"
			fmt.Println(job)
		}
	}()
	fmt.Println("started")
}

// Closed, it ends.
func unstuck(names []string) {
	jobs := make(chan string)
	go func() {
		for job := range jobs {
			fmt.Println(job)
		}
	}()
	for _, name := range names {
		jobs <- name
	}
	close(jobs)
}
