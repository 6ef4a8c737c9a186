// Vcr2 records a cassette with go-vcr, version 2: vcr2 NAME makes NAME.yaml
package main

import (
	"os"

	"github.com/dnaeon/go-vcr/recorder"

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
