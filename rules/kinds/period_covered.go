package kinds

import (
	"fmt"
	"strconv"
	"time"

	"cdoscore/rules"
)

// PeriodCovered fails for every part of a period in which no row lies.
func PeriodCovered() *rules.Kind {
	return &rules.Kind{
		Name: "period_covered", Scope: rules.DatasetScope, Indicator: "0501",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "时段覆盖", ZhHant: "時段覆蓋", En: "Period covered"},
			Counts:  rules.Text{ZhHans: "时段内没有任何记录的每一个时间单位计一次不合格。", ZhHant: "時段內沒有任何記錄的每一個時間單位計一次不合格。", En: "Fails once for each part of the period in which no row's time lies."},
			Over:    rules.Text{ZhHans: "时段包含的时间单位数；时段默认为本期。", ZhHant: "時段包含的時間單位數；時段預設為本期。", En: "The parts of the period, which is the slot unless `over` says otherwise."},
			Missing: rules.Text{ZhHans: "缺失或不能转换的时间不计。", ZhHant: "缺失或不能轉換的時間不計。", En: "A missing value, or one that does not convert, lies in no part."},
			Options: []rules.Option{
				fieldOption,
				{Name: "every", Type: "span or month", Text: rules.Text{ZhHans: "时间单位，如 1h、1d、month", ZhHant: "時間單位，如 1h、1d、month", En: "the length of a part, such as 1h, 1d or month"}},
				{Name: "over", Type: "span", Default: "the slot", Text: rules.Text{ZhHans: "截止时间之前的一段时间，如 30d", ZhHant: "截止時間之前的一段時間，如 30d", En: "the time before the cut-off, such as 30d"}},
			},
			Clause:  "GB/T 36344-2018 0501, period covered",
			Example: "- {period_covered: {field: measured_at, every: 1h}}",
		},
		Parse: parsePeriodCovered,
	}
}

func parsePeriodCovered(c *rules.Context) rules.Check {
	r := reader(c, "period_covered")
	f, ok := onField(c, r)
	k := periodCovered{single: single{f.Name}}
	timed := true
	if n := r.Require("every"); n != nil && n.Text == "month" {
		k.every = 0
	} else if n != nil {
		k.every, timed = span(r, "every")
	}
	if r.Has("over") {
		var good bool
		k.over, good = span(r, "over")
		timed = timed && good
	}
	given := r.Has("every")
	r.Finish()
	switch {
	case !ok || !timed || !given:
		return nil
	case !f.Type.IsTemporal():
		c.Diags.Addf(c.Node.Pos, "period_covered: field %q has no date type: declare type: date or type: timestamp", f.Name)
		return nil
	case k.every == 0 && k.over != 0:
		c.Diags.Addf(c.Node.Pos, "period_covered: every: month counts the months of the slot: leave \"over\" out, or give a span such as 30d")
		return nil
	case k.every == 0 && r.Get("every").Text != "month":
		c.Diags.Addf(c.Node.Pos, "period_covered: \"every\" must be longer than nothing")
		return nil
	}
	return k
}

// periodCovered has every 0 for months, over 0 for the slot.
type periodCovered struct {
	single
	every, over time.Duration
}

// Reads is the field, for its name; missing values take no part out.
func (k periodCovered) Canonical() string {
	return canonical("period_covered", k.field, k.every, k.over)
}

func (k periodCovered) period(start, cutoff time.Time) (time.Time, time.Time) {
	if k.over > 0 {
		return cutoff.Add(-k.over), cutoff
	}
	return start, cutoff
}

// parts is how many parts the period has; the last may be shorter.
func (k periodCovered) parts(start, cutoff time.Time) int64 {
	from, to := k.period(start, cutoff)
	if k.every == 0 {
		return int64(to.Year()-from.Year())*12 + int64(to.Month()-from.Month())
	}
	length := wall(to).Sub(wall(from))
	return int64((length + k.every - 1) / k.every)
}

// wall is what a clock shows, as if it were UTC: a day is 24 hours there.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

func (k periodCovered) Measures(b rules.Builder) []string {
	from, to := k.period(b.StartTime(), b.CutoffTime())
	x := fmt.Sprintf("CAST(%s AS TIMESTAMP)", b.Typed(k.field))
	part := fmt.Sprintf("date_trunc('month', %s)", x)
	if k.every > 0 {
		part = fmt.Sprintf("(epoch_us(%s) - epoch_us(%s)) // %d", x, b.Moment(from), k.every.Microseconds())
	}
	return []string{fmt.Sprintf("count(DISTINCT %s) FILTER (WHERE %s >= %s AND %s < %s)", part, x, b.Moment(from), x, b.Moment(to))}
}

func (k periodCovered) Count(rows []rules.Values, start, cutoff time.Time) []int64 {
	from, to := k.period(start, cutoff)
	found := map[int64]bool{}
	for _, v := range rows {
		t, ok := v.Typed(k.field).(time.Time)
		switch {
		case !ok || t.Before(wall(from)) || !t.Before(wall(to)):
		case k.every == 0:
			found[int64(t.Year())*12+int64(t.Month())] = true
		default:
			found[int64(t.Sub(wall(from))/k.every)] = true
		}
	}
	return []int64{int64(len(found))}
}

func (k periodCovered) Judge(f rules.Facts) rules.Outcome {
	if !f.Arrived {
		return rules.Outcome{Note: rules.Note{Key: "reason.not_arrived"}}
	}
	parts := k.parts(f.Start, f.Cutoff)
	absent := parts - f.Counts[0]
	if absent == 0 {
		return rules.Tally(f, parts, 0, rules.Note{})
	}
	return rules.Tally(f, parts, absent, rules.Note{Key: "reason.period_covered.absent", Args: []string{strconv.FormatInt(absent, 10), strconv.FormatInt(parts, 10)}})
}
