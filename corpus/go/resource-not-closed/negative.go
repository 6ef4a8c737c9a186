package resource

import (
	"bufio"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"testing"
)

// The ordinary way.
func read(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// The error is that of the close.
func write(path string, data []byte) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := file.Close(); err == nil {
			err = cerr
		}
	}()
	_, err = file.Write(data)
	return err
}

// Whoever called closes it.
func open(path string) (*os.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return file, nil
}

// As a named result.
func openNamed(path string) (file *os.File, err error) {
	file, err = os.Open(path)
	return
}

// Kept in a struct.
type journal struct {
	file  *os.File
	lines *bufio.Writer
}

func newJournal(path string) (*journal, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &journal{file: file, lines: bufio.NewWriter(file)}, nil
}

// Kept inside of what wraps it.
func lines(path string) (*bufio.Scanner, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	scanner := bufio.NewScanner(file)
	return scanner, nil
}

// The log goes on writing to it.
func logTo(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	log.SetOutput(file)
	return nil
}

// A helper of the package closes it, or the helper of a helper.
func helpedOut(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return consume(file)
}

func consume(r io.ReadCloser) error {
	return shut(r)
}

func shut(c io.Closer) error {
	return c.Close()
}

// The server has it.
func serve(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	return http.Serve(listener, nil)
}

// The goroutine has it.
func accept(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go handle(conn)
	}
}

func handle(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}

// The goroutine uses it for as long as it likes.
func pump(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	go func() {
		for {
			if _, err := file.Read(make([]byte, 1)); err != nil {
				return
			}
		}
	}()
	return nil
}

// The test's end closes it.
func fixture(t *testing.T, path string) *bufio.Reader {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return bufio.NewReader(file)
}

// What ends the process gives everything back.
func mustRead(path string) []byte {
	file, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	data, err := io.ReadAll(file)
	if err != nil {
		log.Fatal(err)
	}
	file.Close()
	return data
}

// The close bound to a name.
func bound(path string) (func() error, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	stop := file.Close
	return stop, nil
}

// Told apart by a type switch, then kept.
func keepConn(address string, keep func(any)) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	switch c := conn.(type) {
	case *net.TCPConn:
		keep(c)
	default:
		c.Close()
	}
	return nil
}

// Opened only sometimes, and closed if it was.
func sometimes(path string) error {
	var file *os.File
	if path != "" {
		var err error
		file, err = os.Open(path)
		if err != nil {
			return err
		}
	}
	if file != nil {
		return file.Close()
	}
	return nil
}

// Put into a map, a slice, a channel.
func stored(path string, files map[string]*os.File, list []*os.File, ch chan *os.File) ([]*os.File, error) {
	a, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	files[path] = a
	b, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	list = append(list, b)
	c, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	ch <- c
	return list, nil
}
