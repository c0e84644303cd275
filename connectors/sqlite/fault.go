package sqlite

import (
	"context"
	"errors"

	"cdoscore/connectors"
	"cdoscore/connectors/files"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// fault turns an error of SQLite into the failure of the extract.
func (p *part) fault(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var engine *driver.Error
	if !errors.As(err, &engine) {
		return files.Fault(p.path, err)
	}
	switch engine.Code() & 0xff { // the primary code
	case codes.SQLITE_CORRUPT, codes.SQLITE_NOTADB:
		return connectors.NewError(connectors.Unreadable, p.path, err, "sqlite.not_a_database")
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED, codes.SQLITE_READONLY, codes.SQLITE_CANTOPEN, codes.SQLITE_PROTOCOL:
		return transient(connectors.NewError(connectors.SourceFault, p.path, err, "sqlite.busy"))
	case codes.SQLITE_IOERR:
		return transient(connectors.NewError(connectors.SourceFault, p.path, err, "source.read_failed", p.path))
	case codes.SQLITE_NOMEM, codes.SQLITE_FULL:
		return connectors.NewError(connectors.Platform, p.path, err, "source.platform")
	}
	return connectors.NewError(connectors.SourceFault, p.path, err, "sqlite.query_failed", engine.Error())
}

func transient(e *connectors.Error) error {
	e.Transient = true
	return e
}
