// Replay loads cassettes as the version of go-vcr that made them does.
//
//	replay v2|v3|v4 FILE.yaml...
package main

import (
	"fmt"
	"os"
	"strings"

	v2 "github.com/dnaeon/go-vcr/cassette"
	v3 "gopkg.in/dnaeon/go-vcr.v3/cassette"
	v4 "gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"
)

func load(version, name string) (int, error) {
	switch version {
	case "v2":
		c, err := v2.Load(name)
		if err != nil {
			return 0, err
		}
		return len(c.Interactions), nil
	case "v3":
		c, err := v3.Load(name)
		if err != nil {
			return 0, err
		}
		for _, i := range c.Interactions {
			if _, err := i.GetHTTPResponse(); err != nil {
				return 0, err
			}
		}
		return len(c.Interactions), nil
	}
	c, err := v4.Load(name)
	if err != nil {
		return 0, err
	}
	for _, i := range c.Interactions {
		if _, err := i.GetHTTPResponse(); err != nil {
			return 0, err
		}
	}
	return len(c.Interactions), nil
}

func main() {
	for _, path := range os.Args[2:] {
		count, err := load(os.Args[1], strings.TrimSuffix(path, ".yaml"))
		if err == nil && count == 0 {
			err = fmt.Errorf("%s: no interactions", path)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
