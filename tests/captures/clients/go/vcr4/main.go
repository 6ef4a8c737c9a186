// Vcr4 records a cassette with go-vcr, version 4: vcr4 NAME makes NAME.yaml
package main

import (
	"os"

	"gopkg.in/dnaeon/go-vcr.v4/pkg/recorder"

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
