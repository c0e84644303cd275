package html

import (
	"math"
	"strconv"
	"strings"
	"time"

	"cdoscore/reports"
	"cdoscore/rules"
	"cdoscore/rules/score"
)

// cell is one cell of a table or one figure of a list.
type cell struct {
	Text string
	Sub  string // a quieter line below
	Tone string // class of the cell, beside that of its column
	Href string
}

func (c cell) to(href string) cell { c.Href = href; return c }

func (c cell) toned(tone string) cell { c.Tone = strings.TrimSpace(c.Tone + " " + tone); return c }

func text(s string) cell {
	clean, _ := reports.Printable(s)
	return cell{Text: clean}
}

// word stands in place of a figure.
func (v *view) word(key string) cell { return cell{Text: v.t(key), Tone: "sc-quiet"} }

func count[N int | int64](n N) cell { return cell{Text: reports.CountText(int64(n))} }

// rateText is a rate given in percent, precise enough for great denominators.
func rateText(x float64) string { return reports.PointsText(x) + "%" }

// shareText is a part of one, in percent with one decimal.
func shareText(x float64) string {
	return strconv.FormatFloat(math.Floor(x*1000+0.5+1e-7)/10, 'f', 1, 64) + "%"
}

// points is a score, or 不适用 where nothing could be judged: never a zero.
func (v *view) points(p reports.Points) cell { return v.pointsOr(p, "value.not_assessed") }

// comparable is a score to compare with; a dash where there is none.
func (v *view) comparable(p reports.Points) cell { return v.pointsOr(p, "value.none") }

func (v *view) pointsOr(p reports.Points, key string) cell {
	if !p.Assessed {
		return v.word(key)
	}
	return cell{Text: reports.PointsText(p.Value)}
}

func (v *view) rate(p reports.Points) cell {
	if !p.Assessed {
		return v.word("value.not_assessed")
	}
	return cell{Text: rateText(p.Value)}
}

// change is how far a score moved, of the rounded figures that readers see.
func (v *view) change(now, before reports.Points) cell {
	if !now.Assessed || !before.Assessed {
		return v.word("value.none")
	}
	return cell{Text: reports.ChangeText(score.Round(score.Round(now.Value) - score.Round(before.Value)))}
}

func (v *view) countIf(has bool, n int64) cell {
	if !has {
		return v.word("value.none")
	}
	return count(n)
}

func (v *view) textOr(t rules.Text, key string) cell { return v.stringOr(v.in(t), key) }

func (v *view) stringOr(s, key string) cell {
	if s == "" {
		return v.word(key)
	}
	return text(s)
}

func (v *view) day(t time.Time) cell { return v.moment(t, time.DateOnly) }

func (v *view) minute(t time.Time) cell { return v.moment(t, "2006-01-02 15:04") }

func (v *view) moment(t time.Time, form string) cell {
	if t.IsZero() {
		return v.word("value.none")
	}
	return cell{Text: t.In(v.zone).Format(form)}
}

// cut shortens a sample's value where a printed row would end.
func (v *view) cut(s string) cell {
	return text(reports.Cut(s, reports.LongestValue, func(characters int) string {
		return v.t("form.cut", strconv.Itoa(characters))
	}))
}

// band is a grade's name.
func (v *view) band(b reports.Band) cell {
	if b.ID == "" {
		return v.word("value.no_band")
	}
	return text(v.in(b.Name))
}

// periodName is a day as a date, and whatever is longer by its name.
func (v *view) periodName(p reports.Period, last time.Time) string {
	if p.IsZero() || p.Kind == reports.DayPeriod {
		return v.day(last).Text
	}
	return v.text.Note(p.Label())
}
