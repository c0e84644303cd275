package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
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
	first := y.approve()
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
	at := fmt.Sprintf("2027-%02d-%02dT08:00:00+08:00", 2+y.now/28, 1+y.now%28)
	c := cdoscore(y.t, append([]string{"assess", "-w", y.dir, "--cycle", "2026", "--now", at}, args...)...)
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

// The columns of a form, by their headings.
const (
	inUnit, inSelf, inSelfText, inEvidence = "E", "G", "H", "I"
	inFirst, inFirstText                   = "J", "K"
	inSecond, inSecondText                 = "M", "N"
)

// fill opens a form, lets edit change it, and saves it beside under a name.
func (y *evaluatedYear) fill(form, as string, edit func(f *excelize.File, sheet string, row int, item, unit string)) string {
	y.t.Helper()
	f, err := excelize.OpenFile(filepath.Join(y.out, form))
	if err != nil {
		y.t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			y.t.Fatal(err)
		}
		for i, row := range rows {
			if len(row) >= 5 && y.names[row[4]] != "" {
				edit(f, sheet, i+1, row[0], y.names[row[4]])
			}
		}
	}
	path := filepath.Join(y.out, as)
	if err := f.SaveAs(path); err != nil {
		y.t.Fatal(err)
	}
	return path
}

func (y *evaluatedYear) set(f *excelize.File, sheet, column string, row int, value any) {
	y.t.Helper()
	if err := f.SetCellValue(sheet, fmt.Sprint(column, row), value); err != nil {
		y.t.Fatal(err)
	}
}

// place numbers units and items, so that points differ.
func (y *evaluatedYear) place(unit, item string) int {
	u := slices.IndexFunc(y.want.units, func(x trueUnit) bool { return x.ID == unit })
	return u + slices.Index([]string{"A5", "D4", "E1", "E2", "F2", "G1", "H1"}, item)
}

func pointsOf(text string) float64 {
	r, _ := new(big.Rat).SetString(text)
	x, _ := r.Float64()
	return x
}

// measured reports whether an item needs no reviewer.
func (y *evaluatedYear) measured(unit, item string) bool {
	return y.steps[item] == nil || item == "G1" && (unit == "yuexiu" || unit == "haizhu")
}

func (y *evaluatedYear) selfAssess() {
	y.assess(exitDone, "review-form", "--stage", "self", "-o", y.out)
	var files []string
	for _, u := range y.want.units {
		files = append(files, y.fill("self-"+u.ID+".xlsx", "filled-"+u.ID+".xlsx", y.fillSelf))
	}
	y.wrongSelf(files[1:])
	entries := 33*(6+1) + 33 // every reviewer's item, and one that is measured
	if got := y.assess(exitDone, append([]string{"import"}, files...)...).stdout; !strings.Contains(got, fmt.Sprintf("登记 %d 条", entries)) {
		y.t.Errorf("imported: %s, want %d entries", got, entries)
	}
	y.advance(exitDone, "first")
}

func (y *evaluatedYear) fillSelf(f *excelize.File, sheet string, row int, item, unit string) {
	if item == "B1" {
		y.set(f, sheet, inSelf, row, 4.25)
		return
	}
	steps := y.steps[item]
	if steps == nil {
		return
	}
	if unit == "gas" && item == "F2" {
		y.set(f, sheet, inSelf, row, 0)
		return
	}
	y.set(f, sheet, inSelf, row, pointsOf(steps[0]))
	y.set(f, sheet, inSelfText, row, "已完成")
	y.set(f, sheet, inEvidence, row, strings.ToUpper(unit)+"-"+item[:1]+"0"+item[1:]+"-001")
}

