package docx

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"cdoscore/reports"
	"cdoscore/rules"
)

// Bulletin writes the quality bulletin (数据质量通报) of a city's month, quarter or
// year in a language: the draft of an official notice, whose number, dates and terms
// are gaps. Extra holds the texts of reasons that the catalogue lacks.
func Bulletin(out io.Writer, c reports.City, lang string, extra ...map[string]rules.Text) error {
	d, err := newDocument(lang, c.Method.Zone, extra)
	if err != nil {
		return fmt.Errorf("quality bulletin: %w", err)
	}
	b := bulletin{document: d, city: c, period: plain(d.text.Note(c.Period.Label())), name: plain(d.in(c.City))}
	b.opening()
	b.situation()
	b.ranking()
	b.deliveries()
	b.rectification()
	b.disagreements()
	b.movers()
	b.action()
	b.requirements()
	if err := d.finish(out, text(d.sentence("bulletin.title", b.name, b.period)), d.in(c.Issuer), "", c.Cutoff); err != nil {
		return fmt.Errorf("quality bulletin: %w", err)
	}
	return nil
}

type bulletin struct {
	*document
	city         reports.City
	period, name run
}

func (b *bulletin) opening() {
	issuer := plain(b.in(b.city.Issuer))
	b.paragraph(issuerStyle, issuer)
	number := b.sentence("bulletin.number")
	if b.city.Document != "" {
		number = one(plain(b.city.Document))
	}
	b.paragraph(numberStyle, number...)
	b.paragraph(titleStyle, b.sentence("bulletin.title", b.name, b.period)...)
	b.paragraph(addressStyle, b.sentence("bulletin.address")...)
	if b.city.Unended() {
		b.say("bulletin.unended", plain(b.city.Period.Last.Format("2006-01-02")))
	}
	day := b.city.Cutoff.In(b.zone).Format("2006-01-02 15:04")
	b.say("bulletin.basis", b.name, b.period, plain(day), plain(b.city.CheckCode))
}

// situation tells how many units have which grade.
func (b *bulletin) situation() {
	c, t := b.city, b.city.Tally()
	b.head("bulletin.situation")
	b.say("bulletin.units", count(t.Units), count(t.Datasets), count(t.Graded), count(t.Units-t.Graded))
	counts := map[string][]int{}
	for _, tier := range c.Tiers {
		counts[tier] = c.BandCounts(tier)
	}
	columns := []column[string]{{head: "col.tier", width: 3, cell: func(tier string) []run { return b.sentence("tier." + tier) }}}
	for i, band := range c.Bands {
		columns = append(columns, column[string]{name: b.in(band.Name), width: 2, cell: func(tier string) []run { return one(count(counts[tier][i])) }})
	}
	n := len(c.Bands)
	columns = append(columns,
		column[string]{head: "value.no_band", width: 2, cell: func(tier string) []run { return one(count(counts[tier][n])) }},
		column[string]{head: "overview.total", width: 2, cell: func(tier string) []run { return one(count(counts[tier][n+1])) }})
	putTable(b.document, "bulletin.bands", columns, c.Tiers)
}

// ranking is one table for each tier; both ranks stand while appeals are pending.
func (b *bulletin) ranking() {
	type unit = reports.CityUnit
	b.head("bulletin.ranking")
	b.say("bulletin.ranking_note")
	if slices.ContainsFunc(b.city.Units, func(u unit) bool { return u.Appeals.Contested > 0 }) {
		b.say("bulletin.contested_note")
	}
	for _, tier := range b.city.Tiers {
		var rows []unit
		contested := false
		for _, u := range b.city.Units {
			if u.Tier == tier {
				rows = append(rows, u)
				contested = contested || u.Appeals.RankIfUpheld > 0
			}
		}
		columns := []column[unit]{
			{head: "col.rank", width: 6, cell: func(u unit) []run { return one(b.place(u.Rank, b.unranked(u))) }},
			{head: "col.unit", width: 18, align: "left", cell: b.unit},
			{head: "cover.score", width: 8, cell: func(u unit) []run { return one(b.points(u.Score)) }},
			{head: "cover.band", width: 8, cell: func(u unit) []run { return one(b.band(u.Band)) }},
			{head: "bulletin.previous_rank", width: 7, cell: func(u unit) []run { return one(b.place(u.PreviousRank, "value.none")) }},
			{head: "bulletin.change", width: 8, cell: func(u unit) []run { return one(b.change(u.Change())) }},
		}
		if contested {
			columns = append(columns,
				column[unit]{head: "bulletin.rank_upheld", width: 8, cell: func(u unit) []run { return one(b.place(u.Appeals.RankIfUpheld, "value.none")) }},
				column[unit]{head: "bulletin.score_upheld", width: 8, cell: func(u unit) []run { return one(b.comparable(u.Appeals.IfUpheld)) }})
		}
		putTable(b.document, "bulletin.ranking_table", columns, rows, plain(b.text.Text("tier."+tier)))
	}
}

