package main

import (
	"fmt"
	"net/http"
)

// The process ends with main, and takes the connection along.
func main() {
	resp, err := http.Get("http://localhost")
	if err != nil {
		return
	}
	fmt.Println(resp.Status)
}
