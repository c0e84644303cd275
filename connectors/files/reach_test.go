package files

import (
	"path/filepath"
	"testing"

	"cdoscore/connectors"
)

// TestReach opens the folder that is there for every slot, and no other.
func TestReach(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "in", "2026-01-01", "a.csv"), "x")
	for path, reached := range map[string]bool{
		"in/a.csv":                            true,
		"in/{slot:2006-01-02}/*.csv":          true,
		"in/x{slot:2006-01-02}/{slot:02}.csv": true,
		"in/*/a.csv":                          true,
		"a.csv":                               true,
		"gone/a.csv":                          false,
		"gone/{slot:2006}.csv":                false,
		"in/2026-01-01/a.csv/b.csv":           false,
	} {
		err := drop(t, connectors.Values{"path": {path}}).Reach(slotOf(dir))
		if (err == nil) != reached {
			t.Errorf("%s: %v", path, err)
		}
	}
}
