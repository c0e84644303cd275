package main

import (
	"fmt"
	"slices"
	"strings"

	"cdoscore/pipeline/ledger"
	"cdoscore/reports"
)

// counted are the counts behind items; items of the same counts are named together.
func (d *dutyTruth) counted(u annualUnit, ids []string) {
	evidence, err := d.s.ledger.EvidenceOf(d.t.Context(), d.doc.Cycle)
	if err != nil {
		d.t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, item := range itemsOf(u) {
		if !slices.Contains(ids, item.ID) || item.Source == "unjudged" {
			continue
		}
		var said []any
		if e := item.Evidence; item.Source == "measured" {
			said = []any{e.Good, e.Of}
			if strings.HasPrefix(item.ID, "A") {
				said = []any{e.Datasets, e.Good}
			}
		} else if n := countEvidence(evidence, u.Unit, item.ID); n > 0 {
			said = []any{n}
		}
		key := fmt.Sprint(said)
		if strings.HasPrefix(item.ID, "A") && seen[key] {
			continue
		}
		seen[key] = true
		d.put(said...)
	}
}

func countEvidence(list []ledger.Evidence, unit, item string) int {
	n := 0
	for _, x := range list {
		if x.Unit == unit && x.Indicator == item {
			n++
		}
	}
	return n
}

// slots counts the ledger's deliveries of a unit, in all and by dataset.
func (d *dutyTruth) slots(unit string, quality reports.Unit) {
	list, err := d.s.ledger.Deliveries(d.t.Context(), ledger.Filter{From: d.doc.From, To: d.doc.To})
	if err != nil {
		d.t.Fatal(err)
	}
	counts, newest := map[string][]int{}, map[string]ledger.Delivery{}
	for _, x := range list {
		if !strings.HasPrefix(x.Dataset, unit+"/") {
			continue
		}
		for _, key := range []string{"", x.Dataset} {
			if counts[key] == nil {
				counts[key] = make([]int, 5)
			}
			if !x.Due.IsZero() {
				counts[key][0]++
			}
			if at := map[string]int{"on_time": 1, "late": 2, "missing": 3, "unreadable": 3, "source_failed": 3, "platform_failed": 4, "excused": 4}[x.State]; at > 0 {
				counts[key][at]++
			}
		}
		newest[x.Dataset] = x // by dataset and slot
	}
	rows := int64(0)
	for _, x := range newest {
		if x.Good() {
			rows += x.Rows
		}
	}
	d.put(len(quality.Datasets), rows)
	all := counts[""]
	if all == nil {
		all = make([]int, 5)
	}
	d.put(all[0], all[1], all[2], all[3], all[4])
	if owed := all[0] - all[4]; owed > 0 {
		d.put(percent(float64(all[1]) / float64(owed)))
	}
	for _, x := range quality.Datasets {
		for i := range 5 {
			n := 0
			if counts[x.ID] != nil {
				n = counts[x.ID][i]
			}
			d.put(n)
		}
		if newest[x.ID].Good() {
			d.put(newest[x.ID].Rows)
		}
	}
}
