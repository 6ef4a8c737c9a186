package systems

import "os"

type conn struct {
	name string
	ctl  *os.File
}

func newConn(name string, ctl *os.File, listen bool) (*conn, error) {
	return &conn{name: name, ctl: ctl}, nil
}

// The function of this system keeps the file.
func open(name string) (*conn, error) {
	ctl, err := os.OpenFile(name+"/ctl", os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	return newConn(name, ctl, false)
}
