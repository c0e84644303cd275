package excel

import (
	"context"
	"fmt"
	"maps"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/excel/sheetml"
	"cdoscore/connectors/files"
)

// defaultMaxBytes bounds the unzipped size of a workbook: 4 GiB.
const defaultMaxBytes = "4294967296"

// The other limits, by default. Repetitive sheets shrink to a hundredth, a bomb to
// a thousandth.
const (
	defaultRatio   = 400
	defaultRows    = sheetml.MaxRows
	defaultColumns = 2048
	defaultStrings = 256 << 20
	defaultSeconds = 1800
)

// Type is the excel connector.
func Type() connectors.Type {
	options := files.Options()
	for i := range options {
		if options[i].Name == "max_bytes" {
			options[i].Default = defaultMaxBytes
			options[i].Doc = "largest unzipped size of one workbook, in bytes"
		}
	}
	return connectors.Type{
		Name:    "excel",
		Summary: "Sheets of Excel workbooks (.xlsx, .xlsm).",
		Options: append(options, ownOptions()...),
		New:     newSource,
	}
}

func ownOptions() []connectors.Option {
	limit := func(name string, def int, doc string) connectors.Option {
		return connectors.Option{Name: name, Type: connectors.OptionInt, Default: fmt.Sprint(def), Doc: doc}
	}
	return []connectors.Option{
		{Name: "sheet", Type: connectors.OptionText, Doc: "name of the sheet, which may be hidden; default: the first visible one"},
		{Name: "header_row", Type: connectors.OptionInt,
			Doc: "row of the sheet with which the header begins; default: of the first 50 rows the one that names most of the declared fields, else the first one with a value"},
		{Name: "header_rows", Type: connectors.OptionInt, Default: "1",
			Doc: "rows that the header takes; the texts of a column are joined from top to bottom by /, and a merged cell counts for all its columns and rows"},
		{Name: "totals", Type: connectors.OptionList,
			Doc: "texts, such as 合计, that mark a row of totals in its first filled cell, blanks aside; such rows are no data and are counted as a warning"},
		{Name: "password", Type: connectors.OptionText, Secret: true, Doc: "password of encrypted workbooks, best as ${NAME} from the environment"},
		limit("max_ratio", defaultRatio, "largest ratio of unzipped to zipped size, from 16 MiB on"),
		limit("max_rows", defaultRows, "most rows of a sheet that hold a value"),
		limit("max_columns", defaultColumns, "most columns that a header may have"),
		limit("max_strings", defaultStrings, "most memory for a workbook's shared strings, in bytes"),
		limit("max_seconds", defaultSeconds, "longest time that reading one workbook may take, in seconds"),
	}
}

// source is a Source of workbooks.
type source struct {
	drop       *files.Drop
	sheet      string // empty: the first visible one
	headerRow  int    // 0: to be found
	headerRows int
	totals     map[string]bool // without blanks
	password   string
	limits     sheetml.Limits
	columns    int
	time       time.Duration
}

func newSource(v connectors.Values) (connectors.Source, error) {
	if len(v["max_bytes"]) == 0 {
		v = maps.Clone(v)
		v["max_bytes"] = []string{defaultMaxBytes}
	}
	drop, err := files.New(v)
	if err != nil {
		return nil, err
	}
	s := &source{drop: drop, sheet: v.Text("sheet", ""), password: v.Text("password", ""), totals: map[string]bool{}}
	s.limits.Bytes = drop.MaxBytes()
	for _, text := range v.List("totals") {
		if s.totals[unspaced(text)] = true; unspaced(text) == "" {
			return nil, &connectors.OptionError{Option: "totals", Message: "must not hold an empty text"}
		}
	}
	return s, s.readNumbers(v)
}

func (s *source) readNumbers(v connectors.Values) error {
	const most = 1 << 40
	var headerRow, headerRows, columns, seconds int64
	for _, o := range []struct {
		name          string
		to            *int64
		def, min, max int64
	}{
		{"header_row", &headerRow, 0, 1, sheetml.MaxRows},
		{"header_rows", &headerRows, 1, 1, searchRows},
		{"max_ratio", &s.limits.Ratio, defaultRatio, 1, most},
		{"max_rows", &s.limits.Rows, defaultRows, 1, sheetml.MaxRows},
		{"max_columns", &columns, defaultColumns, 1, sheetml.MaxColumns},
		{"max_strings", &s.limits.Strings, defaultStrings, 1, most},
		{"max_seconds", &seconds, defaultSeconds, 1, 86400},
	} {
		n, err := v.Int(o.name, o.def)
		if err != nil {
			return err
		}
		if len(v[o.name]) > 0 && (n < o.min || n > o.max) {
			return &connectors.OptionError{Option: o.name, Message: fmt.Sprintf("must be %d to %d", o.min, o.max)}
		}
		*o.to = n
	}
	s.headerRow, s.headerRows, s.columns, s.time = int(headerRow), int(headerRows), int(columns), time.Duration(seconds)*time.Second
	return nil
}

func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	return s.drop.Open(ctx, r, s.openPart)
}

func (s *source) Reach(_ context.Context, r connectors.Request) error { return s.drop.Reach(r) }
