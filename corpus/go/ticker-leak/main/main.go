package main

import (
	"fmt"
	"time"
)

// The process ends with it.
func main() {
	ticker := time.NewTicker(time.Second)
	for i := 0; i < 3; i++ {
		<-ticker.C
		fmt.Println(i)
	}
}
