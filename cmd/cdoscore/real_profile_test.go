package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

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
		if c.Type == "integer" && strings.HasPrefix(c.Min, "-") {
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
