package docx

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"cdoscore/reports"
	"cdoscore/rules"
)

// Duty writes the draft of a unit's duty report in a language: every figure and
// comparison is filled in, what the unit must write is a gap. Extra holds the texts
// of reasons that the catalogue lacks.
func Duty(out io.Writer, m reports.Duty, lang string, extra ...map[string]rules.Text) error {
	d, err := newDocument(lang, m.Quality.Method.Zone, extra)
	if err != nil {
		return fmt.Errorf("duty report of %s: %w", m.Quality.ID, err)
	}
	r := duty{document: d, m: m, name: plain(d.in(m.Quality.Name)), cycle: plain(d.text.Note(m.Quality.Period.Label()))}
	r.opening()
	r.overview()
	for _, h := range m.Headings {
		r.heading(h)
	}
	r.advice()
	r.signatures()
	standing := d.sentence("duty.draft")
	if m.Version > 0 {
		standing = d.sentence("duty.approved", count(m.Version))
	}
	head := text(d.sentence("duty.page_head", r.name, r.cycle, plain(text(standing))))
	if err := d.finish(out, strings.ReplaceAll(text(d.sentence("duty.title", r.name, r.cycle)), "\n", " "), d.in(m.Quality.Name), head, m.Quality.Cutoff); err != nil {
		return fmt.Errorf("duty report of %s: %w", m.Quality.ID, err)
	}
	return nil
}

type duty struct {
	*document
	m           reports.Duty
	name, cycle run
}

// dutyLine is a row of the tables of points.
type dutyLine = reports.DutyLine

func (r *duty) opening() {
	r.paragraph(titleStyle, r.sentence("duty.title", r.name, r.cycle)...)
	r.paragraph(addressStyle, r.sentence("duty.address")...)
	r.say("duty.basis", r.name, r.cycle, r.day(r.m.Cycle.From), r.day(r.m.Cycle.To))
	if len(r.m.CDOs) == 0 {
		r.paragraph(bodyStyle, append(r.sentence("duty.cdo"), r.sentence("duty.no_cdo")...)...)
		return
	}
	var officers [][]run
	for _, t := range r.m.CDOs {
		name, to := t.Name, r.word("annual.open_end")
		if t.Title != "" {
			name += " " + t.Title
		}
		if t.To != "" {
			to = r.day(t.To)
		}
		officers = append(officers, r.sentence("duty.tenure", plain(name), r.day(t.From), to))
	}
	r.list(r.sentence("duty.cdo"), officers)
}

// list writes a sentence of several parts.
func (r *duty) list(lead []run, parts [][]run) {
	r.paragraph(bodyStyle, append(append(lead, joined(parts, r.text.Text("duty.and"))...), r.sentence("duty.stop")...)...)
}

func (r *duty) overview() {
	r.head("duty.overview")
	r.total()
	r.standing()
	r.against()
	r.lines("duty.indicators", "duty.indicator", r.m.Indicators)
	r.notes()
	for _, l := range r.m.Unplaced {
		r.say("duty.unplaced", plain(r.in(l.Name)))
	}
}

// notes explain the tables of points.
func (r *duty) notes() {
	pending, self, unmeasured := 0, false, false
	for _, l := range r.items() {
		if l.Source == "none" {
			pending++
		}
		self, unmeasured = self || l.Source == "self", unmeasured || l.Source == "unjudged"
	}
	cutoff := plain(r.m.Cutoff.In(r.zone).Format("2006-01-02 15:04"))
	note := append(r.sentence("duty.rate_note"), r.sentence("duty.source_note", cutoff, plain(r.m.Quality.CheckCode))...)
	if r.m.PreviousCycle != "" {
		note = append(note, r.sentence("duty.change_note", plain(r.m.PreviousCycle))...)
	}
	if self {
		note = append(note, r.sentence("duty.self_note")...)
	}
	if pending > 0 {
		note = append(note, r.sentence("duty.pending_note", count(pending))...)
	}
	r.paragraph(noteStyle, note...)
	if unmeasured {
		r.paragraph(noteStyle, r.sentence("annual.note_unmeasured")...)
	}
}

// items are all, under whatever heading.
func (r *duty) items() []dutyLine {
	out := r.m.Unplaced
	for _, h := range r.m.Headings {
		out = append(out[:len(out):len(out)], h.Items...)
	}
	return out
}

