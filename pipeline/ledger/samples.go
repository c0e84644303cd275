package ledger

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"

	"cdoscore/rules"
)

// Sample is one failing row kept as an example: Key and Value are masked already
// (semantics, Samples and personal data).
type Sample struct {
	Dataset string     `json:"dataset"`
	Slot    string     `json:"slot"`
	Rule    string     `json:"rule"`
	Row     int64      `json:"row"`
	Key     string     `json:"key,omitempty"`
	Field   string     `json:"field,omitempty"`
	Value   string     `json:"value"`
	Note    rules.Note `json:"note,omitzero"`
}

// WriteSamples writes the samples of a run that is begun and not yet published;
// Publish records the file's SHA-256.
func (l *Ledger) WriteSamples(ctx context.Context, run Run, samples []Sample) error {
	if err := l.writeSamples(ctx, run, samples); err != nil {
		return fmt.Errorf("write samples of run %s: %w", run.ID, err)
	}
	return nil
}

// Samples returns the samples of one slot in a run, by rule, row and field.
func (l *Ledger) Samples(ctx context.Context, runID, dataset, slot string) ([]Sample, error) {
	f, err := os.Open(filepath.Join(l.runDir(runID), samplesFile))
	if errors.Is(err, fs.ErrNotExist) {
		_, err := l.RunByID(ctx, runID)
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("read samples: %w", err)
	}
	defer f.Close()
	out, err := findSamples(f, Sample{Dataset: dataset, Slot: slot})
	if err != nil {
		return nil, fmt.Errorf("read samples: %s: %w", f.Name(), err)
	}
	return out, nil
}

func (l *Ledger) writeSamples(ctx context.Context, run Run, samples []Sample) error {
	if err := l.checkUnpublished(ctx, run.ID); err != nil {
		return err
	}
	if err := l.makeRunDir(run.ID); err != nil {
		return err
	}
	sorted := slices.Clone(samples)
	slices.SortStableFunc(sorted, compareSamples)
	_, err := replaceFile(filepath.Join(l.runDir(run.ID), samplesFile), func(w io.Writer) error {
		lines := json.NewEncoder(w)
		lines.SetEscapeHTML(false)
		for _, s := range sorted {
			if err := lines.Encode(s); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

func compareSamples(a, b Sample) int {
	return cmp.Or(
		compareSlots(a, b),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Row, b.Row),
		cmp.Compare(a.Field, b.Field),
	)
}

func compareSlots(a, b Sample) int {
	return cmp.Or(cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.Slot, b.Slot))
}

// findSamples reads the samples of one slot. The file is sorted, so the first of
// them is found by bisection: a night's file holds those of every dataset, and each
// report asks for one.
func findSamples(f *os.File, slot Sample) ([]Sample, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	var failed error
	start := sort.Search(int(info.Size()), func(offset int) bool {
		s, err := sampleAfter(f, int64(offset))
		if err != nil {
			failed = cmp.Or(failed, ignoreEOF(err))
			return true
		}
		return compareSlots(s, slot) >= 0
	})
	if failed != nil {
		return nil, failed
	}
	lines := linesAfter(f, int64(start))
	var out []Sample
	for {
		s, err := nextSample(lines)
		if err == io.EOF || err == nil && compareSlots(s, slot) != 0 {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
}

func sampleAfter(f io.ReaderAt, offset int64) (Sample, error) {
	return nextSample(linesAfter(f, offset))
}

// linesAfter reads from the first line that begins at or after offset.
func linesAfter(f io.ReaderAt, offset int64) *bufio.Reader {
	const end = 1 << 62
	if offset == 0 {
		return bufio.NewReader(io.NewSectionReader(f, 0, end))
	}
	// The byte before may be the end of a line: then a line begins at offset.
	lines := bufio.NewReader(io.NewSectionReader(f, offset-1, end-offset))
	for {
		if _, err := lines.ReadSlice('\n'); !errors.Is(err, bufio.ErrBufferFull) {
			return lines
		}
	}
}

func nextSample(lines *bufio.Reader) (Sample, error) {
	line, err := lines.ReadBytes('\n')
	if err != nil && len(line) == 0 {
		return Sample{}, err
	}
	var s Sample
	if err := json.Unmarshal(line, &s); err != nil {
		return Sample{}, fmt.Errorf("a line is not a sample: %w", err)
	}
	return s, nil
}

func ignoreEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}
