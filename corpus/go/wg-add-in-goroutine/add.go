package add

import "sync"

func work(int) {}

// Wait may be called before any of them has added.
func late(jobs []int) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		go func(job int) {
			wg.Add(1) // want "go-wg-add-in-goroutine"
			defer wg.Done()
			work(job)
		}(job)
	}
	wg.Wait()
}

// Not the first statement.
func later() {
	var wg sync.WaitGroup
	go func() {
		println("started")
		wg.Add(1) // want "go-wg-add-in-goroutine"
		work(1)
		wg.Done()
	}()
	wg.Wait()
}

type server struct {
	wg sync.WaitGroup
}

// A field, that another method waits for.
func (s *server) serve() {
	go func() {
		s.wg.Add(1) // want "go-wg-add-in-goroutine"
		defer s.wg.Done()
		work(1)
	}()
}

func (s *server) close() {
	s.wg.Wait()
}

// Added before.
func early(jobs []int) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func(job int) {
			defer wg.Done()
			work(job)
		}(job)
	}
	wg.Wait()
}

// It adds for those that it starts, and is counted itself.
func nested(jobs []int) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for _, job := range jobs {
			wg.Add(1)
			go func(job int) {
				defer wg.Done()
				work(job)
			}(job)
		}
	}()
	wg.Wait()
}

// Its own wait group.
func own() {
	go func() {
		var wg sync.WaitGroup
		wg.Add(1)
		work(1)
		wg.Done()
		wg.Wait()
	}()
}

// It is given one.
func given(wg *sync.WaitGroup) {
	go func(inner *sync.WaitGroup) {
		inner.Add(1)
		defer inner.Done()
		work(1)
	}(wg)
}

// Nobody waits here.
func unwaited() {
	var wg sync.WaitGroup
	go func() {
		wg.Add(1)
		defer wg.Done()
		work(1)
	}()
}

// It adds for another: it does not tell that it is done.
func handover(start chan bool) {
	var wg sync.WaitGroup
	go func() {
		wg.Add(1)
		start <- true
	}()
	<-start
	wg.Done()
	wg.Wait()
}

type metric struct{ n int }

func (m *metric) Add(n int) { m.n += n }
func (m *metric) Done()     {}
func (m *metric) Wait()     {}

// Not a wait group.
func other(m *metric) {
	go func() {
		m.Add(1)
		defer m.Done()
		work(1)
	}()
	m.Wait()
}
