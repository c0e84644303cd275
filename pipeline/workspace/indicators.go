package workspace

import (
	_ "embed"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cdoscore/rules"
)

const indicatorsFile = "indicators.yaml"

//go:embed indicators.yaml
var defaultIndicators []byte

// dimensionIDs are the plan's five; the semantics of a missing extract name them.
var dimensionIDs = []string{"completeness", "accuracy", "timeliness", "authenticity", "usability"}

// DefaultIndicators returns the unified indicators of a workspace that has none
// of its own.
func DefaultIndicators() Indicators {
	var diags rules.Diagnostics
	set := readIndicators(indicatorsFile, defaultIndicators, nil, &diags)
	if err := diags.Err(); err != nil {
		panic("the embedded indicators are wrong: " + err.Error())
	}
	return set
}

// DefaultIndicatorsYAML returns the same as the text of an indicators.yaml.
func DefaultIndicatorsYAML() string { return string(defaultIndicators) }

// Codes returns the codes of all indicators of data quality.
func (s Indicators) Codes() []string {
	var out []string
	for _, d := range s.Dimensions {
		for _, i := range d.Indicators {
			out = append(out, i.Code)
		}
	}
	return out
}

// Weight returns the dimension's weight, the sum of its indicators'.
func (d Dimension) Weight() int {
	sum := 0
	for _, i := range d.Indicators {
		sum += i.Weight
	}
	return sum
}

// readIndicators reads an indicators.yaml, which must have a place for what
// every kind feeds.
func readIndicators(file string, data []byte, kinds []*rules.Kind, diags *rules.Diagnostics) Indicators {
	node := parseYAML(file, data, diags)
	if node == nil {
		return Indicators{}
	}
	r := rules.NewReader(node, "indicators", diags)
	var set Indicators
	if n := r.Require("dimensions"); n != nil {
		set.Dimensions = readDimensions(n, diags)
		checkFed(n.Pos, set, kinds, diags)
	}
	if n := r.Require("bands"); n != nil {
		set.Bands = readBands(n, diags)
	}
	if n := r.Require("annual"); n != nil {
		set.Annual = readAnnual(n, diags)
	}
	set.Adjustments = readAdjustments(r.Get("adjustments"), set.Bands, diags)
	set.Review = readReviewRules(r.Get("review"), diags)
	set.Cap = r.Number("cap", 0.25)
	if set.Cap <= 0 || set.Cap > 1 {
		diags.Addf(r.Get("cap").Pos, `indicators: "cap" is a share of a unit's weight: write a number above 0 and at most 1`)
	}
	set.CapFrom = int(r.Int("cap_from", 4, 1))
	set.MinimumN = r.Int("minimum_n", 30, 0)
	r.Finish()
	return set
}

func readDimensions(list *rules.Node, diags *rules.Diagnostics) []Dimension {
	seen, codes := places{}, places{}
	var out []Dimension
	for _, n := range items(list, "dimensions", diags) {
		r := rules.NewReader(n, "dimension", diags)
		d := Dimension{ID: r.Choice("id", "", dimensionIDs...), Name: requireText(r, "name", "name")}
		seen.add(r.Require("id"), "dimension", diags)
		for _, item := range items(r.Require("indicators"), "indicators", diags) {
			d.Indicators = append(d.Indicators, readIndicator(item, codes, diags))
		}
		r.Finish()
		out = append(out, d)
	}
	return out
}

func readIndicator(n *rules.Node, codes places, diags *rules.Diagnostics) Indicator {
	r := rules.NewReader(n, "indicator", diags)
	i := Indicator{Code: r.RequireText("code"), Name: requireText(r, "name", "name"), Weight: readInt(r, "weight", 0, 0, maxWeight)}
	codes.add(r.Get("code"), "indicator", diags)
	r.Require("weight")
	r.Finish()
	return i
}

// checkFed reports the indicators that kinds feed and the set lacks: points
// would be lost without a word.
func checkFed(pos rules.Pos, set Indicators, kinds []*rules.Kind, diags *rules.Diagnostics) {
	feeding := map[string][]string{}
	for _, k := range kinds {
		feeding[k.Indicator] = append(feeding[k.Indicator], k.Name)
	}
	codes := set.Codes()
	for _, code := range sortedKeys(feeding) {
		if !slices.Contains(codes, code) {
			diags.Addf(pos, "indicator %q is missing, which rules of kind %s feed: list it, with weight 0 if it shall earn no points", code, strings.Join(feeding[code], ", "))
		}
	}
}

var colorForm = regexp.MustCompile(`^[0-9A-Fa-f]{6}$`)

func readBands(list *rules.Node, diags *rules.Diagnostics) []Band {
	seen := places{}
	var out []Band
	for _, n := range items(list, "bands", diags) {
		r := rules.NewReader(n, "band", diags)
		b := Band{ID: r.RequireText("id"), Name: requireText(r, "name", "name"), From: r.Number("from", 0), Color: r.RequireText("color")}
		seen.add(r.Get("id"), "band", diags)
		if r.Require("from") != nil && len(out) > 0 && b.From >= out[len(out)-1].From {
			diags.Addf(r.Get("from").Pos, `band: "from" must fall from band to band, best first: %s does not lie below %s`, number(b.From), number(out[len(out)-1].From))
		}
		if b.Color != "" && !colorForm.MatchString(b.Color) {
			diags.Addf(r.Get("color").Pos, `band: "color" must be six hexadecimal digits such as 4E8F6B, found %q`, b.Color)
		}
		r.Finish()
		out = append(out, b)
	}
	if len(out) == 0 || out[len(out)-1].From != 0 {
		diags.Addf(list.Pos, `bands: the last band must have "from: 0", so that every score has one`)
	}
	return out
}

func readWeight(r *rules.Reader) float64 {
	n := r.Require("weight")
	w := r.Number("weight", 0)
	if n != nil && w < 0 {
		r.Diags().Addf(n.Pos, `"weight" must not be negative, found %s`, n.Text)
	}
	return w
}

// places remembers where names were first used.
type places map[string]rules.Pos

// add reports a name that was used before.
func (p places) add(n *rules.Node, what string, diags *rules.Diagnostics) {
	if !n.IsScalar() {
		return
	}
	if first, twice := p[n.Text]; twice {
		diags.Addf(n.Pos, "%s %q stands twice, first at %s: remove or rename one of the two", what, n.Text, first)
		return
	}
	p[n.Text] = n.Pos
}

// equal compares sums of weights, which are decimals of few digits.
func equal(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func number(f float64) string {
	if math.Abs(f) < 1e15 {
		f = math.Round(f*1e6) / 1e6
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// canonical writes what of the set can change a score: not the names.
func (s Indicators) canonical() string {
	var b strings.Builder
	for _, d := range s.Dimensions {
		for _, i := range d.Indicators {
			fmt.Fprintf(&b, "indicator %q %q weight %d\n", d.ID, i.Code, i.Weight)
		}
	}
	for _, band := range s.Bands {
		fmt.Fprintf(&b, "band %q from %s\n", band.ID, number(band.From))
	}
	fmt.Fprintf(&b, "cap %s from %d\nminimum_n %d\n", number(s.Cap), s.CapFrom, s.MinimumN)
	b.WriteString(s.canonicalAnnual())
	return b.String()
}
