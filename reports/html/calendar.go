package html

import (
	"strconv"

	"cdoscore/reports"
)

// calendarView lays the slots of daily datasets over the days of a period: a line
// for each dataset and month.
type calendarView struct {
	Caption string
	Days    []string
	Lines   []calendarLine
	Legend  []calendarState
}

type calendarLine struct {
	Title, Month string
	Cells        []calendarState
}

// calendarState is one day's state: its class, its short word, and the long one.
type calendarState struct{ Tone, Short, Word string }

// lastDay of a month is the 31st at most.
const lastDay = 31

// calendar is nil where no daily dataset has slots.
func (v *view) calendar(lines []reports.CalendarLine) *calendarView {
	out := &calendarView{Caption: v.t("page.calendar")}
	for day := range lastDay {
		out.Days = append(out.Days, strconv.Itoa(day+1))
	}
	seen := map[string]bool{}
	for _, l := range lines {
		months := map[string]*calendarLine{}
		var order []*calendarLine
		for _, s := range l.Slots {
			day := s.Day.In(v.zone)
			month := day.Format("2006-01")
			if months[month] == nil {
				months[month] = &calendarLine{Title: v.in(l.Title), Month: month, Cells: make([]calendarState, lastDay)}
				order = append(order, months[month])
			}
			months[month].Cells[day.Day()-1] = v.state(s.State)
			seen[s.State] = true
		}
		for _, m := range order {
			out.Lines = append(out.Lines, *m)
		}
	}
	if len(out.Lines) == 0 {
		return nil
	}
	for _, s := range []string{"on_time", "received", "late", "missing", "unreadable", "source_failed", "platform_failed", "excused"} {
		if seen[s] {
			out.Legend = append(out.Legend, v.state(s))
		}
	}
	return out
}

func (v *view) state(s string) calendarState {
	return calendarState{Tone: stateTone(s), Short: v.t("short." + s), Word: v.t("state." + s)}
}

// stateTone is how grave a state is.
func stateTone(s string) string {
	switch s {
	case "on_time", "received":
		return "good"
	case "late":
		return "late"
	case "platform_failed", "excused":
		return "spared"
	}
	return "gone"
}
