package html

import (
	"slices"
	"time"

	"cdoscore/reports"
	"cdoscore/rules"
)

var shanghai = time.FixedZone("CST", 8*3600)

func march(day, hour, minute int) time.Time {
	return time.Date(2026, 3, day, hour, minute, 0, 0, shanghai)
}

func of(points float64) reports.Points { return reports.Points{Value: points, Assessed: true} }

func one(s string) rules.Text { return rules.Text{ZhHans: s} }

var month = reports.Period{Kind: reports.MonthPeriod, Name: "2026-03", First: march(1, 0, 0), Last: march(31, 0, 0)}

var grades = []reports.Band{
	{ID: "excellent", Name: rules.Text{ZhHans: "优秀", ZhHant: "優秀", En: "Excellent"}},
	{ID: "good", Name: rules.Text{ZhHans: "良好", ZhHant: "良好", En: "Good"}},
	{ID: "improve", Name: rules.Text{ZhHans: "待改进", ZhHant: "待改進", En: "To improve"}},
}

// monthUnit is a unit over a month; no two of its figures are equal, so that each can
// be found on the page.
func monthUnit() reports.Unit {
	u := reports.Unit{
		City: one("广州市"), Issuer: one("市数据局"), ID: "hrss", Name: rules.Text{ZhHans: "市人社局", ZhHant: "市人社局", En: "Human Resources Bureau"},
		Tier: "department", CDO: "李某", Period: month, Slot: march(31, 0, 0), Cutoff: march(31, 23, 59), CheckCode: "AB12CD34",
		Score: of(86.005), ScoreNoWaivers: of(85.11), Previous: of(84.5), PeerMedian: of(88.88), Judged: 0.8127, Band: grades[1], Rank: 4, Ranked: 21,
		Document: "穗数〔2026〕7号", ValidUntil: march(30, 0, 0), Slots: 41, Unrun: 13, Method: sampleMethod(),
	}
	u.Datasets = []reports.DatasetLine{
		{ID: "hrss/pay", Code: "HRSS-0012", Title: one("缴费记录"), Office: "基金处", Person: "张某", Cycle: "daily", Due: 43, OnTime: 35, Late: 5, MissingCount: 2, Excused: 6,
			Rows: 12_345_678, HasRows: true, Dimensions: []reports.Points{of(91.13), of(72.17), {}}, Score: of(81.19), Judged: 0.734, InScope: true},
		{ID: "hrss/jobs", Title: one("招聘岗位"), Cycle: "irregular", Dimensions: []reports.Points{{}, {}, {}}},
	}
	u.Rules = []reports.RuleLine{
		{Code: "HRSS-202603-AAAAA", Dataset: "hrss/pay", DatasetName: one("缴费记录"), Field: "身份证号", Title: one("身份证号格式"), RuleID: "id.format", Kind: "format", Version: "abcd", Indicator: "0302", IndicatorName: one("格式"), Dimension: "accuracy",
			Applicable: 9_601, Missing: 17, Evaluated: 9_584, Failed: 311, Exempt: 23, Rate: of(96.7550), Low: 96.38, High: 97.09, HasInterval: true, Weight: 5, Scored: true, Lost: 7.315, Locked: 1.205, Slots: 29, Note: rules.Note{Key: "reason.freshness"}},
		{Code: "HRSS-202603-BBBBB", Dataset: "hrss/pay", DatasetName: one("缴费记录"), Title: one("按时报送"), RuleID: "delivery", Kind: "delivery", Version: "ef", Indicator: "0502", IndicatorName: one("按时"), Dimension: "timeliness",
			Applicable: 28, Evaluated: 28, Rate: of(100), SmallSample: true, Weight: 3, Scored: true, Slots: 28},
	}
	u.Dimensions = []reports.DimensionLine{
		{ID: "completeness", Name: one("完整性"), Weight: 10.5, Score: of(91.01), Previous: of(90.02), PeerMedian: of(92.03), Lost: 6.68, Recoverable: of(6.68)},
		{ID: "accuracy", Name: one("准确性"), Weight: 12.5, Score: of(72.04), Previous: of(73.05), PeerMedian: of(79.06), Lost: 7.315, Locked: 1.205, Recoverable: of(6.11), Cause: &u.Rules[0]},
		{ID: "timeliness", Name: one("时效性"), Weight: 8.5},
	}
	u.Deliveries = []reports.DeliveryLine{
		{Dataset: one("缴费记录"), DatasetID: "hrss/pay", Slot: "2026-03-14", Due: march(15, 3, 10), Arrived: march(15, 4, 41), State: "late", Rows: 777_001, HasRows: true, PreviousRows: 777_002, HasPrevious: true, Hash: "deadbeef"},
		{Dataset: one("缴费记录"), DatasetID: "hrss/pay", Slot: "2026-03-13", Due: march(14, 3, 10), State: "missing"},
	}
	u.Samples = []reports.SampleLine{{Code: "HRSS-202603-AAAAA", Row: 4_242, Key: "键", Field: "身份证号", Value: "440104********38", Reason: rules.Note{Key: "reason.format"}}}
	u.Rectify = []reports.RectifyLine{
		{Number: "HRSS-2026-003", Code: "HRSS-202603-AAAAA", Office: "基金处", Person: "张某", Issued: march(16, 0, 0), Dataset: one("缴费记录"), KindTitle: one("格式"), Failed: 311, Evaluated: 9_584, Lost: 7.315, Recoverable: 6.11, Deadline: march(29, 0, 0), State: "open", Progress: "in_progress"},
	}
	for i, score := range []float64{81.31, 0, 83.33} {
		p := reports.TrendPoint{Period: reports.DayOf(march(i+10, 0, 0)), Score: reports.Points{Value: score, Assessed: score > 0}, PeerMedian: of(89.41 + float64(i)/10)}
		for d := range u.Dimensions {
			p.Dimensions = append(p.Dimensions, of(66.07+float64(10*i+d)/100))
		}
		u.Trend = append(u.Trend, p)
	}
	u.Calendar = []reports.CalendarLine{{Dataset: "hrss/pay", Title: one("缴费记录"), Slots: []reports.CalendarSlot{{Day: march(13, 0, 0), State: "missing"}, {Day: march(14, 0, 0), State: "late"}}}}
	u.Changes = []reports.ChangeLine{{Day: march(5, 0, 0), Kind: reports.UpdateChanged, Dataset: "hrss/pay", DatasetName: one("缴费记录"), Was: "daily", Is: "weekly", Downgrade: true}}
	return u
}

