package snapshot

import (
	"context"
	"io"

	"cdoscore/connectors"

	"github.com/apache/arrow/go/v15/arrow"
)

// readAhead is how many records may wait for the writer: reading and writing
// overlap, and memory stays that of a few records.
const readAhead = 2

// sourceError carries an error of the extract past those of the disk.
type sourceError struct{ error }

func (e sourceError) Unwrap() error { return e.error }

// ahead is one step of an extract that is read ahead: a record, its last error,
// or what the connector panicked with.
type ahead struct {
	record   arrow.Record
	err      error
	panicked any
}

// drain reads the extract to its end. One goroutine reads and another writes, for
// each takes about half of the time; the extract is left alone when drain returns.
func drain(ctx context.Context, x connectors.Extract, table *tableWriter, content *contentHash) error {
	ctx, cancel := context.WithCancel(ctx)
	steps := make(chan ahead, readAhead)
	go readInto(ctx, x, steps)
	defer func() {
		cancel()
		for step := range steps {
			if step.record != nil {
				step.record.Release()
			}
		}
	}()
	for step := range steps {
		switch {
		case step.panicked != nil:
			panic(step.panicked) // the pipeline makes a failure of this slot of it
		case step.err == io.EOF:
			return nil
		case step.err != nil:
			return sourceError{step.err}
		}
		err := table.add(step.record)
		if err == nil {
			content.add(step.record)
		}
		step.record.Release()
		if err != nil {
			return err
		}
	}
	return sourceError{ctx.Err()}
}

// readInto sends every record and then the error that ended them, unless the
// context ends first.
func readInto(ctx context.Context, x connectors.Extract, steps chan<- ahead) {
	defer close(steps)
	for ctx.Err() == nil {
		step := readStep(ctx, x)
		select {
		case steps <- step:
		case <-ctx.Done():
			if step.record != nil {
				step.record.Release()
			}
		}
		if step.record == nil {
			return
		}
	}
}

func readStep(ctx context.Context, x connectors.Extract) (step ahead) {
	defer func() {
		if p := recover(); p != nil {
			step = ahead{panicked: p}
		}
	}()
	step.record, step.err = x.Next(ctx)
	return step
}
