package errors

import (
	"fmt"
	"os"
)

// It logs no error, ever.
func logs(name string) (err error) {
	defer fmt.Println("read", name, err) // want "go-defer-eager-error"
	_, err = os.ReadFile(name)
	return err
}

func note(err error) { fmt.Println(err) }

// A variable of the function.
func local(name string) {
	var err error
	defer note(err) // want "go-defer-eager-error"
	if _, err = os.ReadFile(name); err != nil {
		return
	}
}

// It is not assigned again.
func final(name string) {
	_, err := os.ReadFile(name)
	defer note(err)
}

// By its address it is read later.
func address(name string) (err error) {
	defer func(errp *error) { note(*errp) }(&err)
	_, err = os.ReadFile(name)
	return err
}

// In a literal as well.
func literal(name string) (err error) {
	defer func() { note(err) }()
	_, err = os.ReadFile(name)
	return err
}

// Another one of the same name.
func shadow(name string) {
	_, err := os.ReadFile(name)
	defer note(err)
	if _, err := os.ReadFile(name); err != nil {
		return
	}
}
