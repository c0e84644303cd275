package workspace

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"cdoscore/rules"
)

// The modes of annual items: who gives the points.
const (
	ModeAuto     = "auto"     // a measure
	ModeReviewer = "reviewer" // a reviewer, from evidence
	ModeEither   = "either"   // a measure where it can be computed, else a reviewer
)

// Measures are what an annual item can be computed by.
var Measures = []string{
	"completeness", "accuracy", "timeliness", "authenticity", "usability", // the dimensions
	"inventory_covered", "catalogue_complete", "schema_agrees",
	"on_time", "delivered", "structure_stable",
	"sharing_reasoned", "share_rate", "open_rate",
	"sensitive_declared", "requests_answered",
}

// AnnualIndicator is one tier-1 indicator of the annual assessment.
type AnnualIndicator struct {
	ID     string // A … H
	Name   rules.Text
	Weight float64
	Items  []AnnualItem
}

// AnnualItem is one tier-2 indicator.
type AnnualItem struct {
	ID      string
	Name    rules.Text
	Weight  float64
	Mode    string // auto, reviewer or either
	Measure string // one of Measures; "" for a reviewer's item
	Steps   []Step // the points that a reviewer can give, most first; none: any up to the weight
	// Heading is that of the duty report under which the item is reported, one of
	// DutyHeadings: its own, else its indicator's, else its measure's; "": none.
	Heading string
}

// Step is one of the points that a reviewer can give, and for what.
type Step struct {
	Points int64 // hundredths
	Text   rules.Text
}

// Adjustments says which points beside the indicators can be given.
type Adjustments struct {
	ExtraCap     int64  // hundredths that count of extra points; 0: switched off
	DeductionCap int64  // hundredths that count of deductions; 0: switched off
	VetoBand     string // the best band that a vetoed unit can have; "": switched off
}

// ReviewRules says how many give first points, blind to each other, and when one
// more is asked.
type ReviewRules struct {
	Reviewers int // 1 or 2
	// ThirdBeyond is the share of an item's points by which two may differ before a
	// third is asked.
	ThirdBeyond float64
}

// Allow reports whether a kind of adjustment is switched on.
func (a Adjustments) Allow(kind string) bool {
	switch kind {
	case "extra":
		return a.ExtraCap > 0
	case "deduction":
		return a.DeductionCap > 0
	case "veto":
		return a.VetoBand != ""
	}
	return false
}

// AnnualItems returns every tier-2 indicator by its id.
func (s Indicators) AnnualItems() map[string]AnnualItem {
	out := map[string]AnnualItem{}
	for _, a := range s.Annual {
		for _, i := range a.Items {
			out[i.ID] = i
		}
	}
	return out
}

// Most is the most points that a reviewer can give, in hundredths.
func (i AnnualItem) Most() int64 { return int64(math.Round(i.Weight * 100)) }

func (i AnnualItem) stepsText() string {
	points := make([]string, len(i.Steps))
	for n, s := range i.Steps {
		points[n] = pointsText(s.Points)
	}
	return strings.Join(points, ", ")
}

func readAnnual(list *rules.Node, diags *rules.Diagnostics) []AnnualIndicator {
	seen, seenItems := places{}, places{}
	var out []AnnualIndicator
	total := 0.0
	for _, n := range items(list, "annual", diags) {
		a := readAnnualIndicator(n, seen, seenItems, diags)
		total += a.Weight
		out = append(out, a)
	}
	if !equal(total, 100) {
		diags.Addf(list.Pos, "annual: the weights must sum to 100, and sum to %s", number(total))
	}
	return out
}

func readAnnualIndicator(n *rules.Node, seen, seenItems places, diags *rules.Diagnostics) AnnualIndicator {
	r := rules.NewReader(n, "annual indicator", diags)
	a := AnnualIndicator{ID: r.RequireText("id"), Name: requireText(r, "name", "name"), Weight: readWeight(r)}
	seen.add(r.Get("id"), "annual indicator", diags)
	heading := r.Choice("heading", "", DutyHeadings...)
	sum := 0.0
	for _, item := range items(r.Require("items"), "items", diags) {
		a.Items = append(a.Items, readAnnualItem(item, heading, seenItems, diags))
		sum += a.Items[len(a.Items)-1].Weight
	}
	if w := r.Get("weight"); w != nil && !equal(sum, a.Weight) {
		diags.Addf(w.Pos, "annual indicator %s: its weight is %s, and the weights of its items sum to %s: make them equal", a.ID, number(a.Weight), number(sum))
	}
	r.Finish()
	return a
}

func readAnnualItem(n *rules.Node, heading string, seen places, diags *rules.Diagnostics) AnnualItem {
	r := rules.NewReader(n, "annual item", diags)
	i := AnnualItem{ID: r.RequireText("id"), Name: requireText(r, "name", "name"), Weight: readWeight(r), Mode: r.Choice("mode", "", ModeAuto, ModeReviewer, ModeEither)}
	seen.add(r.Get("id"), "annual item", diags)
	r.Require("mode")
	i.readMeasure(r)
	i.readSteps(r)
	i.Heading = cmp.Or(r.Choice("heading", "", DutyHeadings...), heading, dutyHeading(i.Measure))
	r.Finish()
	return i
}

