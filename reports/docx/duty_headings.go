package docx

import "cdoscore/reports"

// heading writes one of the plan's seven: what its items earned, what was counted,
// what else the ledger knows of it, and the gap for what was done.
func (r *duty) heading(h reports.DutyHeading) {
	title := "duty.heading." + h.ID
	r.head(title)
	r.sum(h)
	switch h.ID {
	case "collection":
		r.collected()
	case "assets":
		r.quality()
		r.rectified()
	case "sharing":
		r.disagreements()
	}
	r.say("duty.gap." + h.ID)
}

func (r *duty) sum(h reports.DutyHeading) {
	if len(h.Items) == 0 {
		r.say("duty.no_figures")
		return
	}
	switch s := h.Sum; {
	case !s.Rate.Assessed:
		r.lead("duty.no_figures")
	case s.Rank > 0:
		r.lead("duty.sum", r.points(s.Points), r.rate(s.Rate), count(s.Rank), count(s.Ranked), r.rateOr(s.PeerMedian, "value.none"))
	default:
		r.lead("duty.sum_unranked", r.points(s.Points), r.rate(s.Rate), r.rateOr(s.PeerMedian, "value.none"))
	}
	r.lines("duty.items", "col.item", h.Items)
	if parts := r.evidence(h.Items); len(parts) > 0 {
		r.list(r.sentence("duty.counted"), parts)
	}
}

// evidence says what was counted for items; those of the same are named together.
func (r *duty) evidence(items []dutyLine) [][]run {
	var said [][]run
	names := map[string][][]run{}
	for _, l := range items {
		counted := r.counted(l)
		if counted == nil {
			continue
		}
		if names[text(counted)] == nil {
			said = append(said, counted)
		}
		names[text(counted)] = append(names[text(counted)], one(plain(r.in(l.Name))))
	}
	for i, counted := range said {
		all := text(joined(names[text(counted)], r.text.Text("duty.list")))
		said[i] = append(r.sentence("duty.evidence", plain(all)), counted...)
	}
	return said
}

// counted is what stands behind an item's points.
func (r *duty) counted(l dutyLine) []run {
	if e := l.Evidence; e != nil {
		out := r.sentence("evidence."+e.Measure, count(e.Good), count(e.Of))
		if !r.text.Has("evidence." + e.Measure) {
			out = r.sentence("evidence.dimension", count(e.Datasets), count(e.Good))
		}
		if len(l.Lacking) == 0 {
			return out
		}
		var names [][]run
		for _, t := range l.Lacking {
			names = append(names, one(plain(r.in(t))))
		}
		return append(out, r.sentence("evidence.lacking", plain(text(joined(names, r.text.Text("duty.list")))))...)
	}
	switch {
	case l.Source == "unjudged":
		return nil
	case l.Documents > 0:
		return r.sentence("duty.documents", count(l.Documents))
	case l.Proof != "":
		return r.sentence("duty.proof", plain(l.Proof))
	}
	return r.sentence("duty.no_documents")
}

func (r *duty) collected() {
	type set = reports.DatasetLine
	s := r.m.Slots
	r.say("duty.datasets", count(r.m.Datasets), count(r.m.Rows))
	text := r.sentence("overview.delivery", count(s.Due), count(s.OnTime), count(s.Late), count(s.Missing), count(s.Spared))
	if s.Rate.Assessed {
		text = append(text, r.sentence("duty.on_time_rate", r.rate(s.Rate))...)
	}
	r.paragraph(bodyStyle, text...)
	if len(r.m.Quality.Datasets) == 0 {
		return
	}
	putTable(r.document, "duty.deliveries", []column[set]{
		{head: "col.dataset_name", width: 26, align: "left", cell: func(x set) []run { return one(plain(r.in(x.Title))) }},
		{head: "col.cycle", width: 10, cell: func(x set) []run { return r.sentence("cycle." + x.Cycle) }},
		{head: "col.due", width: 8, cell: func(x set) []run { return one(count(x.Due)) }},
		{head: "col.on_time", width: 8, cell: func(x set) []run { return one(count(x.OnTime)) }},
		{head: "col.late", width: 8, cell: func(x set) []run { return one(count(x.Late)) }},
		{head: "col.missing", width: 8, cell: func(x set) []run { return one(count(x.MissingCount)) }},
		{head: "col.excused", width: 8, cell: func(x set) []run { return one(count(x.Excused)) }},
		{head: "col.rows", width: 10, cell: func(x set) []run {
			if !x.HasRows {
				return one(r.word("value.none"))
			}
			return one(count(x.Rows))
		}},
	}, r.m.Quality.Datasets)
	r.paragraph(noteStyle, r.sentence("bulletin.delivery_note")...)
}

