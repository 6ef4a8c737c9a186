package eager

import (
	"log"
	"time"
)

func inLiteral(record func(time.Duration)) {
	start := time.Now()
	defer func() { record(time.Since(start)) }()
}

func passesTheStart(record func(time.Time)) {
	defer record(time.Now())
}

func literalRecovers() {
	defer func() {
		if cause := recover(); cause != nil {
			log.Println(cause)
		}
	}()
}

type timer struct{}

func (timer) Since(time.Time) time.Duration { return 0 }

func ofAnother(record func(time.Duration), start time.Time) {
	time := timer{}
	defer record(time.Since(start))
}
