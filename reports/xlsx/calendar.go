package xlsx

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"cdoscore/reports"
)

// monthDays is the length of the longest month.
const monthDays = 31

// stateFills are the fills of the calendar, from pale to dark with the gravity of
// the state; the word in the cell says the same in grey print.
var stateFills = map[string]string{
	"on_time": "D5E3F5", "received": "D5E3F5", "late": "FADFC5",
	"missing": "E58A4E", "unreadable": "E58A4E", "source_failed": "E58A4E",
	"platform_failed": "E7E6E6", "excused": "E7E6E6",
}

// calendarStates are the states in the order of the key below the calendar.
var calendarStates = [...]string{"on_time", "received", "late", "missing", "unreadable", "source_failed", "platform_failed", "excused"}

// calendarMonth is a month of one dataset: the state of each day, "" where no slot
// covers it.
type calendarMonth struct {
	dataset, month string
	days           [monthDays]string
}

// writeCalendar writes 报送日历: a line for each daily dataset and month.
func writeCalendar(b *book, u reports.Unit) error {
	states := map[string]cell{}
	state := func(s string) cell {
		c, known := states[s]
		if !known {
			c = b.dayState(s)
			states[s] = c
		}
		return c
	}
	columns := []column[calendarMonth]{
		{head: "col.dataset", width: 26, cell: func(_ int, m calendarMonth) cell { return text(m.dataset) }},
		{head: "col.month", width: 10, cell: func(_ int, m calendarMonth) cell { return label(m.month) }},
	}
	for day := range monthDays {
		columns = append(columns, column[calendarMonth]{name: strconv.Itoa(day + 1), width: 3, cell: func(_ int, m calendarMonth) cell { return state(m.days[day]) }})
	}
	months := b.calendarMonths(u.Calendar)
	return writeTable(b, table[calendarMonth]{
		sheet: "sheet.calendar", title: b.text.Text("calendar.title"), landscape: true, columns: columns, rows: months,
		notes: []string{b.text.Text("calendar.note", b.calendarKey(months))},
	})
}

func (b *book) dayState(state string) cell {
	if state == "" {
		return label("")
	}
	return label(b.text.Text("short." + state)).filled(stateFills[state])
}

func (b *book) calendarMonths(lines []reports.CalendarLine) []calendarMonth {
	var out []calendarMonth
	for _, l := range lines {
		var last time.Time
		for i, s := range l.Slots {
			day := s.Day.In(b.zone)
			if i == 0 || day.Month() != last.Month() || day.Year() != last.Year() {
				out = append(out, calendarMonth{dataset: cmp.Or(b.in(l.Title), l.Dataset), month: day.Format("2006-01")})
			}
			out[len(out)-1].days[day.Day()-1] = s.State
			last = day
		}
	}
	return out
}

// calendarKey explains the words of the states that occur.
func (b *book) calendarKey(months []calendarMonth) string {
	seen := map[string]bool{}
	for _, m := range months {
		for _, state := range m.days {
			seen[state] = true
		}
	}
	var key []string
	for _, state := range calendarStates {
		if seen[state] {
			key = append(key, b.text.Text("calendar.key", b.text.Text("short."+state), b.text.Text("state."+state)))
		}
	}
	return strings.Join(key, b.text.Text("overview.and"))
}
