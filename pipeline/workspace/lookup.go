package workspace

import (
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Dataset returns the dataset of an id, unit/name, or nil.
func (w *Workspace) Dataset(id string) *Dataset {
	i, ok := slices.BinarySearchFunc(w.Datasets, id, func(d *Dataset, id string) int { return strings.Compare(d.ID, id) })
	if !ok {
		return nil
	}
	return w.Datasets[i]
}

// Unit returns the unit of an id, or nil.
func (w *Workspace) Unit(id string) *Unit {
	for _, u := range w.Units {
		if u.ID == id {
			return u
		}
	}
	return nil
}

// VarDir is the absolute folder of all state.
func (w *Workspace) VarDir() string { return Resolve(w.Dir, w.Storage.Var) }

// ScorecardsDir is the absolute folder of the workbooks of longer periods.
func (w *Workspace) ScorecardsDir() string { return Resolve(w.Dir, w.Storage.Scorecards) }

// ReportsDir is the absolute folder of the workbooks.
func (w *Workspace) ReportsDir() string { return Resolve(w.Dir, w.Storage.Reports) }

// OutboxDir is the absolute folder of notices.
func (w *Workspace) OutboxDir() string { return Resolve(w.Dir, w.Storage.Outbox) }

// Resolve makes a path of the configuration absolute: relative ones start at the
// workspace.
func Resolve(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// Fingerprint is a short hash of everything of the dataset that can change a score.
func (d *Dataset) Fingerprint() string { return hexSHA256(d.Canonical)[:16] }

// DaySlot is the slot that covers one day.
func DaySlot(day time.Time) Slot { return Slot{Start: midnight(day, 0), End: midnight(day, 1)} }
