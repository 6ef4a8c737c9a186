package closes

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

// Without a response there is no body.
func get(url string) error {
	resp, err := http.Get(url)
	defer resp.Body.Close() // want "go-defer-close-before-err"
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// A nil listener.
func listen() error {
	l, err := net.Listen("tcp", "localhost:0")
	defer func() { // want "go-defer-close-before-err"
		l.Close()
	}()
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	return nil
}

// Close of a nil file only tells so.
func read(name string) ([]byte, error) {
	f, err := os.Open(name)
	defer f.Close() // want "go-defer-close-before-err:low"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// First the error, then the defer.
func right(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// The literal looks first.
func looks(url string) error {
	resp, err := http.Get(url)
	defer func() {
		if resp != nil {
			resp.Body.Close()
		}
	}()
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// No error comes with these.
func pipes() {
	r, w := io.Pipe()
	defer r.Close()
	w.Close()
	a, b := net.Pipe()
	defer a.Close()
	b.Close()
}

type door struct{}

func (*door) Close() error { return nil }

func doors() (*door, *door) { return nil, nil }

// The second is no error.
func two() {
	front, back := doors()
	defer front.Close()
	defer back.Close()
}

// Something else is closed.
func other(f *os.File, url string) error {
	resp, err := http.Get(url)
	defer f.Close()
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
