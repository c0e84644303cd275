package entries_test

import (
	"strings"
	"testing"

	"cdoscore/pipeline/entries"
	"cdoscore/reports/message"
)

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		judge func(*entries.Faults)
		want  string // "" nothing is wrong
	}{
		"something":        {func(f *entries.Faults) { f.Required("a", "x") }, ""},
		"nothing":          {func(f *entries.Faults) { f.Required("a", " \n") }, "a: must be filled in"},
		"as long as may":   {func(f *entries.Faults) { f.Text("a", strings.Repeat("长", 200), entries.Short) }, ""},
		"too long":         {func(f *entries.Faults) { f.Text("a", strings.Repeat("长", 201), entries.Short) }, "a: has 201 characters and may have 200: shorten it"},
		"lines":            {func(f *entries.Faults) { f.Text("a", "x\r\n\ty", entries.Short) }, ""},
		"a control":        {func(f *entries.Faults) { f.Text("a", "x\x1b[31m", entries.Short) }, "a: holds characters that cannot be shown: remove them"},
		"broken UTF-8":     {func(f *entries.Faults) { f.Text("a", "x\xff", entries.Short) }, "a: holds characters that cannot be shown: remove them"},
		"no day":           {func(f *entries.Faults) { f.Day("a", "") }, ""},
		"a day":            {func(f *entries.Faults) { f.Day("a", "2028-02-29") }, ""},
		"a day that isn't": {func(f *entries.Faults) { f.Day("a", "2026-02-29") }, `a: "2026-02-29" is no date: enter one, as 2026-04-30`},
		"two":              {func(f *entries.Faults) { f.Required("a", ""); f.Add("b", "no_reason") }, "a: must be filled in\nb: what cannot be put right needs its reason here"},
	} {
		t.Run(name, func(t *testing.T) {
			var f entries.Faults
			c.judge(&f)
			if got := f.Error(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			for _, x := range f {
				if !message.New("zh-Hans", entries.Texts()).Has(x.Reason.Key) {
					t.Errorf("%s has no text", x.Reason.Key)
				}
			}
		})
	}
}
