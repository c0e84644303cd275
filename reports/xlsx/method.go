package xlsx

import (
	"strconv"
	"strings"

	"cdoscore/reports"
)

// methodColumns is how many columns the sentences span.
const methodColumns = 4

// writeMethod writes 评估方法, from the configuration in force.
func writeMethod(b *book, m reports.Method) error {
	p := b.openPage("sheet.method", sheetLayout{widths: []float64{18, 32, 12, 44}})
	p.openForm(b.text.Text("method.title"))
	p.methodWeights(m.Dimensions)
	p.methodFormulas(m)
	p.methodBands(m.Bands)
	p.methodSeverities(m.Severities)
	p.section("method.basis")
	for _, line := range []string{
		b.text.Text("method.source"), b.text.Text("method.config", m.ConfigHash),
		b.text.Text("method.code", m.CodeVersion), b.text.Text("method.zone", m.Zone),
	} {
		p.put(text(line).over(methodColumns))
	}
	return p.close()
}

// section writes the heading of a part, after a little air.
func (p *page) section(key string) {
	p.putAtLeast(8, text("").over(len(p.widths)))
	c := text(p.book.text.Text(key)).strong().over(len(p.widths))
	c.look.head, c.look.size, c.look.ink = true, 12, inkTitle
	p.put(c)
}

func (p *page) methodWeights(dimensions []reports.MethodDimension) {
	b := p.book
	p.section("method.weights")
	p.put(p.heading(b.text.Text("col.dimension")), p.heading(b.text.Text("method.indicator")), p.heading(b.text.Text("col.weight")), p.heading(b.text.Text("method.kinds")))
	for _, d := range dimensions {
		p.put(filledRow(fillTotal, label(b.in(d.Name)).strong(), text(""), count(int64(d.Weight)).strong(), text(""))...)
		for _, i := range d.Indicators {
			kinds := make([]string, len(i.Kinds))
			for k, kind := range i.Kinds {
				kinds[k] = b.in(kind)
			}
			p.put(ruled([]cell{label(i.Code), text(b.in(i.Name)), count(int64(i.Weight)), text(strings.Join(kinds, b.text.Text("method.comma")))})...)
		}
	}
}

func (p *page) methodFormulas(m reports.Method) {
	t := p.book.text
	p.section("method.formulas")
	for i, sentence := range []string{
		t.Text("method.rate"), t.Text("method.group"), t.Text("method.rollup"),
		t.Text("method.cap", strconv.FormatFloat(m.Cap*100, 'f', -1, 64)+"%", strconv.Itoa(m.CapFrom)),
		t.Text("method.waivers"), t.Text("method.minimum", strconv.FormatInt(m.MinimumN, 10)),
		t.Text("method.interval"), t.Text("method.rounding"), t.Text("method.period"), t.Text("method.locked"), t.Text("method.contested"),
	} {
		p.put(text(strconv.Itoa(i+1) + ". " + sentence).over(methodColumns))
	}
}

func (p *page) methodBands(bands []reports.MethodBand) {
	b := p.book
	p.section("method.bands")
	p.put(p.heading(b.text.Text("col.band")), p.heading(b.text.Text("method.band_from")))
	for _, band := range bands {
		p.put(ruled([]cell{label(b.in(band.Name)), score(band.From)})...)
	}
}

func (p *page) methodSeverities(severities []reports.MethodSeverity) {
	b := p.book
	p.section("method.severities")
	p.put(p.heading(b.text.Text("method.severity")), p.heading(b.text.Text("col.weight")))
	for _, s := range severities {
		p.put(ruled([]cell{label(b.text.Text("severity." + s.ID)), count(int64(s.Weight))})...)
	}
}

func filledRow(fill string, cells ...cell) []cell {
	for i := range cells {
		cells[i] = cells[i].filled(fill)
	}
	return ruled(cells)
}
