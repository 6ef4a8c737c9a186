package eager

import (
	"log"
	clock "time"
)

func timed(record func(string, clock.Duration)) {
	start := clock.Now()
	defer record("timed", clock.Since(start)) // want "go-defer-eager-arg"
}

func difference(record func(clock.Duration)) {
	start := clock.Now()
	defer record(clock.Now().Sub(start)) // want "go-defer-eager-arg"
}

func onSeveralLines(record func(string, clock.Duration)) {
	start := clock.Now()
	defer record(
		"several",
		clock.Since(start), // want "go-defer-eager-arg"
	)
}

func recovered() {
	defer log.Println(recover()) // want "go-defer-eager-arg"
}
