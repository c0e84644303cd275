package codes

import (
	"testing"
	"time"

	"cdoscore/rules"
)

func TestExamplesAreValid(t *testing.T) {
	seen := 0
	for _, f := range Formats() {
		example := Example(f.Name)
		if example == "" {
			continue
		}
		seen++
		var diags rules.Diagnostics
		v, ok := f.Read(rules.NewReader(&rules.Node{Type: rules.Map}, "format", &diags))
		if !ok || !v.Valid(example, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: %q is not valid", f.Name, example)
		}
	}
	if seen != len(examples) {
		t.Errorf("%d examples are of known formats, of %d", seen, len(examples))
	}
}
