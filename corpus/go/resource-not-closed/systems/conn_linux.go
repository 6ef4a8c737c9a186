package systems

import "fmt"

// Declared first, with other parameters.
func newConn(fd int, name string) error {
	fmt.Println(fd, name)
	return nil
}
