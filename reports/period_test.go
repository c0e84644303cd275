package reports

import (
	"testing"
	"time"

	"cdoscore/pipeline/workspace"
)

func TestPeriodOfNamesItsKind(t *testing.T) {
	for _, tt := range []struct {
		name, from, to, kind, label string
	}{
		{"2026-03", "2026-03-01", "2026-03-31", MonthPeriod, "period.month_3 [2026]"},
		{"2026-Q3", "2026-07-01", "2026-09-30", QuarterPeriod, "period.quarter [2026 3]"},
		{"2026", "2026-01-01", "2026-12-31", YearPeriod, "period.year [2026]"},
		{"2026", "2025-12-01", "2026-11-30", CyclePeriod, "period.cycle [2026 2025-12-01 2026-11-30]"},
		{"2026-Q1", "2026-01-01", "2026-03-30", CyclePeriod, "period.cycle [2026-Q1 2026-01-01 2026-03-30]"},
		{"trial", "2026-03-02", "2026-03-15", CyclePeriod, "period.cycle [trial 2026-03-02 2026-03-15]"},
	} {
		t.Run(tt.name+" from "+tt.from, func(t *testing.T) {
			p, err := PeriodOf(workspace.Cycle{Name: tt.name, From: tt.from, To: tt.to}, time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			label := p.Label()
			text := label.Key + " ["
			for i, a := range label.Args {
				if i > 0 {
					text += " "
				}
				text += a
			}
			if p.Kind != tt.kind || text+"]" != tt.label {
				t.Errorf("kind %s, label %s], want %s, %s", p.Kind, text, tt.kind, tt.label)
			}
			if p.First.Format(time.DateOnly) != tt.from || p.Last.Format(time.DateOnly) != tt.to {
				t.Errorf("from %v to %v", p.First, p.Last)
			}
		})
	}
}
