package wait

import "sync"

func work(int) {}

// All are added, and the first turn waits for those that are never started.
func deadlock(jobs []int) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	for _, job := range jobs {
		go func(job int) {
			defer wg.Done()
			work(job)
		}(job)
		wg.Wait() // want "go-wg-wait-in-loop"
	}
}

// A named function is given the wait group.
func named(n int) {
	var wg sync.WaitGroup
	wg.Add(n)
	for i := 0; i < n; i++ {
		go worker(i, &wg)
		wg.Wait() // want "go-wg-wait-in-loop"
	}
}

func worker(n int, wg *sync.WaitGroup) {
	defer wg.Done()
	work(n)
}

// One at a time, at the price of goroutines.
func serial(jobs []int) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func(job int) {
			defer wg.Done()
			work(job)
		}(job)
		wg.Wait() // want "go-wg-wait-in-loop:low"
	}
}

// As it should be.
func after(jobs []int) {
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

// One batch after the other.
func batches(all [][]int) {
	var wg sync.WaitGroup
	for _, jobs := range all {
		for _, job := range jobs {
			wg.Add(1)
			go func(job int) {
				defer wg.Done()
				work(job)
			}(job)
		}
		wg.Wait()
	}
}

// A new one at each turn, beside other work.
func fresh(jobs []int) {
	for _, job := range jobs {
		var wg sync.WaitGroup
		wg.Add(1)
		go func(job int) {
			defer wg.Done()
			work(job)
		}(job)
		work(job)
		wg.Wait()
	}
}

// Two at a time.
func pairs(jobs []int) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(2)
		go worker(job, &wg)
		go worker(-job, &wg)
		wg.Wait()
	}
}

// Beside what the loop does itself.
func beside(jobs []int) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go worker(job, &wg)
		work(job)
		wg.Wait()
	}
}

// Only when enough are running.
func limited(jobs []int) {
	var wg sync.WaitGroup
	for i, job := range jobs {
		wg.Add(1)
		go worker(job, &wg)
		if i%10 == 9 {
			wg.Wait()
		}
	}
	wg.Wait()
}

// The loop ends with it.
func once(jobs []int) {
	var wg sync.WaitGroup
	wg.Add(1)
	for _, job := range jobs {
		if job < 0 {
			continue
		}
		go worker(job, &wg)
		wg.Wait()
		break
	}
}
