package returned

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"cdoscore/connectors"
	"cdoscore/connectors/excel"
	"cdoscore/pipeline/check"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/message"
)

// Job is one checked file to be given back as a workbook.
type Job struct {
	Path       string          // of the file that was checked
	Name       string          // as the officer knows it
	Type       connectors.Type // by which it was read
	Result     *check.Result   // the file was readable
	Indicators workspace.Indicators
	Earlier    *check.Record // of the last check of the same dataset and slot; nil: there was none
	Config     string        // fingerprint of the rules, for whoever identifies the file later
	Texts      *message.Catalog
	Dir        string // for files on the way; the caller's
}

// Return writes the marked workbook. A file that is no workbook becomes one, all
// text.
func Return(ctx context.Context, w io.Writer, j Job) (*Outcome, error) {
	options, err := check.SourceOptions(j.Result.Dataset, j.Type.Name, j.Path)
	if err != nil {
		return nil, err
	}
	o := Options{Path: j.Path, Name: j.Name, Result: j.Result, Causes: j.Result.Causes(), Dir: j.Dir, Indicators: j.Indicators, Earlier: j.Earlier, Config: j.Config, Texts: j.Texts}
	workbook := false
	if j.Type.Name == "excel" {
		if workbook, err = excel.IsWorkbook(j.Path); err != nil {
			return nil, err
		}
	}
	if workbook {
		o.Password = options.Text("password", "")
		if o.Layout, err = excel.Locate(ctx, j.Path, options, j.Result.Titles()); err != nil {
			return nil, err
		}
		return Write(ctx, w, o)
	}
	o.Path, o.Offset = filepath.Join(j.Dir, "as-table.xlsx"), tableOffset
	if o.Layout, err = j.table(ctx, o.Path, options); err != nil {
		return nil, err
	}
	out, err := Write(ctx, w, o)
	return out, errors.Join(err, os.Remove(o.Path))
}

// table reads the file once more and makes a workbook of it.
func (j Job) table(ctx context.Context, path string, options connectors.Values) (_ excel.Layout, err error) {
	source, err := j.Type.New(options)
	if err != nil {
		return excel.Layout{}, err
	}
	x, err := source.Open(ctx, connectors.Request{Slot: connectors.Slot(j.Result.Slot), Dir: j.Dir, Zone: j.Result.Slot.End.Location(), Titles: j.Result.Titles()})
	if err != nil {
		return excel.Layout{}, err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return excel.Layout{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return writeTable(ctx, f, x, j.Texts.Text("template.sheet"))
}

// Identification is what a workbook of this program says of itself.
type Identification = excel.Marks

// Identify tells what a workbook is that a department hands in: a template of this
// program, or one that it returned, and of which dataset. False: it is neither.
func Identify(ctx context.Context, path, password string) (Identification, bool, error) {
	m, err := excel.Identify(ctx, path, password)
	return m, err == nil && m.Present(), err
}
