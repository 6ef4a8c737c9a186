package loops

import "testing"

// Parallel subtests run when the loop is over.
func TestParallel(t *testing.T) {
	cases := []struct{ name, value string }{{"a", "1"}, {"b", "2"}}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { // want "go-loop-capture"
			t.Parallel()
			if c.value == "" {
				t.Fail()
			}
		})
	}
}

// Others run at once; so does what stands before Parallel.
func TestSerial(t *testing.T) {
	cases := []struct{ name, value string }{{"a", "1"}, {"b", "2"}}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.value == "" {
				t.Fail()
			}
		})
		t.Run(c.name, func(t *testing.T) {
			value := c.value
			t.Parallel()
			if value == "" {
				t.Fail()
			}
		})
	}
}
