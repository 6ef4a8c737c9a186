// Package shop calls the API that captures are made of.
package shop

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// Base is where the server is.
var Base = os.Getenv("BASE")

func newRequest(method, path, kind, body string) *http.Request {
	request, err := http.NewRequest(method, Base+path, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	return request
}

// FormLogin posts a form and is given a cookie.
func FormLogin() *http.Request {
	form := url.Values{"user": {os.Getenv("API_USER")},
		"password": {os.Getenv("FORM_PASSWORD")}}
	return newRequest("POST", "/login", "application/x-www-form-urlencoded",
		form.Encode())
}

// JSONLogin posts JSON and is given tokens. Go writes & and < with escapes.
func JSONLogin() *http.Request {
	body, err := json.Marshal(map[string]string{
		"user":     os.Getenv("API_USER"),
		"password": os.Getenv("JSON_PASSWORD"),
	})
	if err != nil {
		panic(err)
	}
	return newRequest("POST", "/api/login", "application/json", string(body))
}

// Basic asks with a user's password.
func Basic() *http.Request {
	request := newRequest("GET", "/basic", "", "")
	request.SetBasicAuth(os.Getenv("API_USER"), os.Getenv("BASIC_PASSWORD"))
	return request
}

// Bearer asks with a token.
func Bearer() *http.Request {
	request := newRequest("GET", "/api/me", "", "")
	request.Header.Set("Authorization", "Bearer "+os.Getenv("BEARER_TOKEN"))
	return request
}

// Zipped asks with a key, and takes the answer as it comes.
func Zipped() *http.Request {
	request := newRequest("GET", "/api/zipped?token="+
		os.Getenv("QUERY_TOKEN"), "", "")
	request.Header.Set("X-Api-Key", os.Getenv("API_KEY"))
	request.Header.Set("Accept-Encoding", "gzip")
	return request
}

// Order sends a client's secret in JSON.
func Order() *http.Request {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(map[string]any{
		"sku": "A-17", "client_secret": os.Getenv("CLIENT_SECRET")})
	if err != nil {
		panic(err)
	}
	return newRequest("POST", "/api/orders", "application/json", body.String())
}

// Do sends a request, without following where an answer points.
func Do(transport http.RoundTripper, request *http.Request) *http.Response {
	response, err := transport.RoundTrip(request)
	if err != nil {
		panic(err)
	}
	return response
}

// Session is what a recorder sees.
func Session(transport http.RoundTripper) {
	for _, request := range []*http.Request{FormLogin(), JSONLogin(), Basic(),
		Bearer(), Zipped(), Order()} {
		response := Do(transport, request)
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			panic(err)
		}
		response.Body.Close()
	}
}