func sampleMethod() reports.Method {
	return reports.Method{
		Cap: 0.25, CapFrom: 4, MinimumN: 30, ConfigHash: "ab12", CodeVersion: "v0.1.0", Zone: "Asia/Shanghai",
		Dimensions: []reports.MethodDimension{{Name: one("完整性"), Weight: 10, Indicators: []reports.MethodIndicator{{Code: "0201", Name: one("要素"), Weight: 6, Kinds: []rules.Text{one("必填")}}}}},
		Bands:      []reports.MethodBand{{Name: one("优秀"), From: 90}, {Name: one("待改进")}},
		Severities: []reports.MethodSeverity{{ID: "blocker", Weight: 5}},
	}
}

// monthCity has two units that share a rank, and one without a score.
func monthCity() reports.City {
	c := reports.City{
		City: one("广州市"), Issuer: one("市数据局"), Period: month, Slot: march(31, 0, 0), Cutoff: march(31, 23, 59), Tiers: []string{"district", "department"},
		Bands: slices.Clone(grades), CheckCode: "AB12CD34", Method: sampleMethod(),
		Dimensions: []reports.DimensionHead{{ID: "completeness", Name: one("完整性")}, {ID: "accuracy", Name: one("准确性")}},
	}
	c.Units = []reports.CityUnit{
		{ID: "tianhe", Name: one("天河区"), Tier: "district", Score: of(91.234), Previous: of(90.1), Band: grades[0], Rank: 1, PreviousRank: 2, Judged: 0.811, Dimensions: []reports.Points{of(93.31), of(58.22)},
			Datasets: 7, Due: 120, OnTime: 101, Late: 11, Missing: 3, Unreadable: 2, SourceFailed: 1, PlatformFailed: 1, Excused: 1, StreakMissing: 5,
			Rectified: reports.Rectified{Findings: 61, InTime: 52, Overdue: 14, Recurred: 8, Done: 53, Longest: 77, Rate: of(86.885)}},
		{ID: "yuexiu", Name: one("越秀区"), Tier: "district", Score: of(91.231), Previous: of(95.5), Band: grades[0], Rank: 1, PreviousRank: 1, Judged: 0.822, Dimensions: []reports.Points{of(94.41), {}}, Datasets: 9, Due: 130, OnTime: 128, Late: 2},
		{ID: "sport", Name: one("体育局"), Tier: "department", Due: 6, Missing: 6, StreakMissing: 6, Dimensions: []reports.Points{{}, {}}, Datasets: 3, SmallSample: true},
	}
	for _, tier := range c.Tiers {
		c.Trend = append(c.Trend, reports.TierTrend{Tier: tier, Points: []reports.TrendPoint{
			{Period: reports.DayOf(march(1, 0, 0)), PeerMedian: of(71.51 + float64(len(c.Trend)))}, {Period: reports.DayOf(march(2, 0, 0)), PeerMedian: of(75.62 + float64(len(c.Trend)))},
		}})
	}
	c.Disagreements = []reports.DisagreementLine{
		{Code: "TIANHE-202603-CCCCC", Authority: one("公安局"), AuthorityID: "police", Unit: one("天河区"), UnitID: "tianhe", AuthorityDataset: one("人口"), Dataset: one("登记"), Field: one("姓名"), Compared: 8_080, Disagree: 404, Rate: 0.05, Propose: true},
	}
	c.Changes = []reports.ChangeLine{{Day: march(9, 0, 0), Kind: reports.WeightsChanged, Subject: "band", Was: "good", Is: "fair"}}
	return c.Attend()
}
