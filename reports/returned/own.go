package returned

import (
	"bufio"
	"io"
	"os"

	"cdoscore/pipeline/check"
)

// beginIndex lets the index grow beside the sheet, so that the faults are walked
// over once.
func (b *binder) beginIndex() (err error) {
	b.comparison = b.o.Result.Compare(b.o.Earlier)
	if b.spool, err = os.CreateTemp(b.o.Dir, "index-"); err != nil {
		return err
	}
	b.index = &indexPage{page: page{out: bufio.NewWriterSize(b.spool, 1<<16), looks: b.looks}, t: b.teller, o: b.o}
	b.index.open(b.w.space, b.comparison)
	return nil
}

// example keeps the first row that fails a rule for the summary.
func (b *binder) example(row check.Row) {
	for _, r := range row.Rules {
		if t := b.teller.rules[r.ID]; t.cause.Row == 0 {
			t.cause.Row, t.cause.Value = row.Number, valueOf(row, r)
		}
	}
}

// ownSheets writes the index, the summary and the hidden marks.
func (b *binder) ownSheets() error {
	if err := b.index.close(b.comparison); err != nil {
		return err
	}
	if _, err := b.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	f, err := b.create(b.w.ownParts[0])
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, b.spool); err != nil {
		return err
	}
	if f, err = b.create(b.w.ownParts[1]); err != nil {
		return err
	}
	summary := &summaryPage{page: page{out: bufio.NewWriter(f), looks: b.looks}, t: b.teller, o: b.o, compare: b.comparison, listed: b.index.listed,
		notes: &b.notes, dropped: b.w.sieve.dropped, taken: b.formulas}
	if err := summary.write(b.w.space); err != nil {
		return err
	}
	if f, err = b.create(b.w.ownParts[2]); err != nil {
		return err
	}
	marks := &page{out: bufio.NewWriter(f), looks: b.looks}
	marks.begin(b.w.space, 0, 20, 60)
	for _, row := range b.w.marks.Rows() {
		marks.row(0, cellValue{text: row[0], style: b.looks.text}, cellValue{text: row[1], style: b.looks.text})
	}
	return marks.end("")
}