// wrongSelf hands in, among good forms, one with a wrong entry of every kind: each
// must be named, and nothing is taken in.
func (y *evaluatedYear) wrongSelf(good []string) {
	cells := map[string]string{}
	wrong := y.fill("self-yuexiu.xlsx", "wrong-yuexiu.xlsx", func(f *excelize.File, sheet string, row int, item, unit string) {
		y.fillSelf(f, sheet, row, item, unit)
		at := func(column string) string { return fmt.Sprintf("%s!%s%d: ", sheet, column, row) }
		switch item {
		case "A1":
			y.set(f, sheet, inSelf, row, 10.01)
			cells[at(inSelf)] = "得分 10.01 超出分值 10"
		case "A2":
			y.set(f, sheet, inUnit, row, "海珠区")
			cells[at(inUnit)] = "单位被改动：原为“越秀区”，现为“海珠区”"
		case "A5":
			y.set(f, sheet, inSelf, row, 1.5)
			cells[at(inSelf)] = "得分 1.5 不是规定档位（2 / 1 / 0）"
		case "B1":
			y.set(f, sheet, inSelf, row, 1.234)
			cells[at(inSelf)] = "得分“1.234”无效"
		case "C1":
			y.set(f, sheet, inSelfText, row, "只有说明")
			cells[at(inSelf)] = "未填得分"
		case "D4":
			y.set(f, sheet, inSelf, row, "3分")
			cells[at(inSelf)] = "得分须为数字，现为“3分”"
		case "E1":
			y.set(f, sheet, inSelf, row, 5)
			cells[at(inSelf)] = "得分 5 超出分值 4"
		case "E2":
			y.set(f, sheet, inEvidence, row, "")
			cells[at(inEvidence)] = "须填写单位 yuexiu 指标 E2 的佐证编号"
		case "F2":
			y.set(f, sheet, inEvidence, row, "YUEXIU-F02-009")
			cells[at(inEvidence)] = "佐证编号“YUEXIU-F02-009”未登记"
		case "G1":
			y.set(f, sheet, inEvidence, row, "YUEXIU-E01-001")
			cells[at(inEvidence)] = "属于指标 E1"
		case "H1":
			y.set(f, sheet, inEvidence, row, "HRSS-H01-001")
			cells[at(inEvidence)] = "属于单位 hrss"
			y.set(f, sheet, "C", row, 30)
			cells[at("C")] = "锁定单元格被改动：原为“3”，现为“30”"
		}
	})
	c := y.assess(exitFailUnder, append([]string{"import", wrong}, good...)...)
	for cell, said := range cells {
		if !slices.ContainsFunc(strings.Split(c.stderr, "\n"), func(line string) bool { return strings.Contains(line, cell) && strings.Contains(line, said) }) {
			y.t.Errorf("the wrong entry %s%s is not named:\n%s", cell, said, c.stderr)
		}
	}
	if n := strings.Count(c.stderr, "wrong-yuexiu.xlsx, "); n != len(cells) || strings.Count(c.stderr, "\n") != n+1 || !strings.Contains(c.stderr, "未导入任何内容") {
		y.t.Errorf("%d wrong entries named, want %d:\n%s", n, len(cells), c.stderr)
	}
}

// given is what a reviewer gives: the two differ for every seventh place by all the
// points, for every fifth by a half, which is beyond the threshold too.
func (y *evaluatedYear) given(reviewer, unit, item string) string {
	steps, n := y.steps[item], y.place(unit, item)
	if unit == "gas" && item == "F2" {
		return "0"
	}
	switch {
	case unit == "yuexiu" || unit == "hrss": // one of the first two has to stand back, and no fourth is there
	case reviewer == "乙" && n%7 == 0:
		return steps[(n%2)*2]
	case reviewer == "甲" && n%7 == 0:
		return steps[2-(n%2)*2]
	case reviewer == "丙" && n%7 == 0 || reviewer == "乙" && n%5 == 0:
		return steps[1]
	}
	return steps[n%2]
}

func (y *evaluatedYear) fillReview(reviewer, form string) string {
	return y.fill(form, "filled-"+form, func(f *excelize.File, sheet string, row int, item, unit string) {
		if !y.unlocked(f, sheet, inFirst, row) {
			return
		}
		points := y.given(reviewer, unit, item)
		y.set(f, sheet, inFirst, row, pointsOf(points))
		if points != y.steps[item][0] {
			y.set(f, sheet, inFirstText, row, reviewer+"的扣分原因")
		}
	})
}

func (y *evaluatedYear) unlocked(f *excelize.File, sheet, column string, row int) bool {
	y.t.Helper()
	id, err := f.GetCellStyle(sheet, fmt.Sprint(column, row))
	if err != nil {
		y.t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		y.t.Fatal(err)
	}
	return style.Protection != nil && !style.Protection.Locked
}

