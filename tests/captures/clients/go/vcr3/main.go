// Vcr3 records a cassette with go-vcr, version 3: vcr3 NAME makes NAME.yaml
package main

import (
	"os"

	"gopkg.in/dnaeon/go-vcr.v3/recorder"

	"shop/shop"
)

func main() {
	vcr, err := recorder.New(os.Args[1])
	if err != nil {
		panic(err)
	}
	shop.Session(vcr)
	if err := vcr.Stop(); err != nil {
		panic(err)
	}
}
