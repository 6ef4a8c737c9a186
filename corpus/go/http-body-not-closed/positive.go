package body

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// The body is read, and left open.
func never(url string) ([]byte, error) {
	resp, err := http.Get(url) // want "go-http-body-not-closed:high"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

// Only the status is looked at.
func statusOnly(client *http.Client, req *http.Request) bool {
	resp, err := client.Do(req) // want "go-http-body-not-closed:high"
	return err == nil && resp.StatusCode == http.StatusOK
}

// A decoder over it does not close it.
func decoded(url string, out any) error {
	resp, err := http.Get(url) // want "go-http-body-not-closed:high"
	if err != nil {
		return err
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

// The response is dropped, the body with it.
func dropped(url string) error {
	_, err := http.PostForm(url, nil) // want "go-http-body-not-closed:high"
	return err
}

// The answer to HEAD has no body: there is nothing that stays open.
func head(url string) bool {
	resp, err := http.Head(url) // want "go-http-body-not-closed:note"
	return err == nil && resp.StatusCode == http.StatusOK
}

func headDropped(url string) error {
	_, err := http.Head(url) // want "go-http-body-not-closed:note"
	return err
}

func headRequest(client *http.Client, url string) bool {
	req, err := http.NewRequest("HEAD", url, nil)
	if err != nil {
		return false
	}
	resp, err := client.Do(req) // want "go-http-body-not-closed:note"
	return err == nil && resp.StatusCode == http.StatusOK
}

func headInContext(ctx context.Context, client *http.Client, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return false
	}
	resp, err := client.Do(req) // want "go-http-body-not-closed:note"
	return err == nil && resp.StatusCode == http.StatusOK
}

// The request is another one by then.
func headThenGet(client *http.Client, url string) bool {
	req, err := http.NewRequest("HEAD", url, nil)
	if err != nil {
		return false
	}
	req, err = http.NewRequest("GET", url, nil)
	if err != nil {
		return false
	}
	resp, err := client.Do(req) // want "go-http-body-not-closed:high"
	return err == nil && resp.StatusCode == http.StatusOK
}

// The word is in the wrong place.
func postHead(client *http.Client, url string) bool {
	req, err := http.NewRequest("POST", "HEAD", nil)
	if err != nil {
		return false
	}
	resp, err := client.Do(req) // want "go-http-body-not-closed:high"
	return err == nil && resp.StatusCode == http.StatusOK
}

// Even the error is.
func ignored(url string) {
	http.Get(url) // want "go-http-body-not-closed:high"
}

// A bad status returns before the defer.
func badStatus(client *http.Client, req *http.Request) ([]byte, error) {
	resp, err := client.Do(req) // want "go-http-body-not-closed:medium"
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(resp.Status)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// An error of another call is no error of this one.
func laterError(url string) (string, error) {
	resp, err := http.Get(url) // want "go-http-body-not-closed:medium"
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	resp.Body.Close()
	return string(text), nil
}

type api struct{ client *http.Client }

// A client in a field is a client.
func (a *api) ping(req *http.Request) error {
	resp, err := a.client.Do(req) // want "go-http-body-not-closed:high"
	if err != nil {
		return err
	}
	if resp.StatusCode >= 400 {
		return errors.New(resp.Status)
	}
	return nil
}

// A function of the package that hands a response on, open.
func (a *api) send(req *http.Request) (*http.Response, error) {
	resp, err := a.client.Do(req)
	if err != nil {
		return nil, err
	}
	return resp, nil
}

func (a *api) status(req *http.Request) (int, error) {
	resp, err := a.send(req) // want "go-http-body-not-closed:high"
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// Each try leaves one behind.
func retries(client *http.Client, req *http.Request) *http.Response {
	for {
		resp, err := client.Do(req) // want "go-http-body-not-closed:medium"
		if err == nil && resp.StatusCode < 500 {
			return resp
		}
	}
}

type doer interface {
	Do(req *http.Request) (*http.Response, error)
}

// An interface that stands for a client.
func throughInterface(d doer, req *http.Request) (int, error) {
	resp, err := d.Do(req) // want "go-http-body-not-closed:high"
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}
