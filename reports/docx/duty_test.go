package docx

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/rules"
)

// sampleDuty has a cycle before, a close rate, an item that was not measured, one
// without points, evidence of every sort, and hostile names.
func sampleDuty() reports.Duty {
	first, last := time.Date(2026, 1, 1, 0, 0, 0, 0, shanghai), time.Date(2026, 12, 31, 0, 0, 0, 0, shanghai)
	line := func(id, name string, worth, points, rate, before, median float64, rank int) dutyLine {
		return dutyLine{ID: id, Name: three(name, name, id), Worth: of(worth), Points: of(points), Rate: of(rate), Previous: of(before), PeerMedian: of(median), Rank: rank, Ranked: 21, Source: "measured"}
	}
	onTime := line("C1", "按时报送", 6, 5.66, 94.3, 90.15, 96.5, 11)
	onTime.Close, onTime.Evidence = true, &assessment.Evidence{Measure: "on_time", Good: 1027, Of: 1089, Datasets: 2}
	onTime.Lacking = []rules.Text{three("社保缴费", "社保繳費", "Contributions"), three("<b>{0}【请补充】", "<b>", "<b>")}
	complete := line("A1", "完整性", 10, 9.96, 99.6, 99.1, 98.3, 4)
	complete.Evidence = &assessment.Evidence{Measure: "completeness", Good: 28, Of: 30, Datasets: 2}
	usable := line("A6", "可用性", 4, 4, 100, 100, 99.9, 1)
	usable.Evidence = &assessment.Evidence{Measure: "usability", Good: 28, Of: 30, Datasets: 2}
	use := line("E1", "开发利用", 4, 2, 50, 100, 75, 16)
	use.Source, use.Documents = "self", 3
	innovation := dutyLine{ID: "E2", Name: three("应用案例", "應用案例", "E2"), Worth: of(4), Source: "none"}
	security := dutyLine{ID: "F1", Name: three("敏感字段", "敏感欄位", "F1"), Source: "unjudged"}
	rules2 := line("F2", "制度", 4, 4, 100, 100, 100, 1)
	rules2.Source, rules2.Proof, rules2.Rank = "confirmed", "PZ-7", 0
	d := reports.Duty{
		Cycle: workspace.Cycle{Name: "2026", From: "2026-01-01", To: "2026-12-31"}, Total: of(83.5), Band: bands[0], Rank: 9, Ranked: 21, PeerMedian: of(82.06), Cutoff: last.AddDate(0, 0, 1),
		CDOs: []reports.Tenure{{Name: "蒋某", Title: "副局长", From: "2023-03-01", To: "2026-06-30"}, {Name: "何某", From: "2026-07-01"}},
		Open: []rules.Note{{Key: "open.lasting", Args: []string{"2026-12-31"}}, {Key: "open.unrun", Args: []string{"1034"}}, {Key: "open.unconfirmed", Args: []string{"应用案例"}}}, Datasets: 2, Rows: 1500,
		PreviousCycle: "2025", Previous: of(80.25), PreviousRank: 12, Deduction: of(1.5),
		Indicators: []dutyLine{line("A", "数据质量", 14, 13.96, 99.71, 99.4, 98.8, 3), line("E", "开发利用与应用创新", 8, 2, 50, 100, 75, 16)},
		Headings: []reports.DutyHeading{
			{ID: "collection", Sum: onTime, Items: []dutyLine{onTime}}, {ID: "assets", Sum: complete, Items: []dutyLine{complete, usable}}, {ID: "sharing"},
			{ID: "use", Sum: use, Items: []dutyLine{use}}, {ID: "innovation", Sum: innovation, Items: []dutyLine{innovation}}, {ID: "security", Sum: rules2, Items: []dutyLine{security, rules2}}, {ID: "demand"},
		},
		Unplaced: []dutyLine{{ID: "H1", Name: three("述职", "述職", "Duty"), Worth: of(3), Source: "none"}},
		Slots:    reports.DutySlots{Due: 1090, OnTime: 1027, Late: 61, Missing: 1, Spared: 1, Rate: of(94.307)}, Rectified: reports.Rectified{Findings: 12, InTime: 8, Overdue: 2, Recurred: 1, Done: 9, Rate: of(75)},
		Disagreements: sampleCity().Disagreements[:1], Losses: []dutyLine{use, onTime},
		Findings: []reports.RectifyLine{{Dataset: three("社保缴费", "社保繳費", "Contributions"), Field: "姓名", KindTitle: three("唯一性", "唯一性", "Uniqueness"), Failed: 479, Evaluated: 16689, Lost: 0.18, Recoverable: 0.1}, {Dataset: three("招聘", "招聘", "Jobs"), KindTitle: three("记录数", "記錄數", "Row count"), Failed: 1, Evaluated: 14, Lost: 0.25}},
	}
	d.Quality = reports.Unit{
		ID: "hrss", Name: three("人社局", "人社局", "Human Resources"), Tier: "department", Period: reports.Period{Kind: reports.YearPeriod, Name: "2026", First: first, Last: last},
		Cutoff: last.AddDate(0, 0, 1), Made: last, CheckCode: "AB12CD34", Score: of(98.45), Previous: of(97), PeerMedian: of(97.07), Method: reports.Method{Zone: "Asia/Shanghai"},
		Datasets:   []reports.DatasetLine{{Title: three("社保缴费", "社保繳費", "Contributions"), Cycle: "daily", Due: 1089, OnTime: 1027, Late: 61, MissingCount: 1, Rows: 1500, HasRows: true}, {Title: three("招聘", "招聘", "Jobs"), Cycle: "yearly", Due: 1, Excused: 1}},
		Dimensions: []reports.DimensionLine{{Name: three("完整性", "完整性", "Completeness"), Score: of(99.56), Previous: of(98), PeerMedian: of(98.31), Lost: 0.43, Locked: 0.15, Recoverable: of(0.28)}, {Name: three("真实性", "真實性", "Authenticity")}},
	}
	return d
}

