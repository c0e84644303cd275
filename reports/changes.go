package reports

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline/workspace"
)

// changes compares the configurations of the period's days, each with that of the
// day before; the first with that under which the time before the period ended.
// Where the ledger knows of nothing before, the period is the first, and nothing
// has changed since.
func (b *Builder) changes(ctx context.Context, period Period) ([]ChangeLine, error) {
	days, err := b.Ledger.ConfiguredDays(ctx, period.Last.Format(time.DateOnly))
	if err != nil {
		return nil, err
	}
	first := period.First.Format(time.DateOnly)
	var out []ChangeLine
	for i := 1; i < len(days); i++ {
		was, is := days[i-1], days[i]
		if is.Day < first || was.SHA256 == is.SHA256 {
			continue
		}
		old, err := b.Ledger.Configuration(ctx, was.SHA256)
		if err != nil {
			return nil, err
		}
		new, err := b.Ledger.Configuration(ctx, is.SHA256)
		if err != nil {
			return nil, err
		}
		day, err := time.ParseInLocation(time.DateOnly, is.Day, b.Workspace.Zone)
		if err != nil {
			return nil, fmt.Errorf("day of a run: %w", err)
		}
		for _, line := range changeLines(workspace.Changes(old, new)) {
			line.Day = day
			if d := b.Workspace.Dataset(line.Dataset); d != nil {
				line.DatasetName = d.Title
			}
			out = append(out, line)
		}
	}
	return out, nil
}

// changesOf are those that concern a unit: its own, and the whole city's.
func (e *Edition) changesOf(unit string) []ChangeLine {
	return slices.DeleteFunc(slices.Clone(e.changes), func(c ChangeLine) bool {
		owner, _, _ := strings.Cut(c.Dataset, "/")
		return c.Dataset != "" && owner != unit
	})
}

// changeLines leaves out catalogue entries that came or went with their dataset.
func changeLines(list []workspace.Change) []ChangeLine {
	var out []ChangeLine
	for _, c := range list {
		if c.Subject != "" || !strings.HasPrefix(c.Section, "catalogue ") {
			out = append(out, changeLine(c))
		}
	}
	return out
}

// changeLine tells by section and line what kind of change it is.
func changeLine(c workspace.Change) ChangeLine {
	section, name, _ := strings.Cut(c.Section, " ")
	word, subject, _ := strings.Cut(c.Subject, " ")
	line := ChangeLine{Kind: SettingsChanged, Subject: c.Subject, Was: c.Was, Is: c.Is}
	switch section {
	case "indicators":
		line.Kind = WeightsChanged
	case "table":
		line.Kind, line.Subject = TableChanged, name
	case "catalogue":
		line.Kind, line.Dataset = CatalogChanged, name
	case "dataset":
		line.Dataset = name
		line.Kind = addedRemovedChanged(c, DatasetAdded, DatasetRemoved, DatasetChanged)
		switch {
		case c.Subject == "":
			line.Was, line.Is = "", ""
		case word == "rule":
			line.Kind = addedRemovedChanged(c, RuleAdded, RuleRemoved, RuleChanged)
			line.Subject = unquoted(subject)
		case word == "update":
			line.setUpdate(c)
		default:
			line.Kind, line.Subject = DatasetChanged, unquoted(c.Subject)
		}
	}
	return line
}

func addedRemovedChanged(c workspace.Change, added, removed, changed string) string {
	switch {
	case c.Was == "" && !c.Moved:
		return added
	case c.Is == "" && !c.Moved:
		return removed
	}
	return changed
}

var cycleForm = regexp.MustCompile(`^cycle "([^"]*)"`)

// setUpdate shows the cycles alone where they differ; their order, from the most
// frequent to none, tells a downgrade.
func (l *ChangeLine) setUpdate(c workspace.Change) {
	l.Kind, l.Subject = UpdateChanged, ""
	was, is := cycleForm.FindStringSubmatch(c.Was), cycleForm.FindStringSubmatch(c.Is)
	if was == nil || is == nil || was[1] == is[1] {
		return
	}
	l.Was, l.Is = was[1], is[1]
	l.Downgrade = slices.Index(workspace.Cycles, is[1]) > slices.Index(workspace.Cycles, was[1])
}

// unquoted is a name without the quotes of the canonical form.
func unquoted(s string) string { return strings.ReplaceAll(s, `"`, "") }
