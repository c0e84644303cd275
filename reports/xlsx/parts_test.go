package xlsx

import (
	"archive/zip"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

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

// chartRanges are the references of every chart of a workbook: name, categories and
// values of each series.
func chartRanges(t *testing.T, path string) [][]string {
	t.Helper()
	var out [][]string
	for i := 1; ; i++ {
		xml := part(t, path, fmt.Sprintf("xl/charts/chart%d.xml", i))
		if xml == "" {
			return out
		}
		var ranges []string
		for _, m := range seriesRange.FindAllStringSubmatch(xml, -1) {
			ranges = append(ranges, strings.NewReplacer("&#39;", "'", "&apos;", "'").Replace(m[1]))
		}
		out = append(out, ranges)
	}
}

var reference = regexp.MustCompile(`^'(.+)'!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)$`)

// TestChartsDrawExactlyTheirData holds every series to the table that it draws: a
// heading above, a name at every category, and no further line of the table below.
func TestChartsDrawExactlyTheirData(t *testing.T) {
	unit, city := writeSamplesOf(t, t.TempDir(), "zh-Hans")
	for path, want := range map[string]int{unit: 3, city: 2} {
		f := open(t, path)
		at := func(sheet, column string, row int) string {
			value, err := f.GetCellValue(sheet, column+strconv.Itoa(row), excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			return value
		}
		charts := chartRanges(t, path)
		if len(charts) != want {
			t.Errorf("%s: %d charts, want %d", filepath.Base(path), len(charts), want)
		}
		for _, ranges := range charts {
			if len(ranges) == 0 || len(ranges)%3 != 0 {
				t.Fatalf("%s: %d references, want three for each series", filepath.Base(path), len(ranges))
			}
			for i := 0; i < len(ranges); i += 3 {
				name, categories, values := reference.FindStringSubmatch(ranges[i]), reference.FindStringSubmatch(ranges[i+1]), reference.FindStringSubmatch(ranges[i+2])
				if name == nil || categories == nil || values == nil || categories[3] != values[3] || categories[5] != values[5] || name[2] != values[2] {
					t.Fatalf("%s: %q do not belong together", filepath.Base(path), ranges[i:i+3])
				}
				first, last := rowNumber(t, categories[3]), rowNumber(t, categories[5])
				if rowNumber(t, name[3]) != first-1 || at(name[1], name[2], first-1) == "" {
					t.Errorf("%s: %s is no heading of %s", filepath.Base(path), ranges[i], ranges[i+2])
				}
				figures := 0
				for row := first; row <= last; row++ {
					if at(categories[1], categories[2], row) == "" {
						t.Errorf("%s: no name at row %d of %s", filepath.Base(path), row, ranges[i+1])
					}
					if at(values[1], values[2], row) != "" {
						figures++
					}
				}
				if figures == 0 {
					t.Errorf("%s: nothing to draw in %s", filepath.Base(path), ranges[i+2])
				}
				// A note below the table is none of its lines; it stands in merged cells.
				below := at(values[1], values[2], last+1)
				if _, err := strconv.ParseFloat(below, 64); err == nil {
					t.Errorf("%s: %s ends above the figure %q", filepath.Base(path), ranges[i+2], below)
				}
			}
		}
	}
}

func rowNumber(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
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