func (i *AnnualItem) readMeasure(r *rules.Reader) {
	i.Measure = r.Choice("measure", "", Measures...)
	switch measured := i.Mode == ModeAuto || i.Mode == ModeEither; {
	case measured && !r.Has("measure"):
		r.Diags().Addf(r.Pos(), `annual item %s: mode %q needs a "measure" that computes it, as in measure: %s`, i.ID, i.Mode, Measures[0])
	case i.Mode == ModeReviewer && r.Has("measure"):
		r.Diags().Addf(r.Get("measure").Pos, `annual item %s: a reviewer's item has no "measure": remove it, or choose mode %q or %q`, i.ID, ModeAuto, ModeEither)
	}
}

// readSteps reads the steps in which a reviewer gives points.
func (i *AnnualItem) readSteps(r *rules.Reader) {
	list := r.Get("steps")
	if list == nil {
		return
	}
	before := r.Diags().Len()
	nodes := items(list, "steps", r.Diags())
	for _, n := range nodes {
		i.Steps = append(i.Steps, readStep(n, i.Steps, r.Diags()))
	}
	switch {
	case r.Diags().Len() > before:
	case i.Mode == ModeAuto:
		r.Diags().Addf(list.Pos, `annual item %s: "steps" are for reviewers, and it is measured: remove them`, i.ID)
	case len(nodes) == 0:
		r.Diags().Addf(list.Pos, `annual item %s: "steps" must not be an empty list: leave it out to allow any points`, i.ID)
	case !equal(float64(i.Steps[0].Points)/100, i.Weight):
		r.Diags().Addf(list.Pos, "annual item %s: the first step must earn the item's weight of %s points, found %s", i.ID, number(i.Weight), pointsText(i.Steps[0].Points))
	}
}

func readStep(n *rules.Node, above []Step, diags *rules.Diagnostics) Step {
	r := rules.NewReader(n, "step", diags)
	s := Step{Points: readPoints(r, "points"), Text: requireText(r, "text", "text")}
	r.Finish()
	if len(above) > 0 && r.Has("points") && s.Points >= above[len(above)-1].Points {
		diags.Addf(n.Pos, `step: "points" must fall from step to step, most first: %s does not lie below %s`, pointsText(s.Points), pointsText(above[len(above)-1].Points))
	}
	return s
}

// readPoints reads points as hundredths; 0 when they are absent or wrong.
func readPoints(r *rules.Reader, key string) int64 {
	n := r.Require(key)
	if n == nil {
		return 0
	}
	points, ok := parsePoints(n.Text)
	if !n.IsScalar() || !ok {
		r.Diags().Addf(n.Pos, "%q must be points with at most two decimals such as 2.5, found %s", key, found(n))
	}
	return points
}

// readAdjustments reads which adjustments are switched on; those left out are off.
func readAdjustments(n *rules.Node, bands []Band, diags *rules.Diagnostics) Adjustments {
	var a Adjustments
	if n == nil {
		return a
	}
	r := rules.NewReader(n, "adjustments", diags)
	a.ExtraCap = readCap(r.Get("extra"), "extra", diags)
	a.DeductionCap = readCap(r.Get("deduction"), "deduction", diags)
	if veto := r.Get("veto"); veto != nil {
		v := rules.NewReader(veto, "veto", diags)
		a.VetoBand = v.RequireText("band")
		v.Finish()
		ids := make([]string, len(bands))
		for i, b := range bands {
			ids[i] = b.ID
		}
		if a.VetoBand != "" && !slices.Contains(ids, a.VetoBand) {
			diags.Addf(v.Get("band").Pos, "veto: unknown band %q%s (there are %s)", a.VetoBand, rules.Suggest(a.VetoBand, ids), strings.Join(ids, ", "))
		}
	}
	r.Finish()
	return a
}

// readReviewRules reads how the first review goes; what is left out is the default.
func readReviewRules(n *rules.Node, diags *rules.Diagnostics) ReviewRules {
	out := ReviewRules{Reviewers: 2, ThirdBeyond: 0.2}
	if n == nil {
		return out
	}
	r := rules.NewReader(n, "review", diags)
	out.Reviewers = readInt(r, "reviewers", out.Reviewers, 1, 2)
	out.ThirdBeyond = r.Number("third_beyond", out.ThirdBeyond)
	if out.ThirdBeyond < 0 || out.ThirdBeyond >= 1 {
		diags.Addf(r.Get("third_beyond").Pos, `review: "third_beyond" is a share of an item's points: write a number from 0 to below 1`)
	}
	r.Finish()
	return out
}

func readCap(n *rules.Node, what string, diags *rules.Diagnostics) int64 {
	if n == nil {
		return 0
	}
	r := rules.NewReader(n, what, diags)
	most := readPoints(r, "cap")
	r.Finish()
	if at := r.Get("cap"); at != nil && at.IsScalar() && (most == 0 || most > 100*100) {
		diags.Addf(at.Pos, `%s: "cap" must be points above 0 and at most 100, found %s; leave %s out to switch it off`, what, at.Text, what)
	}
	return most
}

// canonicalAnnual writes what of the annual assessment can change a score.
func (s Indicators) canonicalAnnual() string {
	var b strings.Builder
	for _, a := range s.Annual {
		for _, i := range a.Items {
			fmt.Fprintf(&b, "annual %q %q weight %s mode %s measure %s steps [%s]\n", a.ID, i.ID, number(i.Weight), i.Mode, i.Measure, i.stepsText())
		}
	}
	fmt.Fprintf(&b, "review reviewers %d third_beyond %s\n", s.Review.Reviewers, number(s.Review.ThirdBeyond))
	fmt.Fprintf(&b, "adjustments extra %s deduction %s veto %q\n", pointsText(s.Adjustments.ExtraCap), pointsText(s.Adjustments.DeductionCap), s.Adjustments.VetoBand)
	return b.String()
}
