package sheetml

import "io"

const (
	prefetchBlock  = 256 << 10
	prefetchBlocks = 4
	// prefetchFrom is the unzipped size from which a part is worth a goroutine.
	prefetchFrom = 1 << 20
)

// prefetch unzips a part in a goroutine of its own, a few blocks ahead.
type prefetch struct {
	source io.ReadCloser
	full   chan block
	empty  chan []byte
	stop   chan struct{}
	done   chan struct{} // closed when the goroutine has ended
	at     block
	used   int
}

// block is some content and what ended it, if anything did.
type block struct {
	content []byte
	err     error
}

func newPrefetch(source io.ReadCloser) *prefetch {
	p := &prefetch{source: source, full: make(chan block, prefetchBlocks), empty: make(chan []byte, prefetchBlocks), stop: make(chan struct{}), done: make(chan struct{})}
	for range prefetchBlocks {
		p.empty <- make([]byte, prefetchBlock)
	}
	go p.run()
	return p
}

func (p *prefetch) run() {
	defer close(p.done)
	for {
		select {
		case <-p.stop:
			return
		case space := <-p.empty:
			n, err := io.ReadFull(p.source, space)
			if err == io.ErrUnexpectedEOF && n > 0 {
				err = nil // the next read tells how it ends
			}
			p.full <- block{space[:n], err}
			if err != nil {
				return
			}
		}
	}
}

func (p *prefetch) Read(b []byte) (int, error) {
	for p.used == len(p.at.content) {
		if p.at.err != nil {
			return 0, p.at.err
		}
		if p.at.content != nil {
			p.empty <- p.at.content[:prefetchBlock]
		}
		p.at, p.used = <-p.full, 0
	}
	n := copy(b, p.at.content[p.used:])
	p.used += n
	return n, nil
}

// Close waits for the goroutine. Nothing is read afterwards.
func (p *prefetch) Close() error {
	close(p.stop)
	<-p.done
	return p.source.Close()
}
