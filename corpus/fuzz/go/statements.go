package p

import (
	"context"
	"log"
	"os"
	"time"
)

type store struct {
	mu   lock
	log  *log.Logger
	next map[string][]int
}

func (s *store) get(ctx context.Context, x, y bool, ch chan int) (n int, err error) {
	var v, w = 1, 2
	const c = 3
	type local struct{ a, b int }
	defer time.Since(time.Now())
	defer func() {
		if r := recover(); r != nil {
			err = r.(error)
		}
	}()
	go s.work(ch)
outer:
	for i := 0; i < 10 && !x || y; i++ {
		for k, v := range s.next {
			switch {
			case v == nil:
				continue outer
			case len(k) > 3 && x:
				break outer
			default:
				n += v[0]
			}
		}
		for range ch {
			break
		}
		for {
			select {
			case got, ok := <-ch:
				if !ok {
					return n, nil
				}
				n = got
			case ch <- v:
				goto done
			case <-ctx.Done():
				return 0, ctx.Err()
			}
		}
	}
done:
	switch z := w + c; z {
	case 1, 2:
		n++
		fallthrough
	case 3:
		n--
	}
	switch t := any(n).(type) {
	case int, bool:
		_ = t
	case nil:
		s.log.Fatal("x")
	}
	l := local{a: 1, b: 2}
	m := map[string]int{"k": l.a, c2: 1}
	ch <- m["k"]
	return
}

func die() {
	os.Exit(1)
}

func spin() {
	for {
		if false {
			die()
		}
	}
}
