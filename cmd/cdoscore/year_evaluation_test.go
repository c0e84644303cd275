package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xuri/excelize/v2"

	"cdoscore/pipeline/evaluation"
)

// evaluatedYear carries the simulated year through its evaluation, as the city does:
// by commands and by workbooks that are filled in.
type evaluatedYear struct {
	t     *testing.T
	dir   string
	out   string // for forms and results
	want  truth
	steps map[string][]string // of the reviewers' items, most first
	names map[string]string   // of the units, by what a form calls them
	now   int                 // days after the first one
}

// evaluateYear shows the year through `assess`: forms generated, filled, imported,
// reviewed blind with a third, objected, approved, corrected beside.
func evaluateYear(t *testing.T, dir string, want truth) {
	y := &evaluatedYear{t: t, dir: dir, out: t.TempDir(), want: want, steps: yearSteps(), names: map[string]string{}}
	y.open()
	y.selfAssess()
	y.reviewFirst()
	y.reviewSecond()
	var draft annualJSON
	if err := json.Unmarshal([]byte(y.assess(exitDone, "--format", "json").stdout), &draft); err != nil {
		t.Fatal(err)
	}
	y.ranking(draft, "暂定", "尚未审定")
	first := y.approve()
	y.ranking(first.doc, "审定结果第 1 版", "数考〔2027〕approved")
	y.signedIsFixed()
	y.correct(first)
}

func yearSteps() map[string][]string {
	return map[string][]string{"A5": {"2", "1", "0"}, "D4": {"3", "1.5", "0"}, "E1": {"4", "2", "0"}, "E2": {"4", "2", "0"}, "F2": {"4", "2", "0"}, "G1": {"4", "2", "0"}, "H1": {"3", "1.5", "0"}}
}

// assess runs `assess` on the day at hand; every call is a day later.
func (y *evaluatedYear) assess(code int, args ...string) command {
	y.t.Helper()
	y.now++
	c := cdoscore(y.t, append([]string{"assess", "-w", y.dir, "--cycle", "2026", "--now", y.at()}, args...)...)
	if c.code != code {
		y.t.Fatalf("assess %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), c.code, code, c.stdout, c.stderr)
	}
	return c
}

func (y *evaluatedYear) advance(code int, to string) command {
	y.t.Helper()
	return y.assess(code, "advance", "--to", to, "--by", "领导小组办公室", "--document", "数考〔2027〕"+to)
}

// refused runs a command that must fail and say each of these.
func (y *evaluatedYear) refused(code int, said []string, args ...string) {
	y.t.Helper()
	c := y.assess(code, args...)
	for _, s := range said {
		if !strings.Contains(c.stderr, s) {
			y.t.Errorf("assess %s does not say %q:\n%s", strings.Join(args, " "), s, c.stderr)
		}
	}
}

func (y *evaluatedYear) review(name, text string) {
	y.t.Helper()
	if err := os.WriteFile(filepath.Join(y.dir, "reviews", "2026", name), []byte(text), 0o644); err != nil {
		y.t.Fatal(err)
	}
}

// open begins the evaluation without the files' points: they are asked for anew.
func (y *evaluatedYear) open() {
	for _, name := range []string{"scores.csv", "signoffs.csv"} {
		if err := os.Remove(filepath.Join(y.dir, "reviews", "2026", name)); err != nil {
			y.t.Fatal(err)
		}
	}
	y.review("reviewers.csv", "name,unit\n甲,yuexiu\n乙,hrss\n丙,\n丁,\n")
	y.advance(exitDone, "self")
	g := globals{workspace: y.dir, now: "2027-02-03T08:00:00+08:00"}
	err := g.withEvaluation(y.t.Context(), "2026", true, func(s *site, e *evaluation.Evaluator) error {
		for _, u := range s.w.Units {
			y.names[u.Name.ZhHans] = u.ID
		}
		return y.evidence(e)
	})
	if err != nil {
		y.t.Fatal(err)
	}
}

// evidence registers a file for every reviewer's item of every unit but one.
func (y *evaluatedYear) evidence(e *evaluation.Evaluator) error {
	file := filepath.Join(y.out, "proof.pdf")
	if err := os.WriteFile(file, []byte("%PDF proof"), 0o600); err != nil {
		return err
	}
	for _, u := range y.want.units {
		for item := range y.steps {
			if u.ID == "gas" && item == "F2" {
				continue
			}
			if _, err := e.AddEvidence(y.t.Context(), file, u.ID, item, "数据专员"); err != nil {
				return err
			}
		}
	}
	checked, wrong, err := e.VerifyEvidence(y.t.Context())
	if checked != 33*7-1 || wrong != nil {
		y.t.Errorf("%d files of evidence, wrong %v", checked, wrong)
	}
	return err
}

// secondUnit and what the second review changes of it.
const (
	secondUnit, secondItem, secondPoints = "fgw", "E2", "4"
	objectUnit, objectItem, objectPoints = "edu", "E1", "4"
	correctUnit, correctItem             = "metro", "H1"
	correctPoints                        = "1.5"
)

func (y *evaluatedYear) reviewSecond() {
	y.assess(exitDone, "review-form", "--stage", "second", "--reviewer", "丁", "--all", "-o", y.out)
	filled := y.fill("second-丁.xlsx", "filled-second.xlsx", func(f *excelize.File, sheet string, row int, item, unit string) {
		if unit == secondUnit && item == secondItem {
			y.set(f, sheet, inSecond, row, pointsOf(secondPoints))
			y.set(f, sheet, inSecondText, row, "补充材料属实")
		}
	})
	y.assess(exitDone, "import", filled)
	y.advance(exitDone, "feedback")
	y.advance(exitDone, "objection")
	y.assess(exitDone, "object", "--unit", objectUnit, "--indicator", objectItem, "--by", "教育局", "--reason", "成效证明已提交")
	y.assess(exitDone, "rule", "1", "--upheld", "--by", "复核组", "--document", "复〔2027〕3号", "--reason", "材料属实")
	y.importFile(exitDone, objectUnit, objectItem, objectPoints)
}

// importFile takes in a file of points that are confirmed.
func (y *evaluatedYear) importFile(code int, unit, item, points string) command {
	y.t.Helper()
	path := filepath.Join(y.out, "ruled.csv")
	text := fmt.Sprintf("unit,indicator,self,confirmed,evidence,note,by,on\n%s,%s,,%s,复〔2027〕3号,裁定,复核组,2027-03-01\n", unit, item, points)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		y.t.Fatal(err)
	}
	return y.assess(code, "import", path)
}

