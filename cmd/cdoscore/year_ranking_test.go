package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// rankedBy are the columns of the ranking that sum to the overall score.
var rankedBy = []string{"数据质量", "资产管理", "采集汇聚", "开放共享", "开发利用与应用创新", "安全保护", "数据需求", "述职", "加减分"}

// ranking writes the year's workbooks and pages and holds the city's ranking against
// the annual result: each row's columns sum to its total, in hundredths.
func (y *evaluatedYear) ranking(r annualJSON, remark, note string) {
	y.t.Helper()
	must(y.t, exitDone, "scorecards", y.dir, "--period", "2026", "--html", "--now", y.at())
	dir := filepath.Join(y.dir, "scorecards", "2026")
	page, err := os.ReadFile(filepath.Join(dir, "html", "index.html"))
	if err != nil {
		y.t.Fatal(err)
	}
	lines := table(y.t, filepath.Join(dir, "city.xlsx"), "组内排名", "位次")
	for _, u := range r.Units {
		line := lineOf(y.t, lines, "单位", u.Name)
		sum := int64(0)
		for _, head := range rankedBy {
			sum += hundredths(y.t, line[head])
		}
		total := hundredths(y.t, u.Total.String())
		if sum != total || hundredths(y.t, line["综合得分"]) != total {
			y.t.Errorf("%s: columns sum to %d, overall score %s, annual result %s: %v", u.Unit, sum, line["综合得分"], u.Total, line)
		}
		if rank := strconv.Itoa(u.Rank); u.Rank > 0 && line["位次"] != rank || u.Rank == 0 && line["位次"] != "未排名" {
			y.t.Errorf("%s: rank %s, annual result %s", u.Unit, line["位次"], rank)
		}
		if !strings.Contains(line["备注"], remark) {
			y.t.Errorf("%s: the remark %q does not say %q", u.Unit, line["备注"], remark)
		}
		if shown := fmt.Sprintf(`data-label="综合得分">%d.%02d<`, total/100, total%100); !strings.Contains(string(page), shown) {
			y.t.Errorf("the page does not show the total of %s, %s", u.Unit, shown)
		}
	}
	if !strings.Contains(string(page), note) || !strings.Contains(sheetText(y.t, filepath.Join(dir, "city.xlsx"), "组内排名"), note) {
		y.t.Errorf("the ranking's notes do not say %q", note)
	}
}

// TestRankingOfAYearAndItsEvaluation looks at a year without an evaluation, and at one
// whose reviews lie in the files and are not signed.
func TestRankingOfAYearAndItsEvaluation(t *testing.T) {
	dir := t.TempDir()
	rectifyCity.write(t, dir)
	units, err := os.ReadFile(filepath.Join(dir, "units.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	files{"units.yaml": strings.Replace(string(units), "id: hrss,", "id: hrss, short_name: 人社局,", 1)}.write(t, dir)
	files{"in/2026-03-02.csv": payments(2)}.write(t, dir)
	deliverAt(t, dir, "2026-03-02T20:00:00+08:00")
	const now = "2026-03-03T06:00:00+08:00"
	must(t, exitDone, "run", dir, "--now", now)
	book := filepath.Join(dir, "scorecards", "2026", "city.xlsx")
	year := func() (map[string]string, string) {
		t.Helper()
		must(t, exitDone, "scorecards", dir, "--period", "2026", "--now", now)
		must(t, exitDone, "verify", book, "-w", dir, "--now", now)
		return lineOf(t, table(t, book, "组内排名", "位次"), "单位", "市人社局"), sheetText(t, book, "组内排名")
	}
	copies := filepath.Join(t.TempDir(), "copies")
	must(t, exitDone, "scorecards", dir, "--period", "2026", "--unit", "hrss", "--deliver", copies, "--now", now)
	if got, err := filepath.Glob(filepath.Join(copies, "*")); err != nil || len(got) != 1 || filepath.Base(got[0]) != "2026年_人社局_数据质量评估表.xlsx" {
		t.Errorf("delivered %q, %v", got, err)
	}
	line, all := year()
	for _, head := range rankedBy[1:] {
		if line[head] != "—" {
			t.Errorf("%s is %q without an evaluation", head, line[head])
		}
	}
	if line["综合得分"] != line["数据质量"] || !strings.Contains(all, "年度考核尚未启动") {
		t.Errorf("a year without an evaluation: %v", all)
	}

	files{"reviews/2026/scores.csv": "unit,indicator,self,confirmed,evidence,note,by,on\nhrss,E1,4,2,证1,,评审组,2026-03-01\n"}.write(t, dir)
	line, all = year()
	sum := int64(0)
	for _, head := range rankedBy {
		sum += hundredths(t, line[head])
	}
	if sum != hundredths(t, line["综合得分"]) || line["开发利用与应用创新"] != "2.00" || !strings.Contains(line["备注"], "暂定") || !strings.Contains(all, "尚未审定") {
		t.Errorf("a year whose reviews are not signed: %d, %v", sum, line)
	}
	if printed := must(t, exitDone, "assess", dir, "--cycle", "2026", "--now", now); !strings.Contains(printed, " "+line["综合得分"]+" ") {
		t.Errorf("`assess` has another total than %s:\n%s", line["综合得分"], printed)
	}
}

// at is the day at hand.
func (y *evaluatedYear) at() string {
	return fmt.Sprintf("2027-%02d-%02dT08:00:00+08:00", 2+y.now/28, 1+y.now%28)
}

// sheetText is all that a sheet says.
func sheetText(t *testing.T, path, sheet string) string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(rows)
}

// hundredths reads points as a sheet shows them, with two decimals or a sign.
func hundredths(t *testing.T, text string) int64 {
	t.Helper()
	text = strings.NewReplacer("−", "-", "+", "").Replace(text)
	whole, rest, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole+(rest + "00")[:2], 10, 64)
	if err != nil {
		t.Errorf("%q is no points", text)
	}
	return n
}
