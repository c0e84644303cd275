package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
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
	for seed := range 8 {
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

// suggestion is what a profile suggests of a column.
type suggestion struct{ kind, follows string }

// TestRealProfiles: suggestions are right on real columns whose meaning is known,
// counts are those of a plain loop, and the draft runs.
func TestRealProfiles(t *testing.T) {
	data := realData(t)
	const ncov = "ncov-daily-cn/daily/"
	cases := map[string]suggestion{"confirmed": {"integer", ""}, "cured": {"integer", ""}, "dead": {"integer", ""}, "suspected": {"integer", ""},
		"date": {"date", ""}, "countryCode": {"string", ""}, "country": {"string", ""}, "provinceCode": {"string", "gbt2260"}, "cityCode": {"string", "gbt2260"}, "province": {"string", ""}, "city": {"string", ""}}
	domains := map[string]suggestion{}
	for _, c := range []string{"Domain Name", "Domain Type", "Agency", "Organization", "City", "State"} {
		domains[c] = suggestion{"string", ""}
	}
	for _, x := range []struct {
		file string
		want map[string]suggestion
		key  []string
	}{
		{ncov + "2020-02-10.csv", cases, nil},
		{ncov + "2020-03-01.csv", cases, nil},
		{ncov + "2020-05-20.csv", cases, nil},
		{"codes/gbt2260.csv", map[string]suggestion{"code": {"string", "gbt2260 ever"}, "name": {"string", ""}, "first_seen": {"string", ""}, "last_seen": {"string", ""}}, []string{"code", "first_seen"}},
		{"ncov-daily-cn/ChinaAreaCode.csv", map[string]suggestion{"code": {"string", "gbt2260"}, "name": {"string", ""}}, []string{"code"}},
		{"ncov-daily-cn/CountryCode.csv", map[string]suggestion{"code": {"string", ""}, "name": {"string", ""}}, []string{"code"}},
		{"ncov-daily-cn/arrivals.csv", map[string]suggestion{"bytes": {"integer", ""}, "lines": {"integer", ""}, "first_commit_time": {"timestamp", ""}, "last_commit_time": {"timestamp", ""}}, []string{"file"}},
		{"china-division/areas.csv", map[string]suggestion{"code": {"string", "gbt2260 ever"}, "name": {"string", ""}, "cityCode": {"string", ""}, "provinceCode": {"string", ""}}, []string{"code"}},
		{"china-division/cities.csv", map[string]suggestion{"code": {"string", ""}, "provinceCode": {"string", ""}}, []string{"code"}},
		{"china-division/streets.csv", map[string]suggestion{"code": {"string", ""}, "areaCode": {"string", "gbt2260"}}, []string{"code"}},
		{"dotgov-domains/deliveries/current-full_2023-10-01T061004_89d7ca80.csv.gz", domains, []string{"Domain Name"}},
	} {
		t.Run(filepath.Base(x.file), func(t *testing.T) { realProfile(t, filepath.Join(data, x.file), x.want, x.key) })
	}
}

func realProfile(t *testing.T, path string, want map[string]suggestion, key []string) {
	began := time.Now()
	lines := readCSV(t, path)
	p := profiledJSON(t, path)
	t.Logf("%d rows × %d columns profiled in %.1f s", p.Rows, len(p.Columns), time.Since(began).Seconds())
	compareProfile(t, p, lines[0], lines[1:])
	for _, c := range p.Columns {
		got := suggestion{kind: c.Type}
		if c.Follows != nil {
			got.follows = c.Follows.Name
			if c.Follows.Ever {
				got.follows += " ever"
			}
		}
		if w, known := want[c.Name]; known && w != got {
			t.Errorf("column %s: suggested %+v, want %+v", c.Name, got, w)
		}
		if c.Type == "integer" && regexp.MustCompile(`^-`).MatchString(c.Min) {
			t.Errorf("column %s: a count of %s", c.Name, c.Min)
		}
	}
	draft := filepath.Join(t.TempDir(), "draft.yaml")
	must(t, exitDone, "profile", path, "-o", draft)
	text, err := os.ReadFile(draft)
	if err != nil {
		t.Fatal(err)
	}
	if key != nil && !strings.Contains(string(text), "\nkey: [\""+strings.Join(key, `", "`)+"\"]\n") {
		t.Errorf("the draft has not the key %v:\n%.600s", key, text)
	}
	runDraft(t, path, draft, p)
	validDraft(t, path, text)
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

// validDraft puts a draft into a workspace, which must be valid with it.
func validDraft(t *testing.T, path string, draft []byte) {
	dir := filepath.Join(t.TempDir(), "city")
	must(t, exitDone, "init", dir)
	files{"datasets/hrss/draft.yaml": string(draft)}.write(t, dir)
	must(t, exitDone, "validate", dir)
	if !strings.Contains(string(draft), filepath.Base(path)) {
		t.Errorf("the draft does not name %s", path)
	}
}