func writtenDuty(t *testing.T, m reports.Duty, lang string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Duty(&out, m, lang); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestDutyGolden(t *testing.T) {
	for _, lang := range message.Languages {
		packed := writtenDuty(t, sampleDuty(), lang)
		golden(t, "duty."+lang+".txt", dump(t, packed))
		if !bytes.Equal(packed, writtenDuty(t, sampleDuty(), lang)) {
			t.Errorf("%s: two documents of one model differ", lang)
		}
	}
}

// What the unit must write is a gap under every heading, whatever is known.
func TestEveryHeadingStandsInThePlansOrder(t *testing.T) {
	got := dump(t, writtenDuty(t, sampleDuty(), "zh-Hans"))
	last := -1
	for _, head := range []string{"一、数据采集汇聚", "二、数据资产管理", "三、数据开放共享", "四、数据开发利用", "五、数据应用创新", "六、数据安全保护", "七、数据需求", "八、工作建议"} {
		at := strings.Index(got, "Heading1: "+head+"\n")
		if at <= last {
			t.Errorf("the heading %s stands at %d, after %d", head, at, last)
			continue
		}
		last = at
		section, _, _ := strings.Cut(got[at+len("Heading1: "):], "Heading1: ")
		if !strings.Contains(section, "«【请补充：") {
			t.Errorf("%s has no gap to fill:\n%s", head, section)
		}
	}
}

// A figure that is no run of the style Figure would escape every comparison with the
// ledger. Dates, the cycle, codes and names are none.
func TestDutyFiguresAreMarked(t *testing.T) {
	got := dump(t, writtenDuty(t, sampleDuty(), "zh-Hans"))
	for _, known := range []string{`‹[^›]*›`, `\d+年\d+月\d+日`, `\d{4}-\d\d-\d\d 00:00`, `2026年|（2025）`, `表\d+`, `AB12CD34|PZ-7|95%|\{0\}|Heading1`} {
		got = regexp.MustCompile(known).ReplaceAllString(got, "")
	}
	if left := regexp.MustCompile(`.{0,12}\d.{0,12}`).FindAllString(got, -1); left != nil {
		t.Errorf("numbers beside the figures: %q", left)
	}
}

// A unit without anything says so in words.
func TestDutyOfNothing(t *testing.T) {
	m := reports.Duty{Version: 2, Document: "数考〔2027〕1号", Quality: reports.Unit{Name: three("体育局", "體育局", "Sports"), Tier: "department", Method: reports.Method{Zone: "Asia/Shanghai"}}}
	for _, id := range workspace.DutyHeadings {
		m.Headings = append(m.Headings, reports.DutyHeading{ID: id})
	}
	got := dump(t, writtenDuty(t, m, "zh-Hans"))
	for want, times := range map[string]int{"本项没有系统测算或评审得分的指标": 7, "本周期没有总分": 1, "数据质量未评定": 1, "没有下发整改的问题": 1, "没有失分": 1, "首席数据官姓名、职务和任期": 1, "第‹2›版": 1, "不与上一周期比较": 1} {
		if n := strings.Count(got, want); n != times {
			t.Errorf("%q stands %d times, want %d:\n%s", want, n, times, got)
		}
	}
}
