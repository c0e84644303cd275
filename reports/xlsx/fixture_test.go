package xlsx

import (
	"fmt"
	"strings"
	"time"

	"cdoscore/reports"
	"cdoscore/rules"
)

var shanghai = time.FixedZone("CST", 8*3600)

func at(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, shanghai) }

func assessed(v float64) reports.Points { return reports.Points{Value: v, Assessed: true} }

func three(hans, hant, en string) rules.Text {
	return rules.Text{ZhHans: hans, ZhHant: hant, En: en}
}

var dimensionNames = []rules.Text{
	three("完整性", "完整性", "Completeness"), three("准确性", "準確性", "Accuracy"), three("时效性", "時效性", "Timeliness"),
	three("真实性", "真實性", "Authenticity"), three("可用性", "可用性", "Usability"),
}

var bands = []reports.Band{
	{ID: "excellent", Name: three("优秀", "優秀", "Excellent")}, {ID: "good", Name: three("良好", "良好", "Good")},
	{ID: "pass", Name: three("合格", "合格", "Pass")}, {ID: "improve", Name: three("待改进", "待改進", "To improve")},
}

func bandOf(score float64) reports.Band {
	for i, from := range []float64{90, 80, 60} {
		if score >= from {
			return bands[i]
		}
	}
	return bands[3]
}

// sampleUnit is a unit with what is odd in it: a dimension that is not assessed,
// a tiny sample, texts that look like formulas, a title that is far too long.
func sampleUnit() reports.Unit {
	u := reports.Unit{
		City: three("广州市", "廣州市", "Guangzhou"), Issuer: three("广州市政务服务和数据管理局", "廣州市政務服務和數據管理局", "Guangzhou Data Administration"),
		ID: "hrss", Name: three("市人力资源社会保障局", "市人力資源社會保障局", "Human Resources and Social Security Bureau"),
		Tier: "department", CDO: "李某（2025-07-01 至今）", Slot: at(14, 0), Cutoff: at(15, 0),
		Score: assessed(89.995), ScoreNoWaivers: assessed(88.1234), Judged: 0.8125, Band: bands[0], Rank: 4, Ranked: 21,
		CheckCode: "9f86d081884c7d65", Method: sampleMethod(),
	}
	u.Datasets = sampleDatasets()
	u.Rules = sampleRules()
	for i, name := range dimensionNames {
		d := reports.DimensionLine{ID: fmt.Sprint("d", i), Name: name, Weight: []float64{10, 10, 10, 6, 4}[i]}
		if i != 3 {
			d.Score, d.Lost = assessed(97-float64(i)*3.37), float64(i)*1.234
			d.Previous, d.PeerMedian = assessed(93+float64(i)), assessed(90.5)
			d.Recoverable = assessed(d.Lost / 2)
		}
		u.Dimensions = append(u.Dimensions, d)
	}
	u.Dimensions[2].Previous = reports.Points{}
	u.Dimensions[1].Cause, u.Dimensions[2].Cause, u.Dimensions[4].Cause = &u.Rules[0], &u.Rules[3], &u.Rules[4]
	u.Deliveries = sampleDeliveries()
	u.Samples = sampleSamples()
	u.Rectify = sampleRectify(u.Rules)
	addPeriod(&u)
	return u
}

// sampleMonth is the month that the sample workbooks are about.
func sampleMonth() reports.Period {
	return reports.Period{Kind: reports.MonthPeriod, Name: "2026-03", First: at(1, 0), Last: at(31, 0)}
}

// addPeriod adds what only a longer period has: a trend with a gap, every state of
// the calendar, changes of each kind of text, a contested line.
func addPeriod(u *reports.Unit) {
	u.Period = sampleMonth()
	u.Rules[1].Appeal = "EMERGENCY-Y2026-0001"
	for i := range u.Dimensions {
		u.Dimensions[i].Locked = u.Dimensions[i].Lost - u.Dimensions[i].Recoverable.Value
	}
	states := []string{"on_time", "late", "missing", "unreadable", "source_failed", "platform_failed", "excused", "received"}
	line := reports.CalendarLine{Dataset: "hrss/payments", Title: three("社会保险缴费记录", "社會保險繳費記錄", "Social insurance contributions")}
	for day := 1; day <= 31; day++ {
		step := reports.TrendPoint{Period: reports.DayOf(at(day, 0)), PeerMedian: assessed(88), Dimensions: make([]reports.Points, len(u.Dimensions))}
		if day != 7 {
			step.Score = assessed(85 + float64(day)/10)
			step.Dimensions[0] = assessed(90)
		}
		u.Trend = append(u.Trend, step)
		line.Slots = append(line.Slots, reports.CalendarSlot{Day: at(day, 0), State: states[day%len(states)]})
	}
	line.Slots = append(line.Slots, reports.CalendarSlot{Day: at(32, 0), State: "late"})
	u.Calendar = []reports.CalendarLine{line}
	u.Changes = []reports.ChangeLine{
		{Day: at(2, 6), Kind: reports.UpdateChanged, Dataset: "hrss/payments", DatasetName: line.Title, Was: "daily", Is: "weekly", Downgrade: true},
		{Day: at(9, 6), Kind: reports.RuleChanged, Dataset: "hrss/payments", DatasetName: line.Title, Subject: "amount.range", Was: "{min: 0}", Is: "=1+1"},
		{Day: at(9, 6), Kind: reports.WeightsChanged},
	}
}

