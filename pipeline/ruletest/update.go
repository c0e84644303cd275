package ruletest

import (
	"fmt"
	"os"

	"github.com/google/renameio/v2"
	"github.com/rogpeppe/go-internal/txtar"
)

// Update writes the tables of an archive anew, as its cases were found. Broken
// cases, and cases on which two ways of judging differ, keep theirs. It returns
// how many cases changed.
func Update(file string, results []Result) (int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, fmt.Errorf("update cases: %w", err)
	}
	archive := txtar.Parse(data)
	changed := 0
	for _, r := range results {
		name := r.Case.from[wantFile]
		if name == "" {
			name = r.Case.from[errorFile]
		}
		for i, f := range archive.Files {
			if f.Name == name && !r.Broken && !r.Torn && string(f.Data) != r.Update {
				archive.Files[i].Data = []byte(r.Update)
				changed++
			}
		}
	}
	if changed == 0 {
		return 0, nil
	}
	if err := renameio.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		return 0, fmt.Errorf("update cases: %w", err)
	}
	return changed, nil
}
