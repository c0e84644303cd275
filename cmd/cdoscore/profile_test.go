package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"cdoscore/rules"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// counted is a column counted by a plain loop over records.
type counted struct {
	Name                                       string
	Rows, Missing, Distinct, Shortest, Longest int64
	Shapes                                     []tallyJSON
	ShapesTotal                                int64
	Values                                     []tallyJSON
}

// countColumn restates what a profile counts of one column.
func countColumn(name string, values []string) counted {
	c := counted{Name: name, Rows: int64(len(values)), Shapes: []tallyJSON{}, Values: []tallyJSON{}}
	byValue, byShape := map[string]int64{}, map[string]int64{}
	for _, v := range values {
		v = strings.TrimFunc(v, unicode.IsSpace)
		if v == "" || slices.Contains(rules.DefaultPlaceholders, v) {
			c.Missing++
			continue
		}
		n := int64(utf8.RuneCountInString(v))
		if len(byValue) == 0 || n < c.Shortest {
			c.Shortest = n
		}
		c.Longest = max(c.Longest, n)
		byValue[v]++
		byShape[shapeByLoop(v)]++
	}
	c.Distinct, c.ShapesTotal = int64(len(byValue)), int64(len(byShape))
	c.Shapes, c.Values = commonest(byShape), commonest(byValue)
	return c
}

func shapeByLoop(v string) string {
	var b strings.Builder
	var before rune
	for i, r := range []rune(v) {
		if i == 40 {
			b.WriteRune('…')
			break
		}
		sign := r
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Z, r), unicode.Is(unicode.C, r):
			sign = '␣'
		case unicode.Is(unicode.Nd, r):
			sign = '9'
		case strings.ContainsRune("年月日", r) && before == '9':
		case unicode.Is(unicode.Han, r):
			sign = '汉'
		case unicode.IsUpper(r):
			sign = 'A'
		case unicode.IsLower(r):
			sign = 'a'
		case unicode.IsLetter(r):
			sign = '文'
		}
		b.WriteRune(sign)
		before = sign
	}
	return b.String()
}

func commonest(tallies map[string]int64) []tallyJSON {
	out := []tallyJSON{}
	for text, n := range tallies {
		out = append(out, tallyJSON{text, n})
	}
	slices.SortFunc(out, func(a, b tallyJSON) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Text, b.Text))
	})
	return out[:min(5, len(out))]
}

// keysByLoop finds the single columns and the pairs that tell all rows apart.
func keysByLoop(header []string, rows [][]string, decimal func(int) bool) [][]string {
	clean := func(v string) string {
		v = strings.TrimFunc(v, unicode.IsSpace)
		if slices.Contains(rules.DefaultPlaceholders, v) {
			return ""
		}
		return v
	}
	unique := func(columns ...int) bool {
		seen := map[string]bool{}
		for _, r := range rows {
			key := ""
			for _, c := range columns {
				v := clean(r[c])
				if v == "" {
					return false
				}
				key += v + "\x00"
			}
			if seen[key] {
				return false
			}
			seen[key] = true
		}
		return len(rows) > 0
	}
	constant := func(c int) bool {
		return !slices.ContainsFunc(rows, func(r []string) bool { return clean(r[c]) != clean(rows[0][c]) })
	}
	out := [][]string{}
	for a := range header {
		if unique(a) {
			out = append(out, []string{header[a]})
		}
		for b := a + 1; b < len(header); b++ {
			if !unique(a) && !unique(b) && !constant(a) && !constant(b) && !decimal(a) && !decimal(b) && unique(a, b) {
				out = append(out, []string{header[a], header[b]})
			}
		}
	}
	slices.SortFunc(out, slices.Compare[[]string])
	return out
}

func profiledJSON(t *testing.T, args ...string) profileJSON {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := Main(t.Context(), append([]string{"profile", "--format", "json"}, args...), &stdout, &stderr); code != exitDone {
		t.Fatalf("profile %v: exit code %d\n%s", args, code, stderr.String())
	}
	var p profileJSON
	if err := json.Unmarshal(stdout.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// compareProfile holds every count of a profile against a plain loop.
func compareProfile(t *testing.T, p profileJSON, header []string, rows [][]string) {
	for i, c := range p.Columns {
		values := make([]string, len(rows))
		for r := range rows {
			values[r] = rows[r][i]
		}
		want := countColumn(header[i], values)
		masked := []tallyJSON{}
		for _, v := range want.Values {
			masked = append(masked, tallyJSON{rules.Mask(rules.PII(c.PII), v.Text), v.Rows})
		}
		want.Values = masked
		got := counted{c.Name, c.Rows, c.Missing, c.Distinct, c.Shortest, c.Longest, c.Shape, c.Shapes, c.Values}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("column %d %q (-counted here, +profile):\n%s", i+1, header[i], diff)
		}
	}
	if p.Untested > 0 {
		return
	}
	keys := slices.Clone(p.Keys)
	slices.SortFunc(keys, slices.Compare[[]string])
	want := keysByLoop(header, rows, func(i int) bool { return strings.HasPrefix(p.Columns[i].Type, "decimal") })
	if diff := gocmp.Diff(want, keys); diff != "" {
		t.Errorf("keys (-counted here, +profile):\n%s", diff)
	}
}

func writeCSV(t *testing.T, path string, header []string, rows [][]string) {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(append([][]string{header}, rows...)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestProfileCounts compares profiles of generated files with a plain loop, and
// has `check` take every draft.
func TestProfileCounts(t *testing.T) {
	dir := t.TempDir()
	alphabet := []string{"", " ", "　", "无", "N/A", "-", "0", "1", "-1", "007", "12", "12.50", "1,234.5", "2020-01-05", "2020年1月5日", "20200105", "2020-01-05 10:00:00",
		"440104", "11010519491231002X", "13800138000", "王小明", "李四", "abc DEF", "Ωмир", "x\ty", "l1\nl2", "😀", "true", "是", "否", "'", `"`, "１２", strings.Repeat("长", 45), "=1+1", "Z9-" + strings.Repeat("q", 50)}
	names := []string{"a", "b c", "身份证号", `q"q`, "😀", "it's", "是否有效", "x.type", "# no", "key: v", "手机"}
	type table struct {
		header []string
		rows   [][]string
	}
	tables := rapid.Custom(func(rt *rapid.T) table {
		header := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 2, 5, rapid.ID[string]).Draw(rt, "header")
		return table{header, rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(alphabet), len(header), len(header)), 1, 60).Draw(rt, "rows")}
	})
	for seed := range 5 {
		x := tables.Example(seed)
		path, draft := filepath.Join(dir, "x.csv"), filepath.Join(dir, "draft.yaml")
		writeCSV(t, path, x.header, x.rows)
		p := profiledJSON(t, path)
		compareProfile(t, p, x.header, x.rows)
		if err := os.WriteFile(draft, []byte(must(t, exitDone, "profile", path, "--draft")), 0o644); err != nil {
			t.Fatal(err)
		}
		runDraft(t, path, draft, p)
	}
}