// addCityPeriod adds the same for the city: findings, appeals and disagreements.
func addCityPeriod(c *reports.City) {
	c.Period = sampleMonth()
	c.Units[1].Rectified = reports.Rectified{Findings: 4, InTime: 2, Overdue: 1, Recurred: 1, Done: 3, Longest: 12, Rate: assessed(75)}
	c.Units[1].Appeals = reports.Standing{Filed: 1, Contested: 2, Ended: 1, IfUpheld: assessed(97.345), RankIfUpheld: 1}
	c.Units[0].Appeals = reports.Standing{RankIfUpheld: 2}
	for _, tier := range c.Tiers {
		t := reports.TierTrend{Tier: tier}
		for day := 1; day <= 31; day++ {
			t.Points = append(t.Points, reports.TrendPoint{Period: reports.DayOf(at(day, 0)), PeerMedian: reports.Points{Value: 80 + float64(day)/4, Assessed: day != 9 || tier != "district"}})
		}
		c.Trend = append(c.Trend, t)
	}
	police, hrss := three("市公安局", "市公安局", "Police"), three("市人社局", "市人社局", "Human resources")
	c.Disagreements = []reports.DisagreementLine{
		{Code: "HRSS-202603-00000001", Authority: police, Unit: hrss, Dataset: three("缴费记录", "繳費記錄", "Contributions"), Field: three("姓名", "姓名", "Name"), Compared: 12_345, Disagree: 123, Rate: 123.0 / 12_345, Propose: true},
		{Code: "HRSS-202603-00000002", Authority: police, Unit: hrss, Dataset: three("登记", "登記", "Registrations"), Compared: 9, Disagree: 3, Rate: 3.0 / 9, SmallSample: true},
		{Code: "HRSS-202603-00000003", Authority: police, Unit: hrss, Dataset: three("账户", "賬戶", "Accounts"), Compared: 900},
	}
}

func sampleDatasets() []reports.DatasetLine {
	all := []reports.Points{assessed(99.5), assessed(86.254), assessed(100), {}, assessed(75)}
	none := make([]reports.Points, 5)
	return []reports.DatasetLine{
		{ID: "hrss/payments", Code: "HRSS-0012", Title: three("社会保险缴费记录", "社會保險繳費記錄", "Social insurance contributions"), Office: "基金监督处", Person: "张某", Cycle: "daily", Due: 14, OnTime: 12, Late: 1, MissingCount: 1, Rows: 12_345_678, HasRows: true, Dimensions: all, Score: assessed(92.12), Judged: 0.9, InScope: true},
		{ID: "hrss/long", Code: "00000000012", Title: three("全市就业困难人员、零就业家庭成员和登记失业人员实名制动态管理及援助服务情况（含各区街镇公共就业服务机构经办记录）", "全市就業困難人員、零就業家庭成員和登記失業人員實名制動態管理及援助服務情況", "People in difficulty of employment, members of households without employment and registered unemployed, with the services given"), Office: "就业促进处（农民工工作处）", Person: "欧阳某某", Cycle: "half-yearly", Due: 1, Excused: 1, Dimensions: none},
		{ID: "hrss/formula", Title: three("=SUM(A1:A9)", "", ""), Cycle: "irregular", Rows: 7, HasRows: true, Dimensions: all, Score: assessed(61), Judged: 0.3, InScope: true},
	}
}

