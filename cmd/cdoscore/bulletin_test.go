package main

import (
	"archive/zip"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cdoscore/pipeline/ledger"
	"cdoscore/reports"
)

// checkBulletin holds every figure of the month's bulletin, in its order, against
// what the ledger's deliveries and the units' own scores say. The units' scores and
// the disagreements were held against the truth before.
func checkBulletin(t *testing.T, s *site, city reports.City) {
	t.Helper()
	dir := t.TempDir()
	first, second := filepath.Join(dir, "a.docx"), filepath.Join(dir, "b.docx")
	for _, path := range []string{first, second} {
		must(t, exitDone, "bulletin", "-w", s.w.Dir, "--period", city.Period.Name, "--lang", "en", "-o", path, "--now", "2026-03-20T08:00:00+08:00")
	}
	a, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(second)
	if err != nil {
		t.Fatal(err)
	}
	if string(a) != string(b) {
		t.Error("two bulletins of the same month differ")
	}
	got, want := figuresIn(t, first), bulletinFigures(t, s, city)
	if !slices.Equal(got, want) {
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("figure %d of the bulletin: got %q of %d, want %q of %d", i, got[min(i, len(got)):min(i+9, len(got))], len(got), want[min(i, len(want)):min(i+9, len(want))], len(want))
			}
		}
	}
	t.Logf("%d figures of the bulletin compared", len(got))
}

// figuresIn are the runs of the style Figure, in their order.
func figuresIn(t *testing.T, path string) []string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	is := false
	for p := xml.NewDecoder(f); ; {
		token, err := p.Token()
		if errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		x, _ := token.(xml.StartElement)
		switch x.Name.Local {
		case "r":
			is = false
		case "rStyle":
			is = x.Attr[0].Value == "Figure"
		case "t":
			var text string
			if err := p.DecodeElement(&text, &x); err != nil {
				t.Fatal(err)
			}
			if is {
				out = append(out, text)
			}
		}
	}
}

// slotCounts are one unit's slots of a period.
type slotCounts struct{ due, onTime, late, missing, spared, streak int }

func (c slotCounts) rate() float64 {
	if c.due == c.spared {
		return 0
	}
	return float64(c.onTime) / float64(c.due-c.spared)
}

// countSlots counts the ledger's deliveries by unit.
func countSlots(t *testing.T, s *site, from, to string) map[string]slotCounts {
	t.Helper()
	list, err := s.ledger.Deliveries(t.Context(), ledger.Filter{From: from, To: to})
	if err != nil {
		t.Fatal(err)
	}
	out, runs := map[string]slotCounts{}, map[string]int{}
	for _, d := range list { // by dataset and slot
		c := out[s.w.Dataset(d.Dataset).Unit]
		if !d.Due.IsZero() {
			c.due++
		}
		runs[d.Dataset]++
		switch d.State {
		case "on_time":
			c.onTime++
		case "late":
			c.late++
		case "missing", "unreadable", "source_failed":
			c.missing++
		case "platform_failed", "excused":
			c.spared++
		}
		if d.State != "missing" && d.State != "unreadable" && d.State != "source_failed" {
			runs[d.Dataset] = 0
		}
		out[s.w.Dataset(d.Dataset).Unit] = c
	}
	for dataset, n := range runs {
		unit := s.w.Dataset(dataset).Unit
		c := out[unit]
		c.streak = max(c.streak, n)
		out[unit] = c
	}
	return out
}

func bulletinFigures(t *testing.T, s *site, city reports.City) []string {
	t.Helper()
	var out []string
	put := func(values ...any) {
		for _, v := range values {
			out = append(out, fmt.Sprint(v))
		}
	}
	slots := countSlots(t, s, city.Period.First.Format("2006-01-02"), city.Period.Last.Format("2006-01-02"))
	graded := 0
	for _, u := range city.Units {
		if u.Score.Assessed {
			graded++
		}
	}
	put(len(s.w.Units), len(s.w.Datasets), graded, len(s.w.Units)-graded)
	for _, tier := range city.Tiers {
		sum, counted := 0, map[string]int{}
		for _, u := range city.Units {
			if u.Tier == tier {
				sum, counted[u.Band.ID] = sum+1, counted[u.Band.ID]+1
			}
		}
		for _, b := range city.Bands {
			put(counted[b.ID])
		}
		put(counted[""], sum)
	}
	for _, tier := range city.Tiers {
		for _, u := range city.Units {
			if u.Tier == tier && u.Rank > 0 {
				put(u.Rank)
			}
			if u.Tier == tier && u.Score.Assessed {
				put(twoDecimals(u.Score.Value))
			}
		}
	}
	return append(append(out, deliveryFigures(slots)...), furtherFigures(city, slots)...)
}

func deliveryFigures(slots map[string]slotCounts) []string {
	var sum slotCounts
	var late []string
	for unit, c := range slots {
		sum = slotCounts{sum.due + c.due, sum.onTime + c.onTime, sum.late + c.late, sum.missing + c.missing, sum.spared + c.spared, 0}
		if c.late+c.missing > 0 {
			late = append(late, unit)
		}
	}
	slices.SortFunc(late, func(a, b string) int {
		return cmp.Or(cmp.Compare(slots[a].rate(), slots[b].rate()), cmp.Compare(a, b))
	})
	out := []string{fmt.Sprint(sum.due), fmt.Sprint(sum.onTime), fmt.Sprint(sum.late), fmt.Sprint(sum.missing), fmt.Sprint(sum.spared), fmt.Sprint(len(late))}
	for _, unit := range late {
		c := slots[unit]
		for _, n := range []int{c.due, c.onTime, c.late, c.missing, c.spared} {
			out = append(out, fmt.Sprint(n))
		}
		out = append(out, twoDecimals(100*c.rate())+"%", fmt.Sprint(c.streak))
	}
	return out
}

// furtherFigures are those of the disagreements and of the units that need action.
func furtherFigures(city reports.City, slots map[string]slotCounts) []string {
	var table, proposed []string
	for _, l := range city.Disagreements {
		rate := twoDecimals(100*float64(l.Disagree)/float64(l.Compared)) + "%"
		table = append(table, thousandsOf(l.Compared), thousandsOf(l.Disagree), rate)
		proposed = append(proposed, rate)
	}
	out := append(append(table, fmt.Sprint(len(proposed))), proposed...)
	out = append(out, fmt.Sprint(len(city.NeedAction)))
	for _, u := range city.NeedAction {
		if u.Score.Assessed {
			out = append(out, twoDecimals(u.Score.Value))
		}
		if n := slots[u.ID].streak; n >= 2 {
			out = append(out, fmt.Sprint(n))
		}
	}
	return out
}

// twoDecimals rounds half up by decimals, not by the product's arithmetic.
func twoDecimals(x float64) string {
	r, _ := new(big.Rat).SetString(fmt.Sprintf("%.9f", x))
	return r.FloatString(2)
}

func thousandsOf(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = strings.Join([]string{s[:i], s[i:]}, ",")
	}
	return s
}
