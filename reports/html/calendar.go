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
	seen := map[string]calendarState{}
	for _, l := range lines {
		months := map[int]*calendarLine{}
		var order []*calendarLine
		for _, s := range l.Slots {
			if _, known := seen[s.State]; !known {
				seen[s.State] = v.state(s.State)
			}
			day := s.Day.In(v.zone)
			year, month, date := day.Date()
			m := months[12*year+int(month)]
			if m == nil {
				m = &calendarLine{Title: v.in(l.Title), Month: day.Format("2006-01"), Cells: make([]calendarState, lastDay)}
				months[12*year+int(month)] = m
				order = append(order, m)
			}
			m.Cells[date-1] = seen[s.State]
		}
		for _, m := range order {
			out.Lines = append(out.Lines, *m)
		}
	}
	if len(out.Lines) == 0 {
		return nil
	}
	for _, s := range []string{"on_time", "received", "late", "missing", "unreadable", "source_failed", "platform_failed", "excused"} {
		if state, there := seen[s]; there {
			out.Legend = append(out.Legend, state)
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
