package resource

import (
	"fmt"
	"os"
	"time"
)

// A range over a ticker has no end, so the file is in use for ever.
func record(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	for now := range time.NewTicker(time.Second).C {
		fmt.Fprintln(f, now)
	}
	return nil
}

func recordTicks(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	for now := range time.Tick(time.Second) {
		fmt.Fprintln(f, now)
	}
	return nil
}

// This one has a way out.
func recordUntil(name string, done func() bool) error {
	f, err := os.Create(name) // want "go-resource-not-closed:high"
	if err != nil {
		return err
	}
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for now := range ticker.C {
		if done() {
			break
		}
		fmt.Fprintln(f, now)
	}
	return nil
}