// unit names a unit, and says that points of its are contested.
func (b *bulletin) unit(u reports.CityUnit) []run {
	name := one(plain(b.in(u.Name)))
	if u.Appeals.Contested > 0 {
		name = append(name, b.sentence("bulletin.contested", count(u.Appeals.Contested))...)
	}
	return name
}

func (b *bulletin) unranked(u reports.CityUnit) string {
	if u.SmallSample {
		return "value.small_sample"
	}
	return "value.not_ranked"
}

// deliveries names the units that did not deliver everything on time, the lowest
// rate first.
func (b *bulletin) deliveries() {
	type unit = reports.CityUnit
	t := b.city.Tally()
	b.head("bulletin.deliveries")
	b.say("overview.delivery", count(t.Due), count(t.OnTime), count(t.Late), count(t.Missing), count(t.Spared))
	var rows []unit
	for _, u := range b.city.Units {
		if u.Late+missed(u) > 0 {
			rows = append(rows, u)
		}
	}
	if len(rows) == 0 {
		b.say("bulletin.all_on_time")
		return
	}
	slices.SortStableFunc(rows, func(x, y unit) int {
		a, _ := x.OnTimeRate()
		z, _ := y.OnTimeRate()
		return cmp.Or(cmp.Compare(a, z), cmp.Compare(x.ID, y.ID))
	})
	b.say("bulletin.not_on_time", count(len(rows)))
	putTable(b.document, "bulletin.delivery_table", []column[unit]{
		{head: "col.unit", width: 17, align: "left", cell: func(u unit) []run { return one(plain(b.in(u.Name))) }},
		{head: "bulletin.due", width: 8, cell: func(u unit) []run { return one(count(u.Due)) }},
		{head: "state.on_time", width: 8, cell: func(u unit) []run { return one(count(u.OnTime)) }},
		{head: "state.late", width: 8, cell: func(u unit) []run { return one(count(u.Late)) }},
		{head: "state.missing", width: 8, cell: func(u unit) []run { return one(count(missed(u))) }},
		{head: "bulletin.spared", width: 8, cell: func(u unit) []run { return one(count(u.Spared())) }},
		{head: "bulletin.rate_on_time", width: 9, cell: func(u unit) []run {
			rate, ok := u.OnTimeRate()
			return one(b.rate(reports.Points{Value: 100 * rate, Assessed: ok}))
		}},
		{head: "bulletin.streak", width: 9, cell: func(u unit) []run { return one(count(u.StreakMissing)) }},
	}, rows)
	b.paragraph(noteStyle, b.sentence("bulletin.delivery_note")...)
}

// missed are slots without a readable extract for which the unit answers.
func missed(u reports.CityUnit) int { return u.Missing + u.Unreadable + u.SourceFailed }

func (b *bulletin) rectification() {
	type unit = reports.CityUnit
	b.head("bulletin.rectification")
	var rows []unit
	var sum reports.Rectified
	for _, u := range b.city.Units {
		r := u.Rectified
		if r.Findings == 0 {
			continue
		}
		rows = append(rows, u)
		sum.Findings, sum.Done, sum.InTime, sum.Overdue, sum.Recurred = sum.Findings+r.Findings, sum.Done+r.Done, sum.InTime+r.InTime, sum.Overdue+r.Overdue, sum.Recurred+r.Recurred
	}
	if len(rows) == 0 {
		b.say("bulletin.no_findings")
		return
	}
	rate := reports.Points{Value: 100 * float64(sum.Done) / float64(sum.Findings), Assessed: true}
	b.say("bulletin.rectified", count(sum.Findings), count(sum.Done), b.rate(rate), count(sum.Overdue), count(sum.Recurred))
	slices.SortStableFunc(rows, func(x, y unit) int { return cmp.Compare(x.Rectified.Rate.Value, y.Rectified.Rate.Value) })
	putTable(b.document, "bulletin.rectify_table", []column[unit]{
		{head: "col.unit", width: 20, align: "left", cell: func(u unit) []run { return one(plain(b.in(u.Name))) }},
		{head: "bulletin.findings", width: 7, cell: func(u unit) []run { return one(count(u.Rectified.Findings)) }},
		{head: "bulletin.in_time", width: 8, cell: func(u unit) []run { return one(count(u.Rectified.InTime)) }},
		{head: "bulletin.overdue", width: 7, cell: func(u unit) []run { return one(count(u.Rectified.Overdue)) }},
		{head: "finding.recurred", width: 7, cell: func(u unit) []run { return one(count(u.Rectified.Recurred)) }},
		{head: "bulletin.rectified_rate", width: 9, cell: func(u unit) []run { return one(b.rate(u.Rectified.Rate)) }},
		{head: "bulletin.longest", width: 9, cell: func(u unit) []run { return one(count(u.Rectified.Longest)) }},
	}, rows)
}