// TestProfileManyRows counts pairs beyond the rows in which they are tried first.
func TestProfileManyRows(t *testing.T) {
	header := []string{"group", "seat", "first", "same"}
	var rows [][]string
	for i := range 5000 {
		first := []string{string(rune('a' + i%26)), "x"}[i%2]
		rows = append(rows, []string{"g" + strings.Repeat("i", i/100), string(rune('A'+i%100/10)) + string(rune('0'+i%10)), first, "s"})
	}
	rows[4999][1] = rows[4998][1] // group and seat tell all but the last two rows apart
	path := filepath.Join(t.TempDir(), "x.csv")
	writeCSV(t, path, header, rows)
	p := profiledJSON(t, path)
	compareProfile(t, p, header, rows)
	if len(p.Keys) != 0 {
		t.Errorf("keys %v", p.Keys)
	}
	rows[4999][1] = "J9"
	writeCSV(t, path, header, rows)
	if p = profiledJSON(t, path); !slices.EqualFunc(p.Keys, [][]string{{"group", "seat"}}, slices.Equal[[]string]) {
		t.Errorf("keys %v, want group and seat", p.Keys)
	}
}

// TestProfileTries: among many rows a candidate is tried in some of them first;
// what is counted then is counted in all.
func TestProfileTries(t *testing.T) {
	const rows, spoilt = 60_000, 1_000
	header := []string{"a", "b", "手机"}
	list := make([][]string, rows)
	for i := range list {
		mobile := fmt.Sprintf("13%09d", i)
		list[i] = []string{mobile, "x" + mobile, "x" + mobile}
		if i >= rows-spoilt {
			list[i] = []string{"none", "y", mobile}
		}
	}
	path := filepath.Join(t.TempDir(), "x.csv")
	writeCSV(t, path, header, list)
	p := profiledJSON(t, path)
	if f := p.Columns[0].Follows; f == nil || f.Name != "mobile_cn" || f.Rows != rows-spoilt {
		t.Errorf("follows %+v, want mobile_cn in %d rows", f, rows-spoilt)
	}
	if c := p.Columns[1]; c.Follows != nil || c.Conform["format:mobile_cn"] != 0 {
		t.Errorf("follows %+v, conform %v: nothing of it is a mobile number", c.Follows, c.Conform)
	}
	if n := p.Columns[2].Nearly; n == nil || n.Name != "mobile_cn" || n.Rows != spoilt {
		t.Errorf("nearly %+v, want mobile_cn in %d rows: its name says so", n, spoilt)
	}
}

// runDraft has `check` judge the file by its draft: each count must be the
// profile's.
func runDraft(t *testing.T, path, draft string, p profileJSON) {
	byRule := map[string]outcome{}
	for _, o := range printed(t, must(t, exitDone, "check", path, "--spec", draft, "--format", "json")) {
		byRule[o.Rule] = o
	}
	for _, c := range p.Columns {
		if c.Name == "" {
			continue
		}
		present := c.Rows - c.Missing
		o := byRule[c.Name+".type"]
		if o.Total != c.Rows || o.Evaluated != present || o.Failed != present-c.Conforming {
			t.Errorf("%s.type: check counts %+v, profile %+v", c.Name, o, c)
		}
		if f := c.Follows; f != nil && !f.Ever {
			if o := byRule[c.Name+"."+f.Kind]; o.Evaluated != present || o.Failed != present-f.Rows {
				t.Errorf("%s.%s: check counts %+v, profile %+v", c.Name, f.Kind, o, f)
			}
		}
		if o, is := byRule[c.Name+".required"]; is != (c.Missing == 0) || o.Failed != 0 {
			t.Errorf("%s.required: %v %+v with %d missing", c.Name, is, o, c.Missing)
		}
	}
	for rule, o := range byRule {
		if strings.HasSuffix(rule, ".unique") && o.Failed != 0 {
			t.Errorf("%s: the key repeats: %+v", rule, o)
		}
	}
}
