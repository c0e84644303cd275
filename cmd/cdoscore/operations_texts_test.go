package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdoscore/rules"
)

// TestOperationsTexts: what user, audit, backup, restore and doctor say is written in
// three languages, and said somewhere.
func TestOperationsTexts(t *testing.T) {
	texts := map[string]rules.Text{}
	maps.Copy(texts, accessTexts)
	maps.Copy(texts, operationsTexts)
	var source strings.Builder
	for _, pattern := range []string{"user*.go", "audit*.go", "backup.go", "doctor.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v, %v", pattern, names, err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(data)
		}
	}
	// Of these the last word comes from a value.
	composed := []string{"cli.user.state.", "cli.audit.", "cli.doctor.", "cli.user.disabled", "cli.user.enabled"}
	for key, text := range texts {
		if text.ZhHans == "" || text.ZhHant == "" || text.En == "" {
			t.Errorf("%s: %+v", key, text)
		}
		said := strings.Contains(source.String(), `"`+key+`"`)
		for _, prefix := range composed {
			said = said || strings.HasPrefix(key, prefix)
		}
		if !said {
			t.Errorf("nothing says %s", key)
		}
	}
}
