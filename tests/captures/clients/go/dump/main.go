// Dump prints requests and answers in the ways of net/http/httputil and fmt.
package main

import (
	"fmt"
	"net/http"
	"net/http/httputil"
	"os"

	"shop/shop"
)

func main() {
	format := os.Args[1]
	requests := []*http.Request{shop.FormLogin(), shop.JSONLogin(),
		shop.Basic(), shop.Bearer()}
	if len(os.Args) > 2 { // The answer's bytes are no text.
		requests = []*http.Request{shop.Zipped()}
	}
	for _, request := range requests {
		out, err := httputil.DumpRequestOut(request, true)
		if err != nil {
			panic(err)
		}
		response := shop.Do(http.DefaultTransport, request)
		switch format {
		case "headers":
			fmt.Printf("request %v\n", request.Header)
			fmt.Printf("response %v\n", response.Header)
		case "structs":
			fmt.Printf("%v\n%+v\n", request, response)
		default:
			in, err := httputil.DumpResponse(response, true)
			if err != nil {
				panic(err)
			}
			fmt.Printf(format+"\n"+format+"\n", out, in)
		}
	}
}
