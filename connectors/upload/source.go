package upload

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"cdoscore/connectors"
)

// Name is the connector's name.
const Name = "upload"

// hints are the options of the formats that tell how their content is laid out:
// where it is and what it may cost is the desk's affair.
var hints = []string{"sheet", "header_row", "header_rows", "totals", "delimiter", "quote", "header", "columns"}

// Type is the upload connector for the given formats.
func Type(formats []connectors.Type) connectors.Type {
	return connectors.Type{
		Name:    Name,
		Summary: "Files (.xlsx or .csv) that the unit's officer hands in and confirms at the desk.",
		Options: options(formats),
		New: func(v connectors.Values) (connectors.Source, error) {
			for _, f := range formats {
				if _, err := of(f, v, connectors.Values{"path": {"x"}}); err != nil {
					return nil, err
				}
			}
			return nothing{}, nil
		},
	}
}

func options(formats []connectors.Type) []connectors.Option {
	var out []connectors.Option
	for _, f := range formats {
		for _, o := range f.Options {
			if !slices.Contains(hints, o.Name) {
				continue
			}
			o.Formats = []string{f.Name}
			out = append(out, o)
		}
	}
	return out
}

// File is one file that was handed in.
type File struct {
	Path     string // without wildcards in its meaning: every character stands for itself
	Format   string // the name of one of the formats
	Encoding string // of csv; "" leaves it to the format
	// Limits are options of the format that bound what reading may cost; nil: the
	// format's own.
	Limits connectors.Values
	// Columns is the most columns that it may have; 0: as many as the format allows.
	Columns int
}

// Of makes the source that reads a file that was handed in. hints are the options
// of the dataset's own source, of which those are used that tell how the format is
// laid out.
func Of(formats []connectors.Type, hints connectors.Values, file File) (connectors.Source, error) {
	i := slices.IndexFunc(formats, func(t connectors.Type) bool { return t.Name == file.Format })
	if i < 0 {
		return nil, fmt.Errorf("a file that was handed in has the format %q, which nothing reads", file.Format)
	}
	fixed := maps.Clone(file.Limits)
	if fixed == nil {
		fixed = connectors.Values{}
	}
	fixed["path"] = []string{file.Path}
	if file.Encoding != "" {
		fixed["encoding"] = []string{file.Encoding}
	}
	source, err := of(formats[i], hints, fixed)
	if err != nil || file.Columns == 0 {
		return source, err
	}
	return narrow{source, file.Columns}, nil
}

// narrow refuses extracts with too many columns.
type narrow struct {
	connectors.Source
	most int
}

func (n narrow) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	x, err := n.Source.Open(ctx, r)
	if err != nil {
		return nil, err
	}
	if columns := x.Schema().NumFields() - 1; columns > n.most {
		e := connectors.NewError(connectors.Unreadable, x.Info().Origin, nil, "source.too_many_columns", strconv.Itoa(columns), strconv.Itoa(n.most))
		return nil, errors.Join(e, x.Close())
	}
	return x, nil
}

func of(format connectors.Type, given, fixed connectors.Values) (connectors.Source, error) {
	v := connectors.Values{}
	for _, o := range format.Options {
		if slices.Contains(hints, o.Name) && len(given[o.Name]) > 0 {
			v[o.Name] = given[o.Name]
		}
		if len(fixed[o.Name]) > 0 {
			v[o.Name] = fixed[o.Name]
		}
	}
	return format.New(v)
}

// nothing is the extract of a slot for which nothing was handed in.
type nothing struct{}

func (nothing) Open(context.Context, connectors.Request) (connectors.Extract, error) {
	return nil, connectors.NewError(connectors.Absent, "", nil, "source.nothing_handed_in")
}
