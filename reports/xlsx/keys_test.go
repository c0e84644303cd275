package xlsx

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cdoscore/reports/message"
)

// vocabulary are the keys that come from the model, or are put together, so that no
// source names them.
var vocabulary = []string{"reason.", "state.", "cycle.", "tier.", "severity.", "type.", "mend.", "returned.state.", "period.", "change.", "overview.why_", "finding."}

func TestTheSheetsAndTheCatalogueAgree(t *testing.T) {
	catalog := message.New("zh-Hans")
	used := keysInSources(t)
	for _, key := range used {
		if !catalog.Has(key) {
			t.Errorf("the catalogue lacks %q", key)
		}
	}
	for _, key := range catalog.Keys() {
		fromModel := slices.ContainsFunc(vocabulary, func(p string) bool { return strings.HasPrefix(key, p) })
		if !fromModel && !slices.Contains(used, key) {
			t.Errorf("no sheet uses %q", key)
		}
	}
}

func keysInSources(t *testing.T) []string {
	t.Helper()
	literal := regexp.MustCompile(`"([a-z]+(?:\.[a-z_]+)+)"`)
	var files []string
	for _, pattern := range []string{"*.go", "../returned/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	var keys []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(source), -1) {
			keys = append(keys, m[1])
		}
	}
	return keys
}
