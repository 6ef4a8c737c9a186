package body

import (
	"net/http"
	"testing"
)

// In a test it is true, and hardly matters.
func TestPing(t *testing.T) {
	resp, err := http.Get("http://localhost") // want "go-http-body-not-closed:low"
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != 200 {
		t.Error(resp.Status)
	}
}