func (r *duty) total() {
	m := r.m
	tier := plain(r.text.Text("tier." + m.Quality.Tier))
	switch {
	case !m.Total.Assessed:
		r.say("duty.no_total")
	case m.Rank > 0:
		r.say("duty.total", r.points(m.Total), r.band(m.Band), tier, count(m.Rank), count(m.Ranked), r.points(m.PeerMedian))
	default:
		why := "value.not_ranked"
		if m.SmallSample {
			why = "value.small_sample"
		}
		r.say("duty.total_unranked", r.points(m.Total), r.band(m.Band), tier, r.word(why), r.points(m.PeerMedian))
	}
	if m.Extra.Assessed || m.Deduction.Assessed {
		r.say("duty.adjusted", figure(reports.PointsText(m.Extra.Value)), figure(reports.PointsText(m.Deduction.Value)))
	}
}

// standing says whether the result is approved, else why it may change.
func (r *duty) standing() {
	if r.m.Version > 0 {
		r.say("duty.is_approved", count(r.m.Version), plain(r.m.Document))
		return
	}
	var why [][]run
	for _, n := range r.m.Open {
		var args []run
		for _, a := range n.Args {
			args = append(args, r.argument(a))
		}
		why = append(why, r.sentence(n.Key, args...))
	}
	r.list(r.sentence("duty.is_provisional"), why)
}

// argument is a figure where a reason counts, else a day or a name.
func (r *duty) argument(s string) run {
	if n, err := strconv.Atoi(s); err == nil {
		return count(n)
	}
	return r.day(s)
}

func (r *duty) against() {
	m := r.m
	change, compared := m.Change()
	if !compared {
		r.say("duty.no_previous")
		return
	}
	r.say("duty.against", plain(m.PreviousCycle), r.points(m.Previous), r.points(m.Total), r.change(change, true),
		r.place(m.PreviousRank, "value.not_ranked"), r.place(m.Rank, "value.not_ranked"))
}

// lines is a table of points.
func (r *duty) lines(caption, head string, rows []dutyLine) {
	columns := []column[dutyLine]{
		{head: head, width: 24, align: "left", cell: func(l dutyLine) []run { return one(plain(r.in(l.Name))) }},
		{head: "duty.worth", width: 9, cell: func(l dutyLine) []run { return one(r.points(l.Worth)) }},
		{head: "duty.points", width: 9, cell: r.earned},
		{head: "duty.rate", width: 11, cell: func(l dutyLine) []run { return one(r.rateOr(l.Rate, "value.none")) }},
	}
	if r.m.PreviousCycle != "" {
		columns = append(columns,
			column[dutyLine]{head: "duty.previous_rate", width: 11, cell: func(l dutyLine) []run { return one(r.rateOr(l.Previous, "value.none")) }},
			column[dutyLine]{head: "col.change", width: 9, cell: func(l dutyLine) []run { return one(r.change(l.Change())) }})
	}
	columns = append(columns,
		column[dutyLine]{head: "col.peer_median", width: 14, cell: r.median},
		column[dutyLine]{head: "duty.rank", width: 12, cell: func(l dutyLine) []run {
			if l.Rank == 0 {
				return one(r.word("value.none"))
			}
			return r.sentence("duty.of", count(l.Rank), count(l.Ranked))
		}})
	putTable(r.document, caption, columns, rows)
}

// earned are the points of a line, or why there are none.
func (r *duty) earned(l dutyLine) []run {
	switch {
	case !l.Worth.Assessed:
		return one(r.word("value.not_assessed"))
	case !l.Points.Assessed:
		return one(r.word("annual_source.none"))
	case l.Source == "self":
		return append(one(r.points(l.Points)), plain("\n"), r.word("duty.self"))
	}
	return one(r.points(l.Points))
}

func (r *duty) median(l dutyLine) []run {
	out := one(r.rateOr(l.PeerMedian, "value.none"))
	if l.Close {
		out = append(out, plain("\n"), r.word("duty.close"))
	}
	return out
}

// rateOr is a rate, or a word.
func (r *duty) rateOr(p reports.Points, key string) run {
	if !p.Assessed {
		return r.word(key)
	}
	return r.rate(p)
}

// signatures are the lines to sign.
func (r *duty) signatures() {
	for _, key := range []string{"form.clerk", "form.reviewer", "form.head", "form.seal", "duty.date"} {
		r.paragraph(signLineStyle, r.sentence(key)...)
	}
}

// day writes a day, YYYY-MM-DD, as the language does, and anything else as it is.
func (r *duty) day(s string) run {
	day, err := time.ParseInLocation(time.DateOnly, s, r.zone)
	if err != nil || r.text.Lang() == "en" {
		return plain(s)
	}
	return plain(r.text.Note(reports.DayOf(day).Label()))
}

// over reports whether the cycle had ended when the report was written.
func (r *duty) over() bool {
	return r.m.Quality.Made.In(r.zone).Format(time.DateOnly) > r.m.Cycle.To
}