func sampleRules() []reports.RuleLine {
	payments := three("社会保险缴费记录", "社會保險繳費記錄", "Social insurance contributions")
	rate := func(failed, evaluated int64) reports.Points {
		return assessed(100 * (1 - float64(failed)/float64(evaluated)))
	}
	return []reports.RuleLine{
		{Code: "EMERGENCY-20260314-7F3A3", Dataset: "hrss/payments", DatasetName: payments, Field: "身份证号", Title: three("居民身份证号格式", "居民身份證號格式", "Resident ID"), RuleID: "id_no.format", Kind: "format", Version: "a1b2c3d4", Indicator: "0302", Dimension: "d1", Applicable: 12_345_678, Missing: 12, Evaluated: 12_345_666, Failed: 4321, Exempt: 20, Rate: rate(4321, 12_345_666), Low: 99.964, High: 99.966, HasInterval: true, Weight: 5, Scored: true, Lost: 1.234},
		{Code: "EMERGENCY-20260314-7F3A4", Dataset: "hrss/payments", DatasetName: payments, Field: "缴费日期、到账时间", Title: three("缴费日期不晚于到账时间", "繳費日期不晚於到賬時間", "Paid before received"), RuleID: "paid-before-received", Version: "a1b2c3d4", Indicator: "0301", Applicable: 12, Evaluated: 12, Failed: 1, Rate: rate(1, 12), Low: 64.6, High: 98.5, HasInterval: true, SmallSample: true, Weight: 3, Scored: true},
		{Code: "EMERGENCY-20260314-7F3A5", Dataset: "hrss/payments", DatasetName: payments, Title: three("与公安人口库姓名一致", "與公安人口庫姓名一致", "Name agrees with the police"), RuleID: "same-name", Version: "a1b2c3d4", Indicator: "0401", Applicable: 0, Weight: 3, Scored: true},
		{Code: "EMERGENCY-20260314-7F3A6", Dataset: "hrss/payments", DatasetName: payments, Title: three("按时报送", "按時報送", "Delivered on time"), RuleID: "delivery", Version: "a1b2c3d4", Indicator: "0502", Applicable: 1, Evaluated: 1, Failed: 1, Rate: assessed(50), Weight: 3, Scored: true, Lost: 3.702, Note: rules.Note{Key: "reason.delivery.late", Args: []string{"2026-03-15 05:00", "2026-03-15 07:30"}}},
		{Code: "=HRSS-07", Dataset: "hrss/formula", DatasetName: three("=SUM(A1:A9)", "", ""), Field: "@字段", Title: three("+试行规则", "", ""), RuleID: "trial", Version: "-1", Indicator: "0601", Applicable: 7, Evaluated: 7, Rate: assessed(100), Low: 64.6, High: 100, HasInterval: true, SmallSample: true, Weight: 1},
	}
}

func sampleDeliveries() []reports.DeliveryLine {
	payments := three("社会保险缴费记录", "社會保險繳費記錄", "Social insurance contributions")
	hash := strings.Repeat("9f86d081", 8)
	return []reports.DeliveryLine{
		{Dataset: payments, Slot: "2026-03-14", Due: at(15, 3), Arrived: at(15, 2), State: "on_time", Rows: 12_345_678, HasRows: true, PreviousRows: 12_340_000, HasPrevious: true, Hash: hash},
		{Dataset: payments, Slot: "2026-03-13", Due: at(14, 3), Arrived: at(14, 9), State: "late", Reason: rules.Note{Key: "reason.delivery.late", Args: []string{"2026-03-14 05:00", "2026-03-14 09:00"}}, Rows: 12_340_000, HasRows: true, Hash: hash},
		{Dataset: payments, Slot: "2026-03-12", Due: at(13, 3), State: "missing", Reason: rules.Note{Key: "reason.delivery.missing"}},
		{Dataset: three("=SUM(A1:A9)", "", ""), Slot: "2026-03-11", Arrived: at(11, 8), State: "unreadable", Reason: rules.Note{Key: "reason.readable.unreadable", Args: []string{"csv: 第 3 行"}}},
	}
}

func sampleSamples() []reports.SampleLine {
	values := []string{"440104********38", "=HYPERLINK(\"http://x\")", "+86", "-1", "@cmd", "\t制表", "\r回车", "\x00空", "_x0041_", "行一\n行二", "", strings.Repeat("很长的值", 300)}
	lines := make([]reports.SampleLine, len(values))
	for i, v := range values {
		lines[i] = reports.SampleLine{Code: "EMERGENCY-20260314-7F3A3", Row: int64(i*1000 + 2), Key: "000123456789012345678" + fmt.Sprint(i), Field: "身份证号", Value: v, Reason: rules.Note{Key: "reason.format"}}
	}
	lines[11].Code, lines[11].Reason = "EMERGENCY-20260314-7F3A4", rules.Note{Key: "reason.expr"}
	return lines
}

