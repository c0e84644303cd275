package files

import (
	"fmt"
	"strconv"

	"cdoscore/connectors"
)

// defaultMaxBytes bounds the decompressed size of one file: 20 GiB.
const defaultMaxBytes = 20 << 30

// Options are the options that every connector of files has. A connector appends
// its own; the caller owns the slice.
func Options() []connectors.Option {
	return []connectors.Option{
		{Name: "path", Type: connectors.OptionText, Required: true,
			Doc: "path of the file, absolute or from the workspace's folder; may hold *, ?, [..], {slot:2006-01-02} (first day of the slot) and {slot_end:2006-01-02} (its last day)"},
		{Name: "marker", Type: connectors.OptionText,
			Doc: "path of the file that says that the delivery is complete, with the same dates as path; while it is absent nothing counts as delivered"},
		{Name: "compression", Type: connectors.OptionText, Default: compressionAuto, Words: []string{compressionAuto, compressionNone, compressionGzip, compressionZstd},
			Doc: "how the file is compressed; auto tells by its first bytes"},
		{Name: "max_bytes", Type: connectors.OptionInt, Default: strconv.Itoa(defaultMaxBytes),
			Doc: "largest decompressed size of one file, in bytes"},
	}
}

// Drop is where the files of a dataset are delivered.
type Drop struct {
	path        pattern
	marker      pattern // empty: none
	compression string
	maxBytes    int64
}

// New reads the options that Options declares. Its errors are
// *connectors.OptionError.
func New(v connectors.Values) (*Drop, error) {
	d := &Drop{compression: v.Text("compression", compressionAuto)}
	var err error
	if d.maxBytes, err = v.Int("max_bytes", defaultMaxBytes); err != nil {
		return nil, err
	}
	if d.maxBytes < 1 {
		return nil, &connectors.OptionError{Option: "max_bytes", Message: "must be 1 or more"}
	}
	if d.path, err = parsePattern(v.Text("path", "")); err != nil {
		return nil, &connectors.OptionError{Option: "path", Message: err.Error()}
	}
	if d.path == nil {
		return nil, &connectors.OptionError{Option: "path", Message: "must not be empty"}
	}
	if d.marker, err = parsePattern(v.Text("marker", "")); err != nil {
		return nil, &connectors.OptionError{Option: "marker", Message: err.Error()}
	}
	return d, nil
}

// MaxBytes is the limit of the decompressed size of one file.
func (d *Drop) MaxBytes() int64 { return d.maxBytes }

func (d *Drop) tooLarge(where string) *connectors.Error {
	return connectors.NewError(connectors.Unreadable, where, nil, "file.too_large", fmt.Sprint(d.maxBytes))
}
