package xlsx

import (
	"archive/zip"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"cdoscore/reports"
	"cdoscore/reports/message"
)

var seriesRange = regexp.MustCompile(`<f>([^<]+)</f>`)

// part returns one part of a workbook, "" when it has none of that name.
func part(t *testing.T, path, name string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		if f.Name == name {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			all, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			return string(all)
		}
	}
	return ""
}

func rangesOf(t *testing.T, path string) []string {
	t.Helper()
	var out []string
	for _, m := range seriesRange.FindAllStringSubmatch(part(t, path, "xl/charts/chart1.xml"), -1) {
		out = append(out, strings.NewReplacer("&#39;", "'", "&apos;", "'").Replace(m[1]))
	}
	return out
}

func TestChartsDrawExactlyTheirData(t *testing.T) {
	unit, city := writeSamplesOf(t, t.TempDir(), "zh-Hans")
	for _, tc := range []struct {
		path string
		want []string
	}{
		{unit, []string{
			"'评估结论'!$B$15:$B$15", "'评估结论'!$A$16:$A$19", "'评估结论'!$B$16:$B$19",
			"'评估结论'!$C$15:$C$15", "'评估结论'!$A$16:$A$19", "'评估结论'!$C$16:$C$19",
			"'评估结论'!$D$15:$D$15", "'评估结论'!$A$16:$A$19", "'评估结论'!$D$16:$D$19",
		}},
		{city, []string{
			"'总体情况'!$G$11:$G$11", "'总体情况'!$A$12:$A$15", "'总体情况'!$G$12:$G$15",
			"'总体情况'!$H$11:$H$11", "'总体情况'!$A$12:$A$15", "'总体情况'!$H$12:$H$15",
			"'总体情况'!$I$11:$I$11", "'总体情况'!$A$12:$A$15", "'总体情况'!$I$12:$I$15",
			"'总体情况'!$J$11:$J$11", "'总体情况'!$A$12:$A$15", "'总体情况'!$J$12:$J$15",
			"'总体情况'!$K$11:$K$11", "'总体情况'!$A$12:$A$15", "'总体情况'!$K$12:$K$15",
		}},
	} {
		if got := rangesOf(t, tc.path); strings.Join(got, "\n") != strings.Join(tc.want, "\n") {
			t.Errorf("%s draws\n%s\nwant\n%s", filepath.Base(tc.path), strings.Join(got, "\n"), strings.Join(tc.want, "\n"))
		}
	}
}

func TestNoChartWithoutAnAssessedDimension(t *testing.T) {
	u := sampleUnit()
	for i := range u.Dimensions {
		u.Dimensions[i].Score = reports.Points{}
	}
	path := filepath.Join(t.TempDir(), "unit.xlsx")
	if err := WriteUnit(path, u, "zh-Hans"); err != nil {
		t.Fatal(err)
	}
	if part(t, path, "xl/charts/chart1.xml") != "" {
		t.Error("a chart was drawn of nothing")
	}
}

func TestRoundedIsHalfUp(t *testing.T) {
	for x, want := range map[float64]float64{89.995: 90, 89.994: 89.99, 0.005: 0.01, 2.675: 2.68, 100: 100, 0: 0, 59.994999: 59.99} {
		if got := rounded(x); math.Abs(got-want) > 1e-12 {
			t.Errorf("rounded(%v) = %v, want %v", x, got, want)
		}
	}
}

func TestCutKeepsWithinTheLimitAndSaysSo(t *testing.T) {
	b := &book{text: message.New("zh-Hans")}
	for _, tc := range []struct{ name, text string }{
		{"Han", strings.Repeat("数", 40_000)},
		{"pairs of surrogates", strings.Repeat("𠮷", 20_000)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := b.cut(tc.text, longestText)
			if n := len(utf16.Encode([]rune(got))); n > longestText || n < longestText-2 {
				t.Errorf("%d UTF-16 units, want at most %d and hardly fewer", n, longestText)
			}
			if !strings.HasSuffix(got, "0 字，此处截断）") {
				t.Errorf("the cut is not told: …%s", got[len(got)-60:])
			}
		})
	}
	if got := b.cut("短", longestText); got != "短" {
		t.Errorf("a short text became %q", got)
	}
}

func TestLinesOf(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		columns    float64
		want       int
	}{
		{"empty", "", 10, 1},
		{"full-width runes count twice", "一二三四五六", 10, 2},
		{"half-width runes count once", "abcdefghij", 10, 1},
		{"a word moves as a whole", "abcdef ghijkl", 10, 2},
		{"a word longer than the line breaks", "abcdefghijklmnopqrstu", 10, 3},
		{"line feeds break", "a\nb\n", 10, 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := linesOf(tc.text, tc.columns); got != tc.want {
				t.Errorf("%d lines, want %d", got, tc.want)
			}
		})
	}
}

func TestMoversAndUnitsThatNeedAction(t *testing.T) {
	c := sampleCity()
	if got := idsOf(c.Rose) + " | " + idsOf(c.Fell); got != "unit-00 unit-05 unit-10 | unit-04 unit-09 unit-14" {
		t.Errorf("movers: %s", got)
	}
	rose, _ := c.Rose[0].Change()
	fell, _ := c.Fell[0].Change()
	if rose <= 0 || fell >= 0 {
		t.Error("rose and fell are exchanged")
	}
	if got := idsOf(c.NeedAction); got != "unit-09 unit-20 unit-26 unit-25 unit-24 unit-23" {
		t.Errorf("need action: %s", got)
	}
}

func idsOf(units []reports.CityUnit) string {
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = u.ID
	}
	return strings.Join(ids, " ")
}

// BenchmarkWriteUnit writes a unit of 5,000 rule lines and 5,000 samples.
func BenchmarkWriteUnit(b *testing.B) {
	u := sampleUnit()
	rule, sample := u.Rules[0], u.Samples[0]
	u.Rules, u.Samples = nil, nil
	for i := range 5_000 {
		rule.Code = fmt.Sprintf("HRSS-%04d", i)
		sample.Code = rule.Code
		u.Rules, u.Samples = append(u.Rules, rule), append(u.Samples, sample)
	}
	path := filepath.Join(b.TempDir(), "unit.xlsx")
	b.ReportAllocs()
	for b.Loop() {
		if err := WriteUnit(path, u, "zh-Hans"); err != nil {
			b.Fatal(err)
		}
	}
}
