package docx

import (
	"cdoscore/reports"
	"cdoscore/rules"
)

// compared is a table of what was compared between units.
func (d *document) compared(caption string, list []reports.DisagreementLine) {
	type line = reports.DisagreementLine
	putTable(d, caption, []column[line]{
		{head: "bulletin.authority", width: 14, align: "left", cell: func(l line) []run {
			return d.sentence("bulletin.side", d.named(l.Authority), d.named(l.AuthorityDataset))
		}},
		{head: "bulletin.compared_unit", width: 14, align: "left", cell: func(l line) []run { return d.sentence("bulletin.side", d.named(l.Unit), d.named(l.Dataset)) }},
		{head: "bulletin.field", width: 7, cell: func(l line) []run { return one(d.named(l.Field)) }},
		{head: "bulletin.compared", width: 8, cell: func(l line) []run { return one(count(l.Compared)) }},
		{head: "bulletin.disagree", width: 8, cell: func(l line) []run { return one(count(l.Disagree)) }},
		{head: "bulletin.disagree_rate", width: 8, cell: func(l line) []run { return one(d.disagreeRate(l)) }},
	}, list)
}

func (d *document) named(t rules.Text) run { return plain(d.in(t)) }

func (d *document) disagreeRate(l reports.DisagreementLine) run {
	if l.SmallSample {
		return d.word("value.small_sample")
	}
	return d.rate(reports.Points{Value: 100 * l.Rate, Assessed: true})
}
