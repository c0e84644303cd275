package kinds

import (
	"fmt"
	"time"

	"cdoscore/rules"
)

// RecordLag fails where too long a time lies between two dates of a row.
func RecordLag() *rules.Kind {
	return &rules.Kind{
		Name: "record_lag", Scope: rules.RowScope, Indicator: "0502",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "登记时滞", ZhHant: "登記時滯", En: "Record lag"},
			Counts:  rules.Text{ZhHans: "从起始时间到结束时间超过规定时长即不合格；结束早于起始由事件顺序规则评价。", ZhHant: "從起始時間到結束時間超過規定時長即不合格；結束早於起始由事件順序規則評價。", En: "Fails where more than `within` lies between `from` and `to`, or a value does not convert; an end before its beginning is event_order's affair."},
			Over:    rules.Text{ZhHans: "两个时间都有值的记录。", ZhHant: "兩個時間都有值的記錄。", En: "Rows with both values."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				{Name: "from", Type: "field", Text: rules.Text{ZhHans: "起始时间，如业务发生时间", ZhHant: "起始時間，如業務發生時間", En: "the beginning, such as when the event took place"}},
				{Name: "to", Type: "field", Text: rules.Text{ZhHans: "结束时间，如登记时间", ZhHant: "結束時間，如登記時間", En: "the end, such as when it was recorded"}},
				{Name: "within", Type: "span", Text: rules.Text{ZhHans: "允许的时长，如 24h、7d", ZhHant: "允許的時長，如 24h、7d", En: "the longest time allowed, such as 24h or 7d"}},
			},
			Clause:  "GB/T 36344-2018 0502, punctual",
			Example: "- {record_lag: {from: happened_at, to: recorded_at, within: 24h}}",
		},
		Parse: func(c *rules.Context) rules.Check {
			r := reader(c, "record_lag")
			from, to := r.Require("from"), r.Require("to")
			within, ok := span(r, "within")
			r.Finish()
			if from == nil || to == nil {
				return nil
			}
			names, good := temporalFields(c, "record_lag", []*rules.Node{from, to})
			if !ok || !good {
				return nil
			}
			return recordLag{names[0], names[1], within}
		},
	}
}

// temporalFields resolves names of fields of a date type.
func temporalFields(c *rules.Context, kind string, nodes []*rules.Node) ([]string, bool) {
	names, ok := fieldNodes(c, nodes)
	for _, n := range nodes {
		if f, known := c.FieldNamed(n.Text); known && !f.Type.IsTemporal() {
			c.Diags.Addf(n.Pos, "%s: field %q has no date type: declare type: date or type: timestamp", kind, f.Name)
			ok = false
		}
	}
	return names, ok
}

type recordLag struct {
	from, to string
	within   time.Duration
}

func (k recordLag) Reads() []string   { return []string{k.from, k.to} }
func (k recordLag) Canonical() string { return canonical("record_lag", k.from, k.to, k.within) }

func (k recordLag) Pass(b rules.Builder) string {
	return fmt.Sprintf("epoch_us(CAST(%s AS TIMESTAMP)) - epoch_us(CAST(%s AS TIMESTAMP)) <= %d", b.Typed(k.to), b.Typed(k.from), k.within.Microseconds())
}

func (k recordLag) Holds(v rules.Values) bool {
	from, ok := v.Typed(k.from).(time.Time)
	to, good := v.Typed(k.to).(time.Time)
	return ok && good && !to.After(from.Add(k.within))
}
