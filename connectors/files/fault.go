package files

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"cdoscore/connectors"
)

// Fault turns an error of the file system into the failure of an extract, and
// leaves alone what already is one, or is the context's.
func Fault(path string, err error) error {
	var known *connectors.Error
	switch {
	case errors.As(err, &known), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case absent(err):
		return connectors.NewError(connectors.Absent, path, err, "source.file_absent", path)
	case errors.Is(err, fs.ErrPermission):
		return connectors.NewError(connectors.SourceFault, path, err, "source.permission", path)
	case ours(err):
		return connectors.NewError(connectors.Platform, path, err, "source.platform")
	}
	e := connectors.NewError(connectors.SourceFault, path, err, "source.read_failed", path)
	e.Transient = true
	return e
}

// absent is true also for a path that runs through a plain file.
func absent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// ours are the faults of this machine, not of the unit's source.
func ours(err error) bool {
	for _, errno := range []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOSPC, syscall.EDQUOT} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}
