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
var vocabulary = []string{"reason.", "state.", "short.", "cycle.", "tier.", "severity.", "period.", "change.", "overview.why_", "finding.", "mend.", "type.", "returned.state.", "review.title_", "review.note_", "bulletin.rose_", "bulletin.fell_", "ranking.appeal_", "ranking.if_", "ranking.quality_if_", "ranking.annual_"}

func TestTheSheetsAndTheCatalogueAgree(t *testing.T) {
	catalog := message.New("zh-Hans")
	used := keysInSources(t, "*.go")
	for _, key := range used {
		if !catalog.Has(key) {
			t.Errorf("the catalogue lacks %q", key)
		}
	}
	// The workbooks that officers get back have words of their own in the catalogue.
	used = append(used, keysInSources(t, "../returned/*.go")...)
	// So have the documents, whose keys their own test holds against the catalogue.
	used = append(used, keysInSources(t, "../docx/*.go")...)
	for _, key := range catalog.Keys() {
		fromModel := slices.ContainsFunc(vocabulary, func(p string) bool { return strings.HasPrefix(key, p) })
		if !fromModel && !slices.Contains(used, key) {
			t.Errorf("no sheet uses %q", key)
		}
	}
}

func keysInSources(t *testing.T, pattern string) []string {
	t.Helper()
	literal := regexp.MustCompile(`"([a-z]+(?:\.[a-z_]+)+)"`)
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
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