func (y *evaluatedYear) reviewFirst() {
	y.assess(exitDone, "review-form", "--reviewer", "甲,乙", "--all", "-o", y.out)
	y.ownUnit()
	y.assess(exitDone, "import", y.fillReview("甲", "first-甲.xlsx"), y.fillReview("乙", "first-乙.xlsx"))
	y.assess(exitDone, "review-form", "--reviewer", "甲,丙", "--all", "-o", y.out)
	text := workbookText(y.t, filepath.Join(y.out, "first-甲.xlsx"))
	if strings.Contains(text, "乙") || !strings.Contains(text, "甲的扣分原因") {
		y.t.Error("a reviewer's form shows another's review, or lacks the own one")
	}
	y.assess(exitDone, "import", y.fillReview("丙", "first-丙.xlsx"))
	y.advance(exitDone, "second")
}

// ownUnit has a reviewer write into the row of the own unit.
func (y *evaluatedYear) ownUnit() {
	cell := ""
	wrong := y.fill("first-甲.xlsx", "own.xlsx", func(f *excelize.File, sheet string, row int, item, unit string) {
		if item == "E1" && unit == "yuexiu" {
			y.set(f, sheet, inFirst, row, 4)
			cell = fmt.Sprintf("%s!%s%d: ", sheet, inFirst, row)
		}
		if item == "F2" && unit == "gas" {
			y.set(f, sheet, inFirst, row, 4)
		}
	})
	y.refused(exitFailUnder, []string{"own.xlsx, " + cell + "评审人 甲 不得评审所在单位", "单位 gas 的指标 F2 没有佐证"}, "import", wrong)
}

func workbookText(t *testing.T, path string) string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			b.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	return b.String()
}

// firstResult is what the first review must come to, in hundredths as a fraction: the
// mean of two, of the closest two of three, or of all three where the middle one is
// as far from both.
func (y *evaluatedYear) firstResult(unit, item string) *big.Rat {
	var who []string
	for _, r := range []string{"甲", "乙"} {
		if own := map[string]string{"甲": "yuexiu", "乙": "hrss"}[r]; own != unit {
			who = append(who, r)
		}
	}
	if len(who) < 2 {
		who = append(who, "丙")
	}
	points := func(r string) *big.Rat { x, _ := new(big.Rat).SetString(y.given(r, unit, item)); return x }
	mean := func(list ...*big.Rat) *big.Rat {
		sum := new(big.Rat)
		for _, x := range list {
			sum = add(sum, x)
		}
		x, _ := new(big.Rat).SetString(halfUp(mul(sum, rat(1, int64(len(list))))))
		return x
	}
	a, b := points(who[0]), points(who[1])
	most, _ := new(big.Rat).SetString(y.steps[item][0])
	apart := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Abs(new(big.Rat).Sub(a, b)) }
	if apart(a, b).Cmp(mul(most, rat(1, 5))) <= 0 {
		return mean(a, b)
	}
	if who[1] == "丙" || who[0] == "丙" {
		y.t.Fatalf("unit %s, item %s needs a fourth reviewer", unit, item)
	}
	list := []*big.Rat{a, b, points("丙")}
	slices.SortFunc(list, (*big.Rat).Cmp)
	switch apart(list[0], list[1]).Cmp(apart(list[1], list[2])) {
	case -1:
		return mean(list[0], list[1])
	case 1:
		return mean(list[1], list[2])
	}
	return mean(list...)
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

// expected computes every unit's points by another way: what is measured from the
// truth of the year, what is reviewed from what the reviewers gave.
func (y *evaluatedYear) expected(changed map[string]string) truth {
	var out truth
	for _, u := range y.want.units {
		x := trueUnit{ID: u.ID, tier: u.tier, rated: u.rated, Items: map[string]string{}}
		total := new(big.Rat)
		for item, points := range u.Items {
			if !y.measured(u.ID, item) {
				points = y.firstResult(u.ID, item).FloatString(2)
			}
			if given, ok := changed[u.ID+item]; ok {
				r, _ := new(big.Rat).SetString(given)
				points = r.FloatString(2)
			}
			x.Items[item] = points
			p, _ := new(big.Rat).SetString(points)
			total = add(total, p)
		}
		x.Total, x.Band = total.FloatString(2), bandOf(total)
		out.units = append(out.units, x)
	}
	out.rank()
	return out
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
	again := y.export("again")
	if !bytes.Equal(again.json, got.json) || !bytes.Equal(again.csv, got.csv) || !bytes.Equal(again.xlsx, got.xlsx) {
		y.t.Error("the same result is written in other bytes")
	}
	return got
}

