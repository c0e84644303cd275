package sheetml

import (
	"errors"
	"io"
	"strings"
)

// Workbook is an opened workbook. It is for one goroutine.
type Workbook struct {
	Sheets   []Sheet // worksheets only, in their order
	Date1904 bool    // days count from 1904-01-01
	// Recalculate is true where the program that wrote the workbook left its
	// formulas for Excel to calculate: stored results may be mere placeholders.
	Recalculate bool

	archive *archive
	styles  []cellStyle
	strings sharedStrings
}

// Sheet is one worksheet; charts and macro sheets are not.
type Sheet struct {
	Name   string
	Hidden bool // also very hidden
	part   string
}

// Part is the name of the sheet's part in the archive.
func (s Sheet) Part() string { return s.part }

// Open reads what a workbook says of itself, and its shared strings. check is
// called every few kilobytes; its error ends any reading.
func Open(r io.ReaderAt, size int64, limits Limits, check func() error) (*Workbook, error) {
	a, err := openArchive(r, size, limits, check)
	if err != nil {
		return nil, err
	}
	root, err := a.rootPart()
	if err != nil {
		return nil, err
	}
	w := &Workbook{archive: a}
	links, err := a.relations(root)
	if err != nil {
		return nil, missing(err)
	}
	if err := w.readRoot(root, links); err != nil {
		return nil, missing(err)
	}
	for _, link := range links {
		switch {
		case strings.HasSuffix(link.kind, "/styles"):
			w.styles, err = a.readStyles(link.target)
		case strings.HasSuffix(link.kind, "/sharedStrings"):
			err = w.strings.read(a, link.target)
		}
		if err != nil && !errors.Is(err, errNoPart) {
			return nil, err
		}
	}
	return w, nil
}

// missing tells an archive without the parts of a workbook from a damaged one.
func missing(err error) error {
	if errors.Is(err, errNoPart) {
		return ErrNotWorkbook
	}
	return err
}

// Format is what the number format of a cell style makes of a number.
func (w *Workbook) Format(style int) FormatKind {
	if style < len(w.styles) {
		return w.styles[style].format.kind
	}
	return PlainNumber
}

// Masks reports whether the number format of a cell style shows something other than
// the number: digits of its own, such as "98", or nothing at all.
func (w *Workbook) Masks(style int) bool {
	return style < len(w.styles) && w.styles[style].format.masks
}

// Lost reports whether text of a cell style has the colour of its ground, so that it is
// not read.
func (w *Workbook) Lost(style int) bool { return style < len(w.styles) && w.styles[style].lost }

// rootPart is the workbook's part, as the archive's relations name it.
func (a *archive) rootPart() (string, error) {
	links, err := a.relations("")
	if err != nil {
		return "", missing(err)
	}
	for _, link := range links {
		if strings.HasSuffix(link.kind, "/officeDocument") {
			if strings.HasSuffix(strings.ToLower(link.target), ".bin") {
				return "", ErrBinary
			}
			return link.target, nil
		}
	}
	return "", ErrNotWorkbook
}

func (w *Workbook) readRoot(root string, links []relation) error {
	t, content, err := w.archive.tokens(root)
	if err != nil {
		return err
	}
	defer content.Close()
	for {
		kind, err := t.next()
		if err != nil || kind == endOfPart {
			return err
		}
		if kind != startTag {
			continue
		}
		switch {
		case t.depth() == 1 && !t.is("workbook"):
			return ErrNotWorkbook
		case t.is("workbookPr"):
			w.Date1904 = truth(t.attribute("date1904"))
		case t.is("calcPr"):
			w.Recalculate = truth(t.attribute("fullCalcOnLoad"))
		case t.is("sheet") && t.depth() == 3:
			w.addSheet(t, links)
		}
	}
}

func (w *Workbook) addSheet(t *tokenizer, links []relation) {
	id, state := t.relationID(), string(t.attribute("state"))
	for _, link := range links {
		if link.id == id && strings.HasSuffix(link.kind, "/worksheet") {
			w.Sheets = append(w.Sheets, Sheet{Name: string(t.attribute("name")), Hidden: state != "" && state != "visible", part: link.target})
			return
		}
	}
}

func truth(text []byte) bool {
	return string(text) == "1" || string(text) == "true" || string(text) == "on"
}
