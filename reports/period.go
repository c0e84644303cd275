package reports

import (
	"strconv"
	"time"

	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// DayOf is the period of one day, a midnight in the city's zone.
func DayOf(day time.Time) Period {
	return Period{Kind: DayPeriod, Name: day.Format(time.DateOnly), First: day, Last: day}
}

// PeriodOf is the period of a span of days in a zone.
func PeriodOf(c workspace.Cycle, zone *time.Location) (Period, error) {
	p := Period{Kind: c.Kind(), Name: c.Name}
	var err error
	if p.First, err = time.ParseInLocation(time.DateOnly, c.From, zone); err != nil {
		return Period{}, err
	}
	p.Last, err = time.ParseInLocation(time.DateOnly, c.To, zone)
	return p, err
}

// Label names the period, as 2026年3月, in the words of the message catalogue.
func (p Period) Label() rules.Note {
	year, month, day := p.First.Date()
	n := strconv.Itoa
	switch p.Kind {
	case "":
		return rules.Note{}
	case DayPeriod:
		return rules.Note{Key: "period.day_" + n(int(month)), Args: []string{n(year), n(day)}}
	case MonthPeriod:
		return rules.Note{Key: "period.month_" + n(int(month)), Args: []string{n(year)}}
	case QuarterPeriod:
		return rules.Note{Key: "period.quarter", Args: []string{n(year), n((int(month) + 2) / 3)}}
	case YearPeriod:
		return rules.Note{Key: "period.year", Args: []string{p.Name}}
	}
	return rules.Note{Key: "period.cycle", Args: []string{p.Name, p.First.Format(time.DateOnly), p.Last.Format(time.DateOnly)}}
}
