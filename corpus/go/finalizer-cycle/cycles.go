package cycles

import (
	"os"
	"runtime"
)

type handle struct {
	fd   int
	file *os.File
}

func (h *handle) close() { h.file.Close() }

func (h *handle) drop(int) { h.file.Close() }

// The literal holds what it waits for.
func captured(fd int) *handle {
	h := &handle{fd: fd}
	runtime.SetFinalizer(h, func(*handle) {
		h.close() // want "go-finalizer-cycle"
	})
	return h
}

// A cleanup as well.
func cleanup(fd int) *handle {
	h := &handle{fd: fd}
	runtime.AddCleanup(h, func(int) {
		h.close() // want "go-finalizer-cycle"
	}, fd)
	return h
}

// Its method holds it, too.
func method(fd int) *handle {
	h := &handle{fd: fd}
	runtime.AddCleanup(h, h.drop, fd) // want "go-finalizer-cycle"
	return h
}

// It is its own argument.
func argument(fd int) *handle {
	h := &handle{fd: fd}
	runtime.AddCleanup(h, func(h *handle) { h.close() }, h) // want "go-finalizer-cycle"
	return h
}

// The parameter is the object.
func parameter(fd int) *handle {
	h := &handle{fd: fd}
	runtime.SetFinalizer(h, func(h *handle) { h.close() })
	runtime.SetFinalizer(h, (*handle).close)
	return h
}

// A cleanup is given what it needs.
func given(fd int, file *os.File) *handle {
	h := &handle{fd: fd, file: file}
	runtime.AddCleanup(h, func(f *os.File) { f.Close() }, file)
	return h
}

// Without a finalizer there is no cycle.
func none(h *handle) {
	runtime.SetFinalizer(h, nil)
}
