package connectortest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
)

// realDataVariable names the folder of files that others made; tests over them
// are skipped without it.
const realDataVariable = "CDOSCORE_REALDATA"

// fileLimit is how long reading one file may take.
const fileLimit = time.Minute

// RealFiles lists the files with one of the extensions below folders of the real
// data, or skips the test where there is none.
func RealFiles(t testing.TB, folders []string, extensions ...string) []string {
	t.Helper()
	root := os.Getenv(realDataVariable)
	if root == "" {
		t.Skipf("%s is not set: no real files to read", realDataVariable)
	}
	var found []string
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() && slices.Contains(extensions, strings.ToLower(filepath.Ext(path))) {
				found = append(found, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(found) == 0 {
		t.Fatalf("no files with %v below %v", extensions, folders)
	}
	return found
}

// ReadOrRefuse reads each file, and fails the test for one that is neither read
// whole, with rows and rejections that add up, nor refused as a failure of the
// extract. It logs one line of figures.
func ReadOrRefuse(t *testing.T, typ connectors.Type, options connectors.Values, paths []string) {
	t.Helper()
	var read, refused, rows, rejected int
	reasons := map[string]int{}
	for _, path := range paths {
		start := time.Now()
		got, info, err := ReadFile(typ, options, path)
		if took := time.Since(start); took > fileLimit {
			t.Errorf("%s took %v", path, took)
		}
		var failure *connectors.Error
		switch {
		case err == nil && int64(len(got)+len(info.Rejected)) != info.Physical:
			t.Errorf("%s: read %d + rejected %d, physical %d", path, len(got), len(info.Rejected), info.Physical)
		case err == nil:
			read, rows, rejected = read+1, rows+len(got), rejected+len(info.Rejected)
		case errors.As(err, &failure):
			refused++
			reasons[failure.Reason.Key]++
			t.Logf("refused: %v (%v)", err, failure.Err)
		default:
			t.Errorf("%s: %v", path, err)
		}
	}
	t.Logf("%s: %d files read (%d rows, %d rejected), %d refused %v", typ.Name, read, rows, rejected, refused, reasons)
}

// ReadFile reads one file, whatever its name, to the end.
func ReadFile(typ connectors.Type, options connectors.Values, path string) ([]Row, connectors.Info, error) {
	v := connectors.Values{"path": {escaped(path)}}
	for name, texts := range options {
		v[name] = texts
	}
	e, err := TryOpen(typ, v, connectors.Request{Zone: time.UTC})
	if err != nil {
		return nil, connectors.Info{}, err
	}
	return ReadAll(e)
}

// escaped keeps wildcards in a file's name from being wildcards.
func escaped(path string) string {
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `\`, `\\`).Replace(path)
}
