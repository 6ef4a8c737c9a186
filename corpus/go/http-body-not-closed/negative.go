package body

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
)

// The ordinary way.
func deferred(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// In a deferred literal, the error let go.
func deferredLiteral(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	return io.ReadAll(resp.Body)
}

// The body by another name.
func alias(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	body := resp.Body
	defer body.Close()
	return io.ReadAll(body)
}

// A helper of the package closes it.
func helper(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer closeQuietly(resp.Body)
	return nil
}

func closeQuietly(c io.Closer) { _ = c.Close() }

// Drained and closed by a helper that takes the response.
func drained(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	return drain(resp)
}

func drain(resp *http.Response) error {
	defer resp.Body.Close()
	_, err := io.Copy(io.Discard, resp.Body)
	return err
}

// The caller gets it.
func handedOn(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return resp, nil
}

// The caller gets the body.
func bodyOnly(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// The check is the other way round.
func otherWayRound(url string) int {
	resp, err := http.Get(url)
	if err == nil {
		defer resp.Body.Close()
		return resp.StatusCode
	}
	return 0
}

// Whether it is there is asked of the response.
func askedOfIt(url string) {
	resp, _ := http.Get(url)
	if resp != nil {
		resp.Body.Close()
	}
}

// A switch over the error.
func switched(url string) error {
	resp, err := http.Get(url)
	switch {
	case err != nil:
		return err
	case resp.StatusCode == http.StatusNotFound:
		resp.Body.Close()
		return errors.New("not found")
	}
	return resp.Body.Close()
}

// A recorder's result holds nothing open.
func recorded(handler http.Handler, req *http.Request) int {
	rec := httptest.NewRecorder()
	handler.ServeHTTP(rec, req)
	return rec.Result().StatusCode
}

// A function that closes what it answers with.
func (a *api) call(req *http.Request) (*http.Response, error) {
	resp, err := a.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return resp, nil
}

func (a *api) fire(req *http.Request) error {
	_, err := a.call(req)
	return err
}

// Kept for later.
type stream struct{ resp *http.Response }

func (s *stream) open(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	s.resp = resp
	return nil
}

// Closed on the one path that goes on, and before the one that does not.
func bothPaths(client *http.Client, req *http.Request) error {
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return errors.New(resp.Status)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return err
}
