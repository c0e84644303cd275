package guangzhou

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

func mustDatasets(t *testing.T) []*dataset {
	t.Helper()
	all, err := datasets()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryUnitDelivers(t *testing.T) {
	data, err := workspace.ReadFile("workspace/units.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var units []struct {
		ID   string `yaml:"id"`
		USCC string `yaml:"uscc"`
	}
	if err := yaml.Unmarshal(data, &units); err != nil {
		t.Fatal(err)
	}
	if len(units) != 33 {
		t.Errorf("%d units, want 33", len(units))
	}
	all := mustDatasets(t)
	for _, u := range units {
		if !isCreditCode(u.USCC) {
			t.Errorf("unit %s: %s is no credit code", u.ID, u.USCC)
		}
		if !slices.ContainsFunc(all, func(d *dataset) bool { return strings.HasPrefix(d.ID, u.ID+"/") }) {
			t.Errorf("unit %s delivers nothing", u.ID)
		}
	}
}

func TestRosterIsTheConfiguration(t *testing.T) {
	var configured, made []string
	for _, d := range mustDatasets(t) {
		configured = append(configured, d.ID)
	}
	for _, m := range roster() {
		made = append(made, m.dataset)
	}
	slices.Sort(configured)
	slices.Sort(made)
	if diff := cmp.Diff(configured, made); diff != "" {
		t.Errorf("datasets configured (-) and made (+):\n%s", diff)
	}
	if len(configured) < 45 {
		t.Errorf("%d datasets, want at least 45", len(configured))
	}
}

func TestAllFormatsAreThere(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range mustDatasets(t) {
		connector, _ := d.source()
		seen[connector] = true
		seen["cycle "+d.Update.Cycle] = true
		for _, option := range []string{"encoding", "marker", "table", "query", "delimiter", "sheet", "header_row"} {
			if d.option(option) != "" {
				seen[option] = true
			}
		}
		if strings.HasSuffix(d.option("path"), ".gz") {
			seen["gz"] = true
		}
		if d.Arrivals != "" {
			seen["arrivals"] = true
		}
	}
	for _, want := range []string{"csv", "excel", "parquet", "jsonl", "sqlite", "cycle daily", "cycle realtime", "cycle weekly", "cycle irregular",
		"cycle static", "encoding", "marker", "table", "query", "delimiter", "sheet", "header_row", "gz", "arrivals"} {
		if !seen[want] {
			t.Errorf("no dataset shows %q", want)
		}
	}
}

func TestIncidentsHitRealSlots(t *testing.T) {
	onFifth := map[mishap]bool{}
	for _, in := range incidents {
		d, err := readDataset("workspace/datasets/" + in.dataset + ".yaml")
		if err != nil {
			t.Errorf("%v: %v", in, err)
			continue
		}
		if !slices.ContainsFunc(d.slots(), func(s slot) bool { return s.name() == in.slot }) {
			t.Errorf("%s has no slot %s", in.dataset, in.slot)
		}
		if in.slot == "2026-03-05" {
			onFifth[in.mishap] = true
		}
	}
	for _, m := range []mishap{truncated, missing, notWorkbook, renamed, headerOnly} {
		if !onFifth[m] {
			t.Errorf("the slot of 5 March lacks mishap %d", m)
		}
	}
}

func TestExpressionsAreSaidInGo(t *testing.T) {
	used := map[string]bool{}
	for _, d := range mustDatasets(t) {
		for _, options := range d.Rules {
			place := fmt.Sprintf("%s %v", d.ID, options["id"])
			_, isExpr := options["expr"]
			_, isWhen := options["when"]
			_, isRequired := options["required_when"]
			if isExpr && expressions[place].pass == nil {
				t.Errorf("%s: no expression", place)
			}
			if (isWhen || isRequired) && conditions[place] == nil {
				t.Errorf("%s: no condition", place)
			}
			used[place] = isExpr || isWhen || isRequired
		}
	}
	for place := range expressions {
		if !used[place] {
			t.Errorf("expression %s belongs to no rule", place)
		}
	}
	for place := range conditions {
		if !used[place] {
			t.Errorf("condition %s belongs to no rule", place)
		}
	}
}

// TestPlantedFaultsBreakTheirRules holds the marks set when faults were planted
// against the rows that the truth counts: a planted fault fails the rules that it
// names, and a row without one fails none, but for rules that look at other rows.
func TestPlantedFaultsBreakTheirRules(t *testing.T) {
	c := census{extracts: map[string]*extract{}, byID: map[string]*dataset{}}
	all := mustDatasets(t)
	for _, d := range all {
		c.byID[d.ID] = d
	}
	broken := map[string]bool{}
	for _, d := range all {
		t.Run(d.ID, func(t *testing.T) {
			plan, err := d.deliveries()
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range plan {
				if v.readable() && v.mishap != renamed {
					checkMarks(t, &c, d, v, broken)
				}
			}
		})
	}
	for _, kind := range []string{"required", "required_when", "type", "pattern", "length", "range", "in", "code", "format", "unique", "expr", "compare", "reference", "match"} {
		if !broken[kind] {
			t.Errorf("no row fails a rule of kind %s", kind)
		}
	}
}

func checkMarks(t *testing.T, c *census, d *dataset, v delivery, broken map[string]bool) {
	t.Helper()
	rules, err := d.rules()
	if err != nil {
		t.Fatal(err)
	}
	x, err := c.extract(d, v.slot)
	if err != nil {
		t.Fatal(err)
	}
	fails := map[string]map[int]bool{}
	for _, r := range rules {
		if len(r.reads) == 0 || r.kind == "freshness" {
			continue
		}
		failing, _, err := c.failing(r, v, x)
		if err != nil {
			t.Fatal(err)
		}
		fails[r.id] = map[int]bool{}
		for _, i := range failing {
			fails[r.id][i] = true
			broken[r.kind] = true
			if x.rows[i].faults > 0 || r.kind == "unique" || r.kind == "reference" || r.kind == "match" {
				continue
			}
			t.Errorf("slot %s row %d fails %s without a fault: %v", v.slot.name(), i, r.id, x.rows[i].values)
		}
	}
	for i, row := range x.rows {
		for name, value := range row.values {
			if !utf8.ValidString(value) {
				t.Errorf("slot %s row %d: %s is not valid text: %q", v.slot.name(), i, name, value)
			}
		}
		for _, id := range row.breaks {
			if !fails[id][i] {
				t.Errorf("slot %s row %d should fail %s: %v", v.slot.name(), i, id, row.values)
			}
		}
	}
}

func TestTruthIsWhole(t *testing.T) {
	truth, err := Truth()
	if err != nil {
		t.Fatal(err)
	}
	seen, rulesOf := map[string]bool{}, map[string]int{}
	for _, row := range truth {
		place := strings.Join([]string{row.Slot, row.Dataset, row.Rule}, " ")
		rulesOf[row.Slot+" "+row.Dataset]++
		if seen[place] {
			t.Errorf("%s stands twice", place)
		}
		seen[place] = true
		if row.Failed < 0 || row.Failed > row.Evaluated {
			t.Errorf("%s: %d of %d", place, row.Failed, row.Evaluated)
		}
	}
	for _, d := range mustDatasets(t) {
		want := d.impliedCount() + len(d.Rules)
		for _, s := range d.slots() {
			if got := rulesOf[s.name()+" "+d.ID]; got != want {
				t.Errorf("%s slot %s: %d rules, want %d", d.ID, s.name(), got, want)
			}
		}
	}
}

// impliedCount counts the implied rules straight from the keys of the file.
func (d *dataset) impliedCount() int {
	n := 3 // unique by key, readable, dictionary
	own := map[string]bool{}
	for _, options := range d.Rules {
		for key := range options {
			own[key] = true
		}
	}
	for _, implied := range []bool{d.scheduled(), !own["schema"], !own["row_count"] && !d.AllowEmpty} {
		n += int(one(implied))
	}
	for _, f := range d.Fields {
		for _, there := range []bool{f.Required, f.Type != "", f.Format != "", f.Pattern != "", f.Length != nil, f.Range != nil, f.In != nil, f.Code != ""} {
			n += int(one(there))
		}
	}
	return n
}

func TestDeliveriesAreTheSameTwice(t *testing.T) {
	first, second := deliverAll(t), deliverAll(t)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("two generations differ:\n%s", diff)
	}
	for _, in := range incidents {
		if in.mishap != missing {
			continue
		}
		d, err := readDataset("workspace/datasets/" + in.dataset + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range d.slots() {
			path := expandSlot(d.option("path"), s)
			if _, there := first[path]; there == (s.name() == in.slot) && incidentOf(d.ID, s).mishap != missing {
				t.Errorf("%s: there is %t", path, there)
			}
		}
	}
}

// deliverAll writes the workspace and all nights, and returns hash and time of
// each file.
func deliverAll(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := WriteWorkspace(dir); err != nil {
		t.Fatal(err)
	}
	for _, n := range Nights() {
		if err := Deliver(dir, n); err != nil {
			t.Fatal(err)
		}
	}
	files, total := map[string]string{}, int64(0)
	err := filepath.WalkDir(filepath.Join(dir, "drop"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		total += info.Size()
		files[filepath.ToSlash(name)] = fmt.Sprintf("%x %s", sha256.Sum256(data), info.ModTime().UTC())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d KB", len(files), total/1024)
	return files
}
