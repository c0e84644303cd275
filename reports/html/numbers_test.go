package html

import (
	"fmt"
	"math"
	"math/big"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"cdoscore/reports"
	"cdoscore/reports/message"
)

var number = regexp.MustCompile(`\d+(?:,\d{3})*(?:\.\d+)?%?`)

// figure is one number of a model: where it stands, and the ways in which a page may
// write it.
type figure struct {
	path  string
	forms []string
}

// walk collects the numbers of a model without knowing what it is, and the numbers
// within its texts and moments.
func walk(v reflect.Value, path string, figures *[]figure, texts map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(v.Elem(), path, figures, texts)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i), figures, texts)
		}
	case reflect.Struct:
		if p, ok := v.Interface().(reports.Points); ok {
			if p.Assessed {
				*figures = append(*figures, figure{path, forms(p.Value)})
			}
			return
		}
		if at, ok := v.Interface().(time.Time); ok {
			for _, n := range number.FindAllString(at.Format("2006-01-02 15:04 1"), -1) {
				texts[n] = true
			}
			return
		}
		for i := range v.NumField() {
			walk(v.Field(i), path+"."+v.Type().Field(i).Name, figures, texts)
		}
	case reflect.Float64:
		*figures = append(*figures, figure{path, forms(v.Float())})
	case reflect.Int, reflect.Int64:
		*figures = append(*figures, figure{path, []string{thousands(v.Int())}})
	case reflect.String:
		for _, n := range number.FindAllString(v.String(), -1) {
			texts[n] = true
		}
	}
}

// forms are a score or a rate with two decimals, and a share with one decimal of a
// percent: half up in decimals, by another arithmetic than the pages'.
func forms(x float64) []string {
	return []string{halfUp(x, 2), halfUp(x, 2) + "%", halfUp(100*x, 1) + "%", halfUp(100*x, 2) + "%"}
}

// halfUp rounds the shortest decimal that reads as x, half away from zero.
func halfUp(x float64, digits int) string {
	r, ok := new(big.Rat).SetString(fmt.Sprintf("%.9f", math.Abs(x)))
	if !ok {
		panic(x)
	}
	return r.FloatString(digits)
}

func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// shown are the numbers that a reader sees, but for those of axes and the days over a
// calendar.
func shown(t *testing.T, page string) map[string]bool {
	out := map[string]bool{}
	visit(t, page, func(n *html.Node) {
		if n.Type != html.TextNode {
			return
		}
		for up := n.Parent; up != nil; up = up.Parent {
			if class := attribute(up, "class"); strings.Contains(class, "sc-axis") || up.Data == "thead" {
				return
			}
		}
		for _, found := range number.FindAllString(n.Data, -1) {
			out[found] = true
		}
	})
	return out
}

// constants are the numbers within the catalogue's own sentences.
func constants(w *Writer) map[string]bool {
	mark := regexp.MustCompile(`\{\d\}`)
	out := map[string]bool{}
	for _, key := range w.text.Keys() {
		for _, n := range number.FindAllString(mark.ReplaceAllString(w.text.Text(key), ""), -1) {
			out[n] = true
		}
	}
	return out
}

// agree holds a page against its model, both ways. Unshown are the numbers of the
// model that the page leaves out, derived those that it may add.
func agree(t *testing.T, w *Writer, page string, model any, unshown *regexp.Regexp, derived []string) {
	t.Helper()
	var figures []figure
	allowed := constants(w)
	walk(reflect.ValueOf(model), "", &figures, allowed)
	seen := shown(t, page)
	for _, f := range figures {
		if !unshown.MatchString(f.path) && !slices.ContainsFunc(f.forms, func(form string) bool { return seen[form] }) {
			t.Errorf("the page does not show %s, one of %q", f.path, f.forms)
		}
		for _, form := range f.forms {
			allowed[form] = true
		}
	}
	for _, d := range derived {
		if !seen[d] {
			t.Errorf("the page does not show the sum %s", d)
		}
		allowed[d] = true
	}
	for n := range seen {
		if !allowed[n] {
			t.Errorf("the page shows %s, which the model does not hold", n)
		}
	}
}

func TestAUnitShowsTheModelsNumbersAndNoneOther(t *testing.T) {
	// The bound of a small sample is not shown; a rule's copy in Cause was met already.
	// What was not assessed loses nothing; a follow-up stands in the workbook's form.
	unshown := regexp.MustCompile(`^\.Slots$|\.Method\.Cap$|Rules\[1\]\.(Low|High|Locked|Slots)|\.Cause|Dimensions\[2\]\.(Lost|Locked|Weight)$|Rectify\[\d\]\.(Times|Checked)|Datasets\[1\]\.Rows|Deliveries\[1\]\.(Rows|PreviousRows)`)
	// The sums of weights, losses and what can be won back; the changes between rounded
	// scores; full marks and the start of the axis; the cap in whole percents.
	derived := []string{"31.50", "14.00", "1.21", "12.79", "1.51", "0.99", "1.01", "100.00", "80", "25%"}
	for _, lang := range message.Languages {
		w := writer(t, lang)
		agree(t, w, unitPart(t, lang, monthUnit()), monthUnit(), unshown, derived)
	}
}

func TestACityShowsTheModelsNumbersAndNoneOther(t *testing.T) {
	// Evaluated rows stand in the unit's page; Done is behind the rate; the slots of the
	// tally and the groups of the reporting table are sums of these.
	unshown := regexp.MustCompile(`\.(Cap|Rows|Evaluated|Failed|Done|PlatformFailed|Excused|Unreadable|Weight|SourceFailed)$|Units\[0\]\.Missing$|Units\[1\]\.(Rectified.*)|Units\[2\]\.Rectified|\.Disagreements\[0\]\.Rate$`)
	// Due, on time, late, missing, spared, datasets; on-time rates; moves; counts of units.
	derived := []string{"256", "229", "13", "12", "19", "85.6%", "98.5%", "0.0%", "1.13", "4.27", "5.00%", "25%"}
	for _, lang := range message.Languages {
		w := writer(t, lang)
		agree(t, w, cityPart(t, lang, monthCity()), monthCity(), unshown, derived)
	}
}

// Figures are rounded as in the workbooks: half up, also where the binary number lies
// a hair below the half.
func TestRounding(t *testing.T) {
	for x, want := range map[float64]string{1.005: "1.01", 89.995: "90.00", 0.285: "0.29", 99.994: "99.99", 0: "0.00"} {
		if got := reports.PointsText(x); got != want {
			t.Errorf("%v: got %s, want %s", x, got, want)
		}
	}
	for x, want := range map[float64]string{0.8125: "81.3%", 0.00049: "0.0%", 1: "100.0%", 0.9995: "100.0%"} {
		if got := shareText(x); got != want {
			t.Errorf("%v: got %s, want %s", x, got, want)
		}
	}
}
