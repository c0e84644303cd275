package files

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"cdoscore/connectors"
)

// Reach lists the innermost folder of the path that is the same for every slot.
func (d *Drop) Reach(r connectors.Request) error {
	folder := pattern{{text: d.path.fixed()}}.resolve(r)
	f, err := os.Open(folder)
	if err != nil {
		return Fault(folder, err)
	}
	defer f.Close()
	if _, err := f.Readdirnames(1); err != nil && !errors.Is(err, io.EOF) {
		return Fault(folder, err)
	}
	return nil
}

// fixed is the path's folders up to the first that has a date or a wildcard.
func (p pattern) fixed() string {
	start := ""
	if len(p) > 0 && p[0].date == "" {
		start = p[0].text
	}
	if i := strings.IndexAny(start, `*?[`); i >= 0 {
		start = start[:i]
	}
	folder, _ := filepath.Split(filepath.FromSlash(start))
	return folder
}
