package parquet

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/files"

	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// guard runs f and makes a failure of the extract of whatever goes wrong in it.
// The library answers many damaged files with a panic, and some with io.EOF, which
// must not look like the end of the extract.
func (p *part) guard(ctx context.Context, f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = p.corrupt(fmt.Errorf("panic: %v", r))
		}
	}()
	err = f()
	var known *connectors.Error
	var disk *fs.PathError
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &disk):
		return files.Fault(p.path, err)
	}
	return p.corrupt(err)
}

func (p *part) corrupt(cause error) error {
	if beyondLibrary(cause) {
		return connectors.NewError(connectors.Unreadable, p.path, cause, "parquet.unsupported_file")
	}
	return connectors.NewError(connectors.Unreadable, p.path, cause, "parquet.corrupt")
}

func (p *part) incomplete() error {
	read := p.row
	return connectors.NewError(connectors.Unreadable, p.path, nil, "parquet.incomplete", fmt.Sprint(p.declared), fmt.Sprint(read))
}

func (p *part) unreadableColumn(field pqarrow.SchemaField, cause error) error {
	if !beyondLibrary(cause) {
		return cause
	}
	return connectors.NewError(connectors.Unreadable, p.path, cause, "parquet.unsupported", field.Field.Name, field.Field.Type.String())
}

// beyondLibrary tells sound files of newer kinds (variant columns, encryption, rare
// compressions) from damaged ones. The library has no error types for them.
func beyondLibrary(cause error) bool {
	for _, sign := range []string{"invalid logical type", "unimplemented", "encrypt", "decrypt"} {
		if strings.Contains(cause.Error(), sign) {
			return true
		}
	}
	return false
}
