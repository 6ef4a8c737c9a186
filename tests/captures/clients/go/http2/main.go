// HTTP2 talks to itself over TLS, so that GODEBUG=http2debug=1 has something
// to print.
package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
)

func main() {
	server := httptest.NewUnstartedServer(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Set-Cookie", "session="+
				os.Getenv("SESSION_COOKIE")+"; Path=/; HttpOnly")
			io.WriteString(w, `{"refresh_token":"`+
				os.Getenv("REFRESH_TOKEN")+`"}`)
		}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	request, err := http.NewRequest("POST", server.URL+"/api/me?token="+
		os.Getenv("QUERY_TOKEN"), strings.NewReader("{}"))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("BEARER_TOKEN"))
	request.Header.Set("X-Api-Key", os.Getenv("API_KEY"))
	response, err := server.Client().Do(request)
	if err != nil {
		panic(err)
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
}