// approvedResult is what an export holds.
type approvedResult struct {
	doc       annualJSON
	json, csv []byte
	xlsx      []byte
}

func (y *evaluatedYear) export(name string, args ...string) approvedResult {
	y.t.Helper()
	out := filepath.Join(y.out, name)
	y.assess(exitDone, append([]string{"export", "-o", out}, args...)...)
	var r approvedResult
	files, err := filepath.Glob(filepath.Join(out, "annual-2026*"))
	if err != nil || len(files) != 3 {
		y.t.Fatalf("exported: %v, %v", files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			y.t.Fatal(err)
		}
		switch filepath.Ext(file) {
		case ".json":
			r.json = content
		case ".csv":
			r.csv = content
		default:
			r.xlsx = content
		}
	}
	if err := json.Unmarshal(r.json, &r.doc); err != nil {
		y.t.Fatal(err)
	}
	validate(y.t, r.json)
	return r
}

// validate holds a document to the published schema.
func validate(t *testing.T, document []byte) {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(must(t, exitDone, "assess", "schema")))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("annual.schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("annual.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(doc); err != nil {
		t.Errorf("the document is not of the published schema: %v", err)
	}
	if compiled.Validate(map[string]any{"cycle": "2026"}) == nil {
		t.Error("the schema accepts a document without units")
	}
}

func (y *evaluatedYear) approve() approvedResult {
	y.advance(exitDone, "approved")
	got := y.export("v1")
	if got.doc.Version != 1 || got.doc.Approval == nil || got.doc.Approval.Document != "数考〔2027〕approved" {
		y.t.Errorf("version %d, approval %+v", got.doc.Version, got.doc.Approval)
	}
	y.expected(map[string]string{secondUnit + secondItem: secondPoints, objectUnit + objectItem: objectPoints}).compare(y.t, got.doc)
	y.totals(got)
	checkDuty(y.t, y.dir, "2026", "2027-05-01T08:00:00+08:00")
	again := y.export("again")
	if !bytes.Equal(again.json, got.json) || !bytes.Equal(again.csv, got.csv) || !bytes.Equal(again.xlsx, got.xlsx) {
		y.t.Error("the same result is written in other bytes")
	}
	return got
}

// signedIsFixed tries to change what was approved.
func (y *evaluatedYear) signedIsFixed() {
	if c := y.importFile(exitUsage, correctUnit, correctItem, correctPoints); !strings.Contains(c.stderr, "in the state approved") {
		y.t.Errorf("an approved cycle took points: %s", c.stderr)
	}
	g := globals{workspace: y.dir, now: "2027-06-01T08:00:00+08:00"}
	err := g.withSite(y.t.Context(), true, func(s *site) error {
		last, err := s.ledger.VerifyAudit(y.t.Context())
		if err == nil && last.Action != "evaluation.advance" {
			y.t.Errorf("the newest record of the audit trail is %s", last.Action)
		}
		return err
	})
	if err != nil {
		y.t.Error(err)
	}
}

// correct makes the second version beside the first.
func (y *evaluatedYear) correct(first approvedResult) {
	y.advance(exitDone, "correction")
	y.importFile(exitDone, correctUnit, correctItem, correctPoints)
	y.advance(exitDone, "approved")
	second := y.export("v2")
	if second.doc.Version != 2 {
		y.t.Errorf("version %d, want 2", second.doc.Version)
	}
	y.expected(map[string]string{secondUnit + secondItem: secondPoints, objectUnit + objectItem: objectPoints, correctUnit + correctItem: correctPoints}).compare(y.t, second.doc)
	y.ranking(second.doc, "审定结果第 2 版", "审定结果第 2 版（2027-")
	if kept := y.export("v1-kept", "--version", "1"); !bytes.Equal(kept.json, first.json) || !bytes.Equal(kept.xlsx, first.xlsx) {
		y.t.Error("the first version is not kept as it was approved")
	}
}
