package spool

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"cdoscore/connectors/files"
)

// Lister lists remote folders.
type Lister interface {
	// ReadDir lists a folder. An error that is fs.ErrNotExist means that it is not
	// there.
	ReadDir(name string) ([]fs.FileInfo, error)
	Stat(name string) (fs.FileInfo, error)
}

// Find lists the plain files that match a path with forward slashes, sorted by
// name; none is no error.
func Find(l Lister, pattern string) ([]string, error) {
	if !files.HasWildcard(pattern) {
		_, err := l.Stat(pattern)
		return present(pattern, err)
	}
	dir, last := path.Split(pattern)
	folders := []string{dir}
	if trimmed := strings.TrimSuffix(dir, "/"); trimmed != "" {
		var err error
		if folders, err = Find(l, trimmed); err != nil {
			return nil, err
		}
	}
	var found []string
	for _, folder := range folders {
		matches, err := findIn(l, folder, last)
		if err != nil {
			return nil, err
		}
		found = append(found, matches...)
	}
	slices.Sort(found)
	return found, nil
}

func findIn(l Lister, folder, last string) ([]string, error) {
	if !files.HasWildcard(last) {
		name := path.Join(folder, last)
		_, err := l.Stat(name)
		return present(name, err)
	}
	if folder == "" {
		folder = "."
	}
	entries, err := l.ReadDir(folder)
	if absent(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []string
	for _, e := range entries {
		if files.Match(last, e.Name()) {
			found = append(found, path.Join(folder, e.Name()))
		}
	}
	return found, nil
}

func present(name string, err error) ([]string, error) {
	switch {
	case err == nil:
		return []string{name}, nil
	case absent(err):
		return nil, nil
	}
	return nil, err
}

func absent(err error) bool { return errors.Is(err, fs.ErrNotExist) }
