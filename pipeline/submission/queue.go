package submission

import (
	"slices"
	"strconv"
	"sync"
)

// queue holds the uploads that wait for their checks: first come, first served
// inside a unit, and units in turn, so that none waits behind all of another's.
type queue struct {
	mu      sync.Mutex
	changed *sync.Cond
	waiting map[string][]string // by unit, ids in the order of arrival
	turn    []string            // units with something waiting, the next one first
	waiters map[string][]chan struct{}
	closed  bool
}

func newQueue() *queue {
	q := &queue{waiting: map[string][]string{}, waiters: map[string][]chan struct{}{}}
	q.changed = sync.NewCond(&q.mu)
	return q
}

// room refuses where a unit has as many waiting as it may, or nothing is taken.
func (q *queue) room(unit string, most int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		return refuse("submission.closed")
	case len(q.waiting[unit]) >= most:
		return refuse("submission.busy", strconv.Itoa(len(q.waiting[unit])))
	}
	return nil
}

func (q *queue) add(unit, id string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting[unit]) == 0 {
		q.turn = append(q.turn, unit)
	}
	q.waiting[unit] = append(q.waiting[unit], id)
	q.changed.Signal()
}

// take waits for the next upload; false: the queue is closed.
func (q *queue) take() (string, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.turn) == 0 && !q.closed {
		q.changed.Wait()
	}
	if q.closed {
		return "", false
	}
	unit := q.turn[0]
	q.turn = q.turn[1:]
	id := q.waiting[unit][0]
	if q.waiting[unit] = q.waiting[unit][1:]; len(q.waiting[unit]) > 0 {
		q.turn = append(q.turn, unit)
	} else {
		delete(q.waiting, unit)
	}
	return id, true
}

// close ends every take and lets nothing more in. What waits stays on record.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.changed.Broadcast()
}

// length is how many uploads wait.
func (q *queue) length() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := 0
	for _, ids := range q.waiting {
		n += len(ids)
	}
	return n
}

// watch gives a channel that is closed when the check of an upload has ended;
// unwatch must follow.
func (q *queue) watch(id string) chan struct{} {
	q.mu.Lock()
	defer q.mu.Unlock()
	done := make(chan struct{})
	q.waiters[id] = append(q.waiters[id], done)
	return done
}

func (q *queue) unwatch(id string, done chan struct{}) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiters[id] = slices.DeleteFunc(q.waiters[id], func(c chan struct{}) bool { return c == done })
	if len(q.waiters[id]) == 0 {
		delete(q.waiters, id)
	}
}

// ended wakes whoever waits for an upload.
func (q *queue) ended(id string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, done := range q.waiters[id] {
		close(done)
	}
	delete(q.waiters, id)
}
