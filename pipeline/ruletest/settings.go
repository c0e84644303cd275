package ruletest

import (
	"math"
	"time"

	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// settings are what case.yaml says.
type settings struct {
	dataset   string // of the workspace; "" where the case brings its own
	slot      workspace.Slot
	null      *string // the value that stands for NULL
	escapes   bool
	arrived   bool
	nilReturn bool
	due       bool
	credit    int // of the delivery, in permille
	rejected  int64
}

// defaultSlot is the day that is judged unless the case names another.
const defaultSlot = "2026-01-01"

// settings reads case.yaml, or the defaults.
func (c *Case) settings(zone *time.Location, diags *rules.Diagnostics) settings {
	node := &rules.Node{Type: rules.Map}
	if m, ok := c.files[settingsFile]; ok {
		if node = workspace.ReadYAML(settingsFile, m.data, diags); node == nil {
			return settings{}
		}
	}
	r := rules.NewReader(node, "case", diags)
	s := settings{escapes: r.Bool("escapes", false), arrived: r.Bool("arrived", true), nilReturn: r.Bool("nil_return", false), rejected: r.Int("rejected", 0, 0)}
	if r.Has("dataset") {
		s.dataset = r.RequireText("dataset")
	}
	day := defaultSlot
	if r.Has("slot") {
		day = r.Text("slot")
	}
	on, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		diags.Addf(r.Get("slot").Pos, "case: \"slot\" must be a day such as %s, found %q", defaultSlot, day)
	}
	s.slot = workspace.DaySlot(on)
	if r.Has("null") {
		text := r.Text("null")
		s.null = &text
	}
	if n := r.Get("delivery"); n != nil {
		credit := r.Number("delivery", 0)
		if credit < 0 || credit > 1 {
			diags.Addf(n.Pos, "case: \"delivery\" is the credit that it earned, from 0 to 1, found %q", n.Text)
		}
		s.due, s.credit = true, int(math.Round(1000*credit))
	}
	r.Finish()
	return s
}

// checkDataset wants one dataset: the case's own, or one of the workspace.
func (c *Case) checkDataset(s settings, diags *rules.Diagnostics) {
	_, own := c.files[workspace.CaseFile]
	_, refuses := c.files[errorFile]
	switch {
	case !own && s.dataset == "":
		diags.Addf(rules.Pos{}, "case %s has no dataset.yaml, and its case.yaml names no dataset of a workspace", c.Name)
	case own && s.dataset != "":
		diags.Addf(rules.Pos{}, "case %s has a dataset.yaml, and its case.yaml names one of a workspace: keep one", c.Name)
	case refuses && s.dataset != "":
		diags.Addf(rules.Pos{}, "case %s wants an error of a dataset that is the workspace's: cdoscore validate reports those", c.Name)
	}
}
