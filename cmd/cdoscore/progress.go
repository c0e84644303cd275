package main

import (
	"io"
	"os"

	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// bars shows one progress bar per stage.
type bars struct {
	pool *mpb.Progress
	bar  *mpb.Bar
}

func newBars(stderr io.Writer) (*bars, bool) {
	f, ok := stderr.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return nil, false
	}
	return &bars{pool: mpb.New(mpb.WithOutput(f), mpb.WithWidth(48))}, true
}

// above is where lines may be written without breaking a bar.
func (b *bars) above() io.Writer { return b.pool }

func (b *bars) Stage(name string, total int) {
	b.bar = b.pool.AddBar(int64(total),
		mpb.PrependDecorators(decor.Name(name, decor.WC{W: 8, C: decor.DindentRight})),
		mpb.AppendDecorators(decor.CountersNoUnit("%d / %d")))
}

func (b *bars) Step() { b.bar.Increment() }

// Done ends the stage, also where it ended early.
func (b *bars) Done() {
	b.bar.SetTotal(-1, true)
	b.bar.Wait()
}

// silent shows nothing: the log speaks.
type silent struct{}

func (silent) Stage(string, int) {}
func (silent) Step()             {}
func (silent) Done()             {}
