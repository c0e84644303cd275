package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cdoscore/pipeline/evaluation"
	"cdoscore/reports/message"
)

// TestEveryWrongEntryHasWords holds the reasons that package evaluation gives against
// the texts, both ways.
func TestEveryWrongEntryHasWords(t *testing.T) {
	key := regexp.MustCompile(`"(wrong\.[a-z_]+)"`)
	files, err := filepath.Glob("../../pipeline/evaluation/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var used []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range key.FindAllStringSubmatch(string(text), -1) {
			used = append(used, m[1])
		}
	}
	for _, k := range used {
		if _, ok := evaluateTexts[k]; !ok {
			t.Errorf("%s has no text", k)
		}
	}
	for k := range evaluateTexts {
		if strings.HasPrefix(k, "wrong.") && !slices.Contains(used, k) {
			t.Errorf("nothing is refused for %s", k)
		}
	}
	for _, lang := range message.Languages {
		for _, state := range evaluation.States() {
			if !catalog(lang).Has("state." + state) {
				t.Errorf("%s: the state %s has no text", lang, state)
			}
		}
	}
}
