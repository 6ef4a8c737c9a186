package resource

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"os"
)

// Opened, read, never closed.
func digest(path string) ([]byte, error) {
	file, err := os.Open(path) // want "go-resource-not-closed:high"
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return nil, err
	}
	return sum.Sum(nil), nil
}

// Only its name is wanted; the file stays open.
func temporary() (string, error) {
	file, err := os.CreateTemp("", "stanch") // want "go-resource-not-closed:high"
	if err != nil {
		return "", err
	}
	return file.Name(), nil
}

// A scanner over it does not close it.
func count(path string) (int, error) {
	file, err := os.Open(path) // want "go-resource-not-closed:high"
	if err != nil {
		return 0, err
	}
	lines := 0
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		lines++
	}
	return lines, nil
}

// A helper of the package only reads from it.
func helped(path string) error {
	file, err := os.Open(path) // want "go-resource-not-closed:high"
	if err != nil {
		return err
	}
	return skim(file)
}

func skim(r io.Reader) error {
	_, err := r.Read(make([]byte, 16))
	return err
}

// One return comes before the defer.
func size(path string) (int64, error) {
	file, err := os.Open(path) // want "go-resource-not-closed:medium"
	if err != nil {
		return 0, err
	}
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	defer file.Close()
	return info.Size(), nil
}

// Opened for each, closed for the last.
func concat(out io.Writer, paths []string) error {
	for _, path := range paths {
		file, err := os.Open(path) // want "go-resource-not-closed:medium"
		if err != nil {
			return err
		}
		if _, err := io.Copy(out, file); err != nil {
			continue
		}
		file.Close()
	}
	return nil
}

// Given back on success alone.
func connect(address string) (net.Conn, error) {
	conn, err := net.Dial("tcp", address) // want "go-resource-not-closed:medium"
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintln(conn, "HELLO"); err != nil {
		return nil, err
	}
	return conn, nil
}

// A connection that was accepted, and is forgotten.
func greet(listener net.Listener) error {
	for {
		conn, err := listener.Accept() // want "go-resource-not-closed:high"
		if err != nil {
			return err
		}
		fmt.Fprintln(conn, "hello")
	}
}

// A goroutine that is handed it, and does not close it.
func echo(listener net.Listener) {
	for {
		conn, err := listener.Accept() // want "go-resource-not-closed:high"
		if err != nil {
			return
		}
		go func(c net.Conn) {
			io.Copy(c, c)
		}(conn)
	}
}

// What inflates holds only memory.
func inflate(r io.Reader) ([]byte, error) {
	reader, err := gzip.NewReader(r) // want "go-resource-not-closed:low"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(reader)
}