// disagreements lists what units report differently, and what is put before the
// joint conference.
func (b *bulletin) disagreements() {
	b.head("bulletin.disagreements")
	list := b.city.Disagreements
	if len(list) == 0 {
		b.say("bulletin.no_disagreements")
		return
	}
	b.compared("bulletin.disagreement_table", list)
	b.paragraph(noteStyle, b.sentence("bulletin.disagreement_note")...)
	proposed := slices.DeleteFunc(slices.Clone(list), func(l reports.DisagreementLine) bool { return !l.Propose })
	if len(proposed) == 0 {
		b.say("bulletin.no_proposal")
		return
	}
	b.say("bulletin.proposals", count(len(proposed)))
	for i, l := range proposed {
		b.say("bulletin.proposal", plain(fmt.Sprint(i+1)), b.named(l.Unit), b.named(l.Dataset), b.named(l.Authority), b.named(l.AuthorityDataset), b.named(l.Field), b.disagreeRate(l))
	}
}

func (b *bulletin) movers() {
	b.head("bulletin.movers")
	if len(b.city.Rose)+len(b.city.Fell) == 0 {
		b.say("bulletin.no_movers")
		return
	}
	b.moved("bulletin.rose", b.city.Rose)
	b.moved("bulletin.fell", b.city.Fell)
}

func (b *bulletin) moved(key string, units []reports.CityUnit) {
	if len(units) == 0 {
		b.say(key + "_none")
		return
	}
	var parts [][]run
	for _, u := range units {
		parts = append(parts, b.sentence("bulletin.moved", b.named(u.Name), b.points(u.Previous), b.points(u.Score), b.change(u.Change())))
	}
	b.paragraph(bodyStyle, append(append(b.sentence(key), joined(parts, b.text.Text("overview.and"))...), b.sentence("bulletin.stop")...)...)
}

func (b *bulletin) action() {
	type unit = reports.CityUnit
	b.head("bulletin.action")
	if len(b.city.NeedAction) == 0 {
		b.say("bulletin.no_action")
		return
	}
	b.say("bulletin.action_count", count(len(b.city.NeedAction)))
	putTable(b.document, "bulletin.action_table", []column[unit]{
		{head: "col.unit", width: 16, align: "left", cell: func(u unit) []run { return one(b.named(u.Name)) }},
		{head: "cover.score", width: 8, cell: func(u unit) []run { return one(b.points(u.Score)) }},
		{head: "cover.band", width: 8, cell: func(u unit) []run { return one(b.band(u.Band)) }},
		{head: "overview.why", width: 24, align: "left", cell: b.why},
	}, b.city.NeedAction)
}

// why are the reasons; their arguments are figures.
func (b *bulletin) why(u reports.CityUnit) []run {
	var parts [][]run
	for _, n := range u.Why {
		var args []run
		for _, a := range n.Args {
			args = append(args, figure(a))
		}
		parts = append(parts, b.sentence(n.Key, args...))
	}
	return joined(parts, b.text.Text("overview.and"))
}

// requirements are the standing ones; terms and contacts are the drafter's.
func (b *bulletin) requirements() {
	b.head("bulletin.requirements")
	for _, key := range []string{"bulletin.require_rectify", "bulletin.require_deliver", "bulletin.require_agree", "bulletin.require_appeal"} {
		b.say(key)
	}
	b.say("bulletin.attachments", b.period)
	b.paragraph(signStyle, b.named(b.city.Issuer))
	b.paragraph(signStyle, b.sentence("bulletin.date")...)
	b.paragraph(noteStyle, b.sentence("bulletin.contact")...)
}

// text is the text of runs.
func text(runs []run) string {
	s := ""
	for _, r := range runs {
		s += r.text
	}
	return s
}
