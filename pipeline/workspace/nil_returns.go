package workspace

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

const nilReturnsFile = "nil_returns.csv"

// NilReturn is an officer's declaration that a slot has nothing to report (零报告).
type NilReturn struct {
	Dataset, Slot string // the slot's name, YYYY-MM-DD
	DeclaredAt    time.Time
	By, Reason    string
}

// NilReturnFor returns the declaration of a slot; false where there is none.
func (w *Workspace) NilReturnFor(dataset, slot string) (NilReturn, bool) {
	i, ok := slices.BinarySearchFunc(w.NilReturns, NilReturn{Dataset: dataset, Slot: slot}, NilReturn.compare)
	if !ok {
		return NilReturn{}, false
	}
	return w.NilReturns[i], true
}

func (n NilReturn) compare(o NilReturn) int {
	return cmp.Or(cmp.Compare(n.Dataset, o.Dataset), cmp.Compare(n.Slot, o.Slot))
}

// nilReturns reads nil_returns.csv.
func (l *loader) nilReturns() {
	seen := places{}
	l.optionalRows(nilReturnsFile, []string{"dataset,slot,declared_at,by,reason"}, func(r csvRow) {
		n := NilReturn{Dataset: r.oneOf("dataset", "dataset", datasetIDs(l.w.Datasets)), Slot: r.requireDay("slot"), By: r.require("by"), Reason: r.require("reason")}
		n.DeclaredAt = r.requireMoment("declared_at", l.w.Zone)
		if n.Dataset != "" && n.Slot != "" {
			l.checkSlot(r, l.w.Dataset(n.Dataset), n.Slot)
		}
		r.once(seen, "slot", fmt.Sprintf("the nil return of %s for slot %s", n.Dataset, n.Slot), n.Dataset, n.Slot)
		l.w.NilReturns = append(l.w.NilReturns, n)
	})
	slices.SortStableFunc(l.w.NilReturns, NilReturn.compare)
}

// checkSlot reports a day that is not the first of a slot of the dataset's cycle.
func (l *loader) checkSlot(r csvRow, d *Dataset, name string) {
	day, _ := time.ParseInLocation(time.DateOnly, name, l.w.Zone)
	s, scheduled := d.Update.Covering(day)
	switch {
	case !scheduled:
		r.failf("slot", "dataset %s has cycle %q and no slots that are due, so that it needs no nil return: remove the line", d.ID, d.Update.Cycle)
	case s.Name() != name:
		r.failf("slot", "no slot of %s (%s) begins on %s: a slot is named by its first day, here %s", d.ID, d.Update.Cycle, name, s.Name())
	}
}
