package shop

import (
	"net/http"
	"net/http/httputil"
	"testing"
)

func exchange(t *testing.T, request *http.Request) {
	t.Helper()
	out, err := httputil.DumpRequestOut(request, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("sending:\n%s", out)
	in, err := httputil.DumpResponse(Do(http.DefaultTransport, request), true)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("got:\n%s", in)
}

func TestLogin(t *testing.T) {
	t.Run("form", func(t *testing.T) {
		t.Parallel()
		exchange(t, FormLogin())
	})
	t.Run("json", func(t *testing.T) {
		t.Parallel()
		exchange(t, JSONLogin())
	})
}

func TestMe(t *testing.T) {
	exchange(t, Bearer())
	request := Basic()
	t.Log("headers:", request.Header)
	t.Logf("quoted: %q", request.Header)
	if Do(http.DefaultTransport, request).StatusCode != 204 {
		t.Errorf("request was %+v", request)
	}
}
