package excel

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

func TestRealFiles(t *testing.T) {
	paths := connectortest.RealFiles(t, []string{"xlsx"}, ".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".ods")
	connectortest.ReadOrRefuse(t, Type(), nil, paths)
}

// TestRealFilesCost sees that no file takes much memory or time through the whole
// connector. All that is allocated bounds what is held at once.
func TestRealFilesCost(t *testing.T) {
	const memory, limit = 512 << 20, 20 * time.Second
	var most uint64
	for _, path := range connectortest.RealFiles(t, []string{"xlsx"}, ".xlsx", ".xlsm", ".xls", ".xlsb") {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		reasonOf(path, nil)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		allocated := after.TotalAlloc - before.TotalAlloc
		if most = max(most, allocated); allocated > memory || took > limit {
			t.Errorf("%s: %d bytes, %v", path, allocated, took)
		}
	}
	t.Logf("at most %d bytes allocated for one file", most)
}

// TestRealEncryptedFiles opens workbooks that Excel itself encrypted, by the
// passwords of the projects that they come from.
func TestRealEncryptedFiles(t *testing.T) {
	passwords := []string{"password", "123"}
	opened := 0
	for _, path := range connectortest.RealFiles(t, []string{"xlsx"}, ".xlsx") {
		if reasonOf(path, nil) != "excel.encrypted" {
			continue
		}
		for _, password := range passwords {
			// One of them holds an empty sheet.
			if reason := reasonOf(path, connectors.Values{"password": {password}}); reason == "" || reason == "excel.no_rows" {
				opened++
			} else if reason != "excel.wrong_password" {
				t.Errorf("%s: %s", path, reason)
			}
		}
	}
	if opened != 4 {
		t.Errorf("%d encrypted workbooks opened, there are 4", opened)
	}
}

// reasonOf is why a file is not read; "": it is.
func reasonOf(path string, options connectors.Values) string {
	_, _, err := connectortest.ReadFile(Type(), options, path)
	var failure *connectors.Error
	if errors.As(err, &failure) {
		return failure.Reason.Key
	}
	return ""
}