func sampleRectify(lines []reports.RuleLine) []reports.RectifyLine {
	var out []reports.RectifyLine
	for _, i := range []int{3, 0, 1} {
		r := lines[i]
		out = append(out, reports.RectifyLine{
			Code: r.Code, Office: "基金监督处", Person: "张某", Issued: at(15, 6), Dataset: r.DatasetName, Field: r.Field,
			KindTitle: r.Title, Description: rules.Note{Key: []string{"reason.format", "reason.expr", "", "reason.delivery.missing"}[i]},
			Failed: r.Failed, Evaluated: r.Evaluated, Lost: r.Lost, Recoverable: r.Lost / 2, Deadline: at(31, 0),
		})
	}
	out[1].Office, out[1].Person = "", ""
	out[1].Issued = time.Time{}
	out[0].Number, out[0].State, out[0].Times = "EMERGENCY-Z2026-0001", "recurred", 1
	out[0].Analysis, out[0].Measures, out[0].Planned, out[0].Progress, out[0].Evidence = "录入系统未校验", "补充校验", "2026-03-20", "in_progress", "ZZ-01"
	out[0].CheckedSlot, out[0].CheckedFailed, out[0].CheckedEvaluated = "2026-03-15", 1, 120
	out[2].Number, out[2].State, out[2].ClosedOn = "EMERGENCY-Z2026-0002", "closed", "2026-03-15"
	return out
}

func sampleMethod() reports.Method {
	m := reports.Method{Cap: 0.25, CapFrom: 4, MinimumN: 30, ConfigHash: strings.Repeat("ab12", 16), CodeVersion: "v0.1.0", Zone: "Asia/Shanghai"}
	for i, name := range dimensionNames {
		m.Dimensions = append(m.Dimensions, reports.MethodDimension{Name: name, Weight: 10 - i, Indicators: []reports.MethodIndicator{
			{Code: fmt.Sprintf("0%d01", i+1), Name: three("要素完整性", "要素完整性", "Element completeness"), Weight: 6 - i, Kinds: []rules.Text{three("必填", "必填", "Required"), three("条件必填", "條件必填", "Required when")}},
			{Code: fmt.Sprintf("0%d02", i+1), Name: three("记录完整性", "記錄完整性", "Record completeness"), Weight: 4, Kinds: []rules.Text{three("记录数", "記錄數", "Row count")}},
		}})
	}
	for i, from := range []float64{90, 80, 60, 0} {
		m.Bands = append(m.Bands, reports.MethodBand{Name: bands[i].Name, From: from})
	}
	for i, id := range rules.Severities {
		m.Severities = append(m.Severities, reports.MethodSeverity{ID: id, Weight: []int{5, 3, 1, 0}[i]})
	}
	return m
}

// sampleCity has 33 units: some fell silent, some have nothing that could be judged.
func sampleCity() reports.City {
	c := reports.City{
		City: three("广州市", "廣州市", "Guangzhou"), Issuer: three("广州市政务服务和数据管理局", "廣州市政務服務和數據管理局", "Guangzhou Data Administration"),
		Slot: at(14, 0), Cutoff: at(15, 0), Tiers: []string{"district", "department", "institution", "enterprise"},
		Bands: bands, Document: "穗数〔2026〕3号", ValidUntil: at(31, 0), Method: sampleMethod(),
	}
	for i, name := range dimensionNames {
		c.Dimensions = append(c.Dimensions, reports.DimensionHead{ID: fmt.Sprint("d", i), Name: name, Weight: 8})
	}
	for t, size := range []int{6, 21, 1, 5} {
		for i := range size {
			c.Units = append(c.Units, sampleCityUnit(c.Tiers[t], i, len(c.Units)))
		}
	}
	addCityPeriod(&c)
	return c.Attend()
}

func sampleCityUnit(tier string, i, n int) reports.CityUnit {
	score := 98.2 - float64(i)*2.37
	u := reports.CityUnit{
		ID: fmt.Sprintf("unit-%02d", n), Tier: tier, Rank: i + 1, PreviousRank: (i+2)%6 + 1, Judged: 0.8,
		Name:  three(fmt.Sprintf("市人力资源社会保障局%d", n), fmt.Sprintf("市人力資源社會保障局%d", n), fmt.Sprintf("Human Resources and Social Security Bureau %d", n)),
		Score: assessed(score), Previous: assessed(score + float64(n%5) - 2), Band: bandOf(score),
		Datasets: 3, Due: 42, OnTime: 40 - n%4, Late: n % 4, Missing: 1, Unreadable: 1, Rows: 1_000_000, Evaluated: 100, Failed: 3,
	}
	for d := range dimensionNames {
		u.Dimensions = append(u.Dimensions, assessed(score-float64(d*n%40)))
	}
	u.Dimensions[3] = reports.Points{}
	switch n {
	case 9:
		u.StreakMissing, u.Missing, u.OnTime = 5, 6, 34
	case 20:
		u.Score, u.Previous, u.Band, u.Rank, u.PreviousRank, u.Dimensions = reports.Points{}, reports.Points{}, reports.Band{}, 0, 0, make([]reports.Points, 5)
	case 30:
		u.Rank, u.SmallSample, u.Due, u.OnTime, u.Late, u.Missing, u.Unreadable = 0, true, 2, 0, 0, 0, 0
		u.PlatformFailed, u.Excused = 1, 1
	}
	return u
}
