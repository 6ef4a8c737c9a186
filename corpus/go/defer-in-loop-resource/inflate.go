package loops

import (
	"compress/gzip"
	"io"
)

// Such a reader holds memory alone.
func inflate(parts []io.Reader, out io.Writer) error {
	for _, part := range parts {
		z, err := gzip.NewReader(part)
		if err != nil {
			return err
		}
		defer z.Close() // want "go-defer-in-loop-resource:low"
		if _, err := io.Copy(out, z); err != nil {
			return err
		}
	}
	return nil
}

// It may as well be a file.
func inflateSome(files []io.ReadCloser, open func(int) bool, out io.Writer) error {
	for i, file := range files {
		var in io.ReadCloser
		var err error
		if open(i) {
			in, err = gzip.NewReader(file)
			if err != nil {
				return err
			}
		} else {
			in = file
		}
		defer in.Close() // want "go-defer-in-loop-resource:high"
		if _, err := io.Copy(out, in); err != nil {
			return err
		}
	}
	return nil
}
