package docx

import (
	"fmt"

	"cdoscore/reports"
)

// textWidth is the width of the type area, 156 mm, in twentieths of a point.
const textWidth = 8845

// together is up to how many rows a table is kept on one page.
const together = 10

// column is one column of a table; width is its share of the type area.
type column[T any] struct {
	head  string // key of its heading
	name  string // or the heading itself
	width int
	align string // of the cells; "": centred
	cell  func(T) []run
}

// putTable writes a table of rows under its numbered caption. The head is repeated
// on every page, and no row is parted.
func putTable[T any](d *document, caption string, columns []column[T], rows []T, args ...run) {
	d.tables++
	title := append(d.sentence("doc.table", plain(fmt.Sprint(d.tables))), d.sentence(caption, args...)...)
	d.paragraph(captionStyle, title...)
	total := 0
	for _, c := range columns {
		total += c.width
	}
	b := &d.body
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, textWidth)
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = textWidth * c.width / total
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, widths[i])
	}
	b.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range columns {
		name := []run{plain(c.name)}
		if c.head != "" {
			name = d.sentence(c.head)
		}
		d.cell(widths[i], "E7E9ED", d.paragraphXML(tableHeadStyle, "", name))
	}
	b.WriteString(`</w:tr>`)
	for n, row := range rows {
		style := tableTextStyle
		if len(rows) <= together && n < len(rows)-1 {
			style = tableKeepStyle
		}
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, c := range columns {
			d.cell(widths[i], "", d.paragraphXML(style, c.align, c.cell(row)))
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	d.paragraph(afterTableStyle)
}

func (d *document) cell(width int, fill, content string) {
	shade := ""
	if fill != "" {
		shade = `<w:shd w:val="clear" w:color="auto" w:fill="` + fill + `"/>`
	}
	fmt.Fprintf(&d.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s<w:vAlign w:val="center"/></w:tcPr>%s</w:tc>`, width, shade, content)
}

// The figures of cells and sentences. What was not measured is a word, never a zero.

func count[N int | int64](n N) run { return figure(reports.CountText(int64(n))) }

func (d *document) points(p reports.Points) run { return d.pointsOr(p, "value.not_assessed") }

// comparable is a score to compare with; a dash where there is none.
func (d *document) comparable(p reports.Points) run { return d.pointsOr(p, "value.none") }

func (d *document) pointsOr(p reports.Points, key string) run {
	if !p.Assessed {
		return d.word(key)
	}
	return figure(reports.PointsText(p.Value))
}

// rate is a rate given in percent.
func (d *document) rate(p reports.Points) run {
	if !p.Assessed {
		return d.word("value.not_assessed")
	}
	return figure(reports.PointsText(p.Value) + "%")
}

func (d *document) change(x float64, ok bool) run {
	if !ok {
		return d.word("value.none")
	}
	return figure(reports.ChangeText(x))
}

func (d *document) word(key string) run { return plain(d.text.Text(key)) }

func (d *document) band(b reports.Band) run {
	if b.ID == "" {
		return d.word("value.no_band")
	}
	return plain(d.in(b.Name))
}

func (d *document) place(rank int, key string) run {
	if rank == 0 {
		return d.word(key)
	}
	return count(rank)
}

func one(r run) []run { return []run{r} }

// joined puts parts of a sentence together with a text between them.
func joined(parts [][]run, between string) []run {
	var out []run
	for i, p := range parts {
		if i > 0 {
			out = append(out, plain(between))
		}
		out = append(out, p...)
	}
	return out
}
