package sftp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
	"cdoscore/connectors/spool"

	"github.com/pkg/sftp"
)

// fetch brings every file that matches the path.
func (x *session) fetch(ctx context.Context, pattern, marker string, to *spool.Folder) error {
	if err := x.complete(ctx, marker); err != nil {
		return err
	}
	paths, err := spool.Find(x.client, pattern)
	if err != nil {
		return x.fault(ctx, pattern, err)
	}
	fetched := 0
	for _, path := range paths {
		info, err := x.client.Stat(path)
		switch {
		case err != nil:
			return x.fault(ctx, path, err)
		case info.Mode().IsRegular():
			if err := x.bring(ctx, path, info, to); err != nil {
				return err
			}
			fetched++
		case !files.HasWildcard(pattern):
			return connectors.NewError(connectors.Unreadable, x.source.shown(path), nil, "file.not_regular", path)
		}
	}
	if fetched == 0 {
		return connectors.NewError(connectors.Absent, x.source.shown(pattern), nil, "source.file_absent", pattern)
	}
	return nil
}

// complete looks for the marker.
func (x *session) complete(ctx context.Context, marker string) error {
	if marker == "" {
		return nil
	}
	found, err := spool.Find(x.client, marker)
	if err != nil {
		return x.fault(ctx, marker, err)
	}
	if len(found) == 0 {
		return connectors.NewError(connectors.Absent, x.source.shown(marker), nil, "source.marker_absent", marker)
	}
	return nil
}

// bring fetches one file. It must be the same before and after, and as long as the
// server says.
func (x *session) bring(ctx context.Context, path string, before fs.FileInfo, to *spool.Folder) error {
	shown := x.source.shown(path)
	err := to.Add(shown, path, before.ModTime(), func(w io.Writer) error {
		file, err := x.client.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		_, err = file.WriteTo(w)
		return err
	})
	if err != nil {
		return x.fault(ctx, path, err)
	}
	after, err := x.client.Stat(path)
	switch {
	case err != nil:
		return x.fault(ctx, path, err)
	case after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()):
		return spool.Changed(shown)
	case to.Size() != before.Size():
		return spool.Transient(connectors.NewError(connectors.SourceFault, shown, nil, "remote.cut_short", fmt.Sprint(to.Size()), fmt.Sprint(before.Size())))
	}
	return nil
}

// fault makes the failure of an extract of an error of the server or the
// connection.
func (x *session) fault(ctx context.Context, path string, err error) error {
	shown := x.source.shown(path)
	var known *connectors.Error
	var status *sftp.StatusError
	switch {
	case errors.As(err, &known):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		return connectors.NewError(connectors.Absent, shown, err, "source.file_absent", path)
	case errors.Is(err, fs.ErrPermission):
		return connectors.NewError(connectors.SourceFault, shown, err, "source.permission", path)
	case errors.As(err, &status):
		return spool.Transient(connectors.NewError(connectors.SourceFault, shown, err, "source.read_failed", path))
	}
	return spool.Unreachable(shown, x.source.address, err)
}
