package hot

import "sync"

type table struct {
	mu    sync.Mutex
	cells map[int]int
	sum   int
}

// Loops within loops call it, and nothing in it can fail.
func (t *table) add(value int) {
	t.mu.Lock()
	defer t.mu.Unlock() // want "go-defer-hot-path"
	t.sum += value
}

// Called once for each row.
func (t *table) total() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sum
}

// A call may panic: the defer is worth it.
func (t *table) apply(change func(int) int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum = change(t.sum)
}

func (t *table) fill(rows [][]int, change func(int) int) int {
	all := 0
	for _, row := range rows {
		for _, value := range row {
			t.add(value)
			t.apply(change)
		}
		all += t.total()
	}
	return all
}
