package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
	"cdoscore/connectors/spool"

	"github.com/minio/minio-go/v7"
)

// store is the bucket of a source.
type store struct {
	source *source
	client *minio.Client
}

// fetch brings every object whose key matches.
func (s *store) fetch(ctx context.Context, pattern, marker string, to *spool.Folder) error {
	if marker != "" {
		found, err := s.find(ctx, marker)
		if err != nil {
			return s.fault(ctx, marker, err)
		}
		if len(found) == 0 {
			return connectors.NewError(connectors.Absent, s.source.shown(marker), nil, "source.marker_absent", marker)
		}
	}
	found, err := s.find(ctx, pattern)
	if err != nil {
		return s.fault(ctx, pattern, err)
	}
	if len(found) == 0 {
		return connectors.NewError(connectors.Absent, s.source.shown(pattern), nil, "source.file_absent", pattern)
	}
	for _, object := range found {
		if err := s.bring(ctx, object, to); err != nil {
			return err
		}
	}
	return nil
}

// find lists the objects that match, by key.
func (s *store) find(ctx context.Context, pattern string) ([]minio.ObjectInfo, error) {
	if !files.HasWildcard(pattern) {
		object, err := s.client.StatObject(ctx, s.source.bucket, pattern, minio.StatObjectOptions{})
		if err != nil {
			return nil, s.unlessAbsent(ctx, err)
		}
		return []minio.ObjectInfo{object}, nil
	}
	ctx, cancel := context.WithCancel(ctx) // ends the listing where it is left early
	defer cancel()
	var found []minio.ObjectInfo
	prefix := pattern[:strings.IndexAny(pattern, `*?[\`)]
	for object := range s.client.ListObjects(ctx, s.source.bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if object.Err != nil {
			return nil, object.Err
		}
		if matches(pattern, object.Key) {
			found = append(found, object)
		}
	}
	slices.SortFunc(found, func(a, b minio.ObjectInfo) int { return strings.Compare(a.Key, b.Key) })
	return found, nil
}

// unlessAbsent is nil where the bucket is there and only the key is not: the answer
// about one object does not tell.
func (s *store) unlessAbsent(ctx context.Context, err error) error {
	if minio.ToErrorResponse(err).Code != minio.NoSuchKey {
		return err
	}
	if there, asked := s.client.BucketExists(ctx, s.source.bucket); asked == nil && !there {
		return minio.ErrorResponse{Code: minio.NoSuchBucket, StatusCode: http.StatusNotFound}
	}
	return nil
}

// matches holds each part of a key to that of the pattern; a key that ends in /
// stands for a folder.
func matches(pattern, key string) bool {
	patterns, parts := strings.Split(pattern, "/"), strings.Split(key, "/")
	if len(patterns) != len(parts) || parts[len(parts)-1] == "" {
		return false
	}
	for i := range parts {
		if !files.Match(patterns[i], parts[i]) {
			return false
		}
	}
	return true
}

// bring fetches one object as it was when it was found: another version, by its
// ETag, is refused by the store.
func (s *store) bring(ctx context.Context, object minio.ObjectInfo, to *spool.Folder) error {
	shown := s.source.shown(object.Key)
	err := to.Add(shown, path.Base(object.Key), object.LastModified, func(w io.Writer) error {
		o := minio.GetObjectOptions{}
		if object.ETag != "" {
			if err := o.SetMatchETag(object.ETag); err != nil {
				return err
			}
		}
		content, err := s.client.GetObject(ctx, s.source.bucket, object.Key, o)
		if err != nil {
			return err
		}
		defer content.Close()
		if _, err = io.Copy(w, content); err != nil {
			return err
		}
		got, err := content.Stat() // some stores do not heed the condition
		if err == nil && got.ETag != object.ETag {
			return spool.Changed(shown)
		}
		return err
	})
	if err != nil {
		return s.fault(ctx, object.Key, err)
	}
	if to.Size() != object.Size {
		return spool.Transient(connectors.NewError(connectors.SourceFault, shown, nil, "remote.cut_short", fmt.Sprint(to.Size()), fmt.Sprint(object.Size)))
	}
	return nil
}

// fault makes the failure of an extract of an error of the store or the
// connection. The store's own words are not shown: they may repeat keys.
func (s *store) fault(ctx context.Context, key string, err error) error {
	shown, host := s.source.shown(key), s.source.address.Host
	var known *connectors.Error
	if errors.As(err, &known) {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	answer := minio.ToErrorResponse(err)
	switch {
	case answer.Code == minio.NoSuchKey:
		return connectors.NewError(connectors.Absent, shown, err, "source.file_absent", key)
	case answer.Code == minio.NoSuchBucket:
		return connectors.NewError(connectors.SourceFault, shown, err, "s3.bucket_absent", s.source.bucket)
	case answer.StatusCode == http.StatusPreconditionFailed:
		return spool.Changed(shown)
	case answer.StatusCode == http.StatusUnauthorized, answer.StatusCode == http.StatusForbidden:
		return connectors.NewError(connectors.SourceFault, shown, err, "remote.denied", host)
	case answer.StatusCode >= 500, answer.StatusCode == http.StatusTooManyRequests, answer.StatusCode == http.StatusRequestTimeout:
		return spool.Transient(connectors.NewError(connectors.SourceFault, shown, err, "remote.status", host, fmt.Sprint(answer.StatusCode)))
	case answer.StatusCode >= 300:
		return connectors.NewError(connectors.SourceFault, shown, err, "remote.status", host, fmt.Sprint(answer.StatusCode))
	}
	return spool.Unreachable(shown, host, err)
}