func (r *duty) quality() {
	type dimension = reports.DimensionLine
	q := r.m.Quality
	if !q.Score.Assessed {
		r.say("duty.no_quality")
		return
	}
	t := q.Totals()
	r.lead("duty.quality_sum", r.points(q.Score), r.points(q.PeerMedian), r.points(t.Lost), r.points(t.Locked), r.points(t.Recoverable))
	lost := func(d dimension, x float64) []run {
		return one(r.comparable(reports.Points{Value: x, Assessed: d.Score.Assessed}))
	}
	columns := []column[dimension]{
		{head: "col.dimension", width: 14, align: "left", cell: func(d dimension) []run { return one(plain(r.in(d.Name))) }},
		{head: "col.score", width: 10, cell: func(d dimension) []run { return one(r.points(d.Score)) }},
	}
	if q.Previous.Assessed {
		columns = append(columns, column[dimension]{head: "duty.previous_rate", width: 11, cell: func(d dimension) []run { return one(r.comparable(d.Previous)) }})
	}
	columns = append(columns,
		column[dimension]{head: "col.peer_median", width: 13, cell: func(d dimension) []run { return one(r.comparable(d.PeerMedian)) }},
		column[dimension]{head: "col.lost", width: 10, cell: func(d dimension) []run { return lost(d, d.Lost) }},
		column[dimension]{head: "col.locked", width: 12, cell: func(d dimension) []run { return lost(d, d.Locked) }},
		column[dimension]{head: "col.still_recoverable", width: 11, cell: func(d dimension) []run { return lost(d, d.Recoverable.Value) }})
	putTable(r.document, "duty.quality", columns, q.Dimensions)
}

func (r *duty) rectified() {
	x := r.m.Rectified
	if x.Findings == 0 {
		r.say("duty.no_findings")
		return
	}
	r.say("duty.rectified", count(x.Findings), count(x.InTime), count(x.Overdue), count(x.Recurred), r.rate(x.Rate))
}

func (r *duty) disagreements() {
	if len(r.m.Disagreements) == 0 {
		return
	}
	r.lead("duty.disagreements", count(len(r.m.Disagreements)))
	r.compared("duty.disagreement_table", r.m.Disagreements)
}

// advice starts from what lost most; measures are the unit's to write.
func (r *duty) advice() {
	r.head("duty.heading.advice")
	if len(r.m.Losses) == 0 {
		r.say("duty.no_losses")
	} else {
		r.lead("duty.losses")
		r.losses()
	}
	if len(r.m.Findings) > 0 {
		if r.over() {
			r.lead("duty.closed_lead")
		} else {
			r.lead("duty.finding_lead")
		}
		r.findings()
	}
	if n := r.m.Rectified.Overdue; n > 0 {
		r.say("duty.overdue", count(n))
	}
	r.lead("duty.gap.advice") // no page of signatures alone
}

func (r *duty) losses() {
	putTable(r.document, "duty.loss_table", []column[dutyLine]{
		{head: "col.item", width: 26, align: "left", cell: func(l dutyLine) []run { return one(plain(r.in(l.Name))) }},
		{head: "duty.worth", width: 10, cell: func(l dutyLine) []run { return one(r.points(l.Worth)) }},
		{head: "duty.points", width: 10, cell: r.earned},
		{head: "col.lost", width: 10, cell: func(l dutyLine) []run {
			lost, ok := l.Lost()
			return one(r.points(reports.Points{Value: lost, Assessed: ok}))
		}},
		{head: "duty.rate", width: 12, cell: func(l dutyLine) []run { return one(r.rate(l.Rate)) }},
		{head: "col.peer_median", width: 14, cell: r.median},
	}, r.m.Losses)
}

func (r *duty) findings() {
	type finding = reports.RectifyLine
	putTable(r.document, "duty.finding_table", []column[finding]{
		{head: "col.dataset", width: 20, align: "left", cell: func(f finding) []run { return one(plain(r.in(f.Dataset))) }},
		{head: "col.field", width: 16, align: "left", cell: func(f finding) []run {
			if f.Field == "" {
				return one(r.word("value.whole_dataset"))
			}
			return one(plain(f.Field))
		}},
		{head: "duty.problem", width: 20, align: "left", cell: func(f finding) []run { return one(plain(r.in(f.KindTitle))) }},
		{head: "col.failed_evaluated", width: 15, cell: func(f finding) []run { return r.sentence("duty.of", count(f.Failed), count(f.Evaluated)) }},
		{head: "col.lost", width: 9, cell: func(f finding) []run { return one(figure(reports.PointsText(f.Lost))) }},
		{head: "col.still_recoverable", width: 12, cell: func(f finding) []run { return one(figure(reports.PointsText(f.Recoverable))) }},
	}, r.m.Findings)
}
