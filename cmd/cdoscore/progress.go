package main

import (
	"io"
	"os"
	"sync"

	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// bars shows one progress bar per stage on a terminal. Lines written to it stand
// above the bar.
type bars struct {
	terminal *os.File

	mu   sync.Mutex
	pool *mpb.Progress // nil between stages
	bar  *mpb.Bar
}

func newBars(stderr io.Writer) (*bars, bool) {
	f, ok := stderr.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return nil, false
	}
	return &bars{terminal: f}, true
}

func (b *bars) Write(line []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.pool == nil {
		return b.terminal.Write(line)
	}
	return b.pool.Write(line)
}

func (b *bars) Stage(name string, total int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pool = mpb.New(mpb.WithOutput(b.terminal), mpb.WithWidth(48))
	b.bar = b.pool.AddBar(int64(total),
		mpb.PrependDecorators(decor.Name(name, decor.WC{W: 8, C: decor.DindentRight})),
		mpb.AppendDecorators(decor.CountersNoUnit("%d / %d")))
}

func (b *bars) Step() { b.bar.Increment() }

// Done ends the stage, also where it ended early, and leaves its last state on
// the terminal.
func (b *bars) Done() {
	b.bar.SetTotal(-1, true)
	b.pool.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pool = nil
}

// silent shows nothing: the log speaks.
type silent struct{}

func (silent) Stage(string, int) {}
func (silent) Step()             {}
func (silent) Done()             {}
