package kinds

import (
	"strconv"

	"cdoscore/rules"
)

// RowCount judges how many rows an extract has.
func RowCount() *rules.Kind {
	return &rules.Kind{
		Name: "row_count", Scope: rules.DatasetScope, Indicator: "0202",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "记录数", ZhHant: "記錄數", En: "Row count"},
			Counts:  rules.Text{ZhHans: "记录数少于 min 或多于 max 即不合格；给出控制总数时，缺少的每条记录计一次不合格。", ZhHant: "記錄數少於 min 或多於 max 即不合格；給出控制總數時，缺少的每條記錄計一次不合格。", En: "The extract, once: fails below min or above max. With a control total: evaluated = rows expected, failed = rows absent."},
			Over:    rules.Text{ZhHans: "本期数据一次；给出控制总数时为应有记录数。", ZhHant: "本期數據一次；給出控制總數時為應有記錄數。", En: "The extract, once; with a control total, the rows expected."},
			Missing: rules.Text{ZhHans: "不涉及。", ZhHant: "不涉及。", En: "Not concerned."},
			Options: []rules.Option{
				{Name: "min", Type: "number", Default: "none", Text: rules.Text{ZhHans: "最少记录数", ZhHant: "最少記錄數", En: "fewest rows"}},
				{Name: "max", Type: "number", Default: "none", Text: rules.Text{ZhHans: "最多记录数", ZhHant: "最多記錄數", En: "most rows"}},
				{Name: "control", Type: "number", Default: "none", Text: rules.Text{ZhHans: "控制总数；与 min、max 不能同用", ZhHant: "控制總數；與 min、max 不能同用", En: "the control total; excludes min and max"}},
			},
			Clause:  "GB/T 36344-2018 0202, record completeness",
			Example: "- {row_count: {min: 1000}}",
		},
		Parse: parseRowCount,
	}
}

func parseRowCount(c *rules.Context) rules.Check {
	r := reader(c, "row_count")
	k := rowCount{min: r.Int("min", -1, 0), max: r.Int("max", -1, 0), control: r.Int("control", -1, 1)}
	given := r.Has("min") || r.Has("max") || r.Has("control")
	r.Finish()
	switch {
	case c.Node.Type != rules.Map:
		return nil
	case !given:
		c.Diags.Addf(c.Node.Pos, "row_count: give min, max or control")
		return nil
	case r.Has("control") && (r.Has("min") || r.Has("max")):
		c.Diags.Addf(c.Node.Pos, "row_count: control excludes min and max: make them two rules")
		return nil
	case k.min >= 0 && k.max >= 0 && k.min > k.max:
		c.Diags.Addf(c.Node.Pos, "row_count: min %d is above max %d", k.min, k.max)
		return nil
	}
	return k
}

// rowCount has -1 for what is not given.
type rowCount struct{ min, max, control int64 }

func (rowCount) Reads() []string     { return nil }
func (k rowCount) Canonical() string { return canonical("row_count", k.min, k.max, k.control) }

func (k rowCount) Judge(f rules.Facts) rules.Outcome {
	rows := strconv.FormatInt(f.Rows, 10)
	switch {
	case f.NilReturn && f.Rows == 0 && k.control < 0 && k.min <= 1:
		return rules.Judgement(f, 1000, rules.Note{Key: "reason.nil_return"})
	case !f.Arrived:
		return rules.Judgement(f, 0, rules.Note{Key: "reason.not_arrived"})
	case k.control >= 0:
		absent := max(0, k.control-f.Rows)
		if absent == 0 {
			return rules.Tally(f, k.control, 0, rules.Note{})
		}
		return rules.Tally(f, k.control, absent, rules.Note{Key: "reason.row_count.control", Args: []string{rows, strconv.FormatInt(k.control, 10)}})
	case f.Rows < k.min:
		return rules.Judgement(f, 0, rules.Note{Key: "reason.row_count.few", Args: []string{rows, strconv.FormatInt(k.min, 10)}})
	case k.max >= 0 && f.Rows > k.max:
		return rules.Judgement(f, 0, rules.Note{Key: "reason.row_count.many", Args: []string{rows, strconv.FormatInt(k.max, 10)}})
	}
	return rules.Judgement(f, 1000, rules.Note{})
}
