package ruletest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"cdoscore/pipeline/ruletest"
	"cdoscore/rules/kinds"
)

const catalogue = "../../rules/kinds/testdata"

// situations are what every kind is judged in. Those of rows are remarks of the
// cases (a colon and more may follow); the rest are of whole cases.
var situations = []string{"null", "empty", "space", "placeholder", "empty table", "all missing", "padding", "quotes", "column quotes",
	"nan", "2^53", "chinese", "emoji", "wide", "sentinel"}

// beside says why a situation is none of a kind's.
var beside = map[string]map[string]string{
	"all missing": {
		"delivery":        "judges the time of arrival, not values",
		"source_declared": "judges the dataset file, not values",
		"dictionary":      "judges the dataset file, not values",
	},
}

// tally counts rows and cases by kind and situation.
type tally struct {
	sync.Mutex
	counts map[string]map[string]int
}

func (c *tally) add(kind string, r ruletest.Result) {
	c.Lock()
	defer c.Unlock()
	if c.counts[kind] == nil {
		c.counts[kind] = map[string]int{}
	}
	n := c.counts[kind]
	for _, remark := range r.Remarks {
		situation, _, _ := strings.Cut(remark, ":")
		n[situation]++
	}
	if len(r.Remarks) == 0 && r.Columns != nil {
		n["empty table"]++
	}
	if strings.HasSuffix(r.Case.Name, "/missing") {
		n["all missing"]++
	}
	if slices.ContainsFunc(r.Columns, func(s string) bool { return strings.ContainsAny(s, `"'`) }) {
		n["column quotes"] += len(r.Remarks)
	}
}

// TestCatalogue runs the cases of every kind and prints how often each kind is
// judged in each situation.
func TestCatalogue(t *testing.T) {
	c := &tally{counts: map[string]map[string]int{}}
	t.Run("kinds", func(t *testing.T) {
		for _, k := range kinds.All() {
			t.Run(k.Name, func(t *testing.T) {
				t.Parallel()
				runKind(t, k.Name, c)
			})
		}
	})
	t.Log("rows (of whole cases: cases) by kind and situation\n" + c.table(t))
	folders, err := os.ReadDir(catalogue)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if kinds.Named(f.Name()) == nil {
			t.Errorf("%s is the folder of no kind", filepath.Join(catalogue, f.Name()))
		}
	}
}

func runKind(t *testing.T, kind string, c *tally) {
	r := runner(t)
	files, err := ruletest.Find(filepath.Join(catalogue, kind))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		judged := false
		for _, result := range run(t, r, file, data) {
			for _, p := range result.Problems {
				t.Error(p)
			}
			for _, id := range result.Unjudged {
				t.Errorf("%s: rule %s of kind %s has no judge in Go", file, id, result.Kinds[id])
			}
			for _, k := range result.Kinds {
				judged = judged || k == kind
			}
			c.add(kind, result)
		}
		if !judged {
			t.Errorf("%s has no rule of kind %s", file, kind)
		}
	}
}

// table writes the counts, and fails where one is 0 without a reason.
func (c *tally) table(t *testing.T) string {
	var b, notes strings.Builder
	w := tabwriter.NewWriter(&b, 0, 8, 1, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "kind\t"+strings.Join(situations, "\t")+"\t")
	for _, k := range kinds.All() {
		fmt.Fprint(w, k.Name)
		for _, s := range situations {
			n, why := c.counts[k.Name][s], beside[s][k.Name]
			switch {
			case n == 0 && why == "":
				t.Errorf("kind %s has no case for %s", k.Name, s)
			case n > 0 && why != "":
				t.Errorf("kind %s has cases for %s, and a reason to have none", k.Name, s)
			case n == 0:
				fmt.Fprint(w, "\t—")
				fmt.Fprintf(&notes, "%s, %s: %s\n", k.Name, s, why)
				continue
			}
			fmt.Fprintf(w, "\t%d", n)
		}
		fmt.Fprintln(w, "\t")
	}
	w.Flush()
	return b.String() + notes.String()
}