// totals holds the CSV and the workbook against the JSON, and the step totals
// against sums of their own.
func (y *evaluatedYear) totals(r approvedResult) {
	lines, err := csv.NewReader(bytes.NewReader(r.csv)).ReadAll()
	if err != nil || len(lines) != 34 {
		y.t.Fatalf("%d lines, %v", len(lines), err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(r.xlsx))
	if err != nil {
		y.t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("年度结果", excelize.Options{RawCellValue: true})
	if err != nil {
		y.t.Fatal(err)
	}
	byName := map[string][]string{}
	for _, row := range rows {
		if len(row) == 14 {
			byName[row[0]] = row
		}
	}
	for i, u := range r.doc.Units {
		line := lines[i+1]
		if line[0] != u.Unit || line[4] != u.SelfTotal.String() || line[7] != u.Total.String() || line[13] != "1" {
			y.t.Errorf("line of %s: %v", u.Unit, line)
		}
		row := byName[u.Name]
		if row == nil || pointsOf(row[3]) != pointsOf(u.SelfTotal.String()) || pointsOf(row[4]) != pointsOf(u.FirstTotal.String()) || pointsOf(row[5]) != pointsOf(u.SecondTotal.String()) || pointsOf(row[6]) != pointsOf(u.Total.String()) {
			y.t.Errorf("row of %s: %v", u.Name, row)
		}
		self, first, second := y.stepTotals(u)
		if u.SelfTotal.String() != self || u.FirstTotal.String() != first || u.SecondTotal.String() != second {
			y.t.Errorf("%s: %s, %s, %s; summed here %s, %s, %s", u.Unit, u.SelfTotal, u.FirstTotal, u.SecondTotal, self, first, second)
		}
		if u.Provisional {
			y.t.Errorf("%s is provisional: %v", u.Unit, u.Open)
		}
	}
}

// stepTotals sums the steps from the truth and what the reviewers gave.
func (y *evaluatedYear) stepTotals(u annualUnit) (self, first, second string) {
	i := slices.IndexFunc(y.want.units, func(x trueUnit) bool { return x.ID == u.Unit })
	var sums [3]*big.Rat
	for k := range sums {
		sums[k] = new(big.Rat)
	}
	for item, points := range y.want.units[i].Items {
		var step [3]*big.Rat
		if y.measured(u.Unit, item) {
			p, _ := new(big.Rat).SetString(points)
			step = [3]*big.Rat{p, p, p}
		} else {
			p, _ := new(big.Rat).SetString(y.steps[item][0])
			if u.Unit == "gas" && item == "F2" {
				p = new(big.Rat)
			}
			f := y.firstResult(u.Unit, item)
			step = [3]*big.Rat{p, f, f}
		}
		switch {
		case item == "B1":
			step[0], _ = new(big.Rat).SetString("4.25")
		case item == "G1" && y.measured(u.Unit, item):
			step[0] = rat(4, 1) // the unit's own points
		case u.Unit == secondUnit && item == secondItem:
			step[2], _ = new(big.Rat).SetString(secondPoints)
		case u.Unit == objectUnit && item == objectItem:
			step[2], _ = new(big.Rat).SetString(objectPoints)
		}
		for k := range sums {
			sums[k] = add(sums[k], step[k])
		}
	}
	return sums[0].FloatString(2), sums[1].FloatString(2), sums[2].FloatString(2)
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
	if kept := y.export("v1-kept", "--version", "1"); !bytes.Equal(kept.json, first.json) || !bytes.Equal(kept.xlsx, first.xlsx) {
		y.t.Error("the first version is not kept as it was approved")
	}
}
