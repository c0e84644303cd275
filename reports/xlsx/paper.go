package xlsx

import "github.com/xuri/excelize/v2"

// sheetLayout says how a sheet stands on paper: A4, one page wide unless it has
// a second page for the columns after firstPage.
type sheetLayout struct {
	firstPage int // columns on the first page; 0: all
	landscape bool
	onePage   bool
	grid      bool      // show the grid lines on the screen
	widths    []float64 // of the columns, in half-width characters
}

// The margins of every page, in inches.
const (
	marginSide = 0.5
	marginEdge = 0.6
	marginFoot = 0.3
)

// paper is the room between the margins of an A4 page, in inches.
func (l sheetLayout) paper() (width, height float64) {
	width, height = 8.27, 11.69
	if l.landscape {
		width, height = height, width
	}
	return width - 2*marginSide, height - 2*marginEdge
}

// spill is how much longer than a page a sheet may be and still be printed on one, as a
// little smaller print reads better than a page of three lines.
const spill = 1.4

// pages is how many pages rows of such a height (in points) take where the columns fill
// the width of a page.
func (l sheetLayout) pages(rows float64) float64 {
	width, height := l.paper()
	scale := min(1, width*96/pixels(l.widths))
	return rows * scale / (height * 72)
}

// pixels is the width of columns on the screen, at 7 pixels a character and 5 of margins.
func pixels(widths []float64) float64 {
	wide := 0.0
	for _, width := range widths {
		wide += (width+cellMargin)*7 + 5
	}
	return wide
}

// setPaper says how the sheet is printed. It is called when all rows are written, since
// their height decides whether the last few are drawn onto the page before.
func (p *page) setPaper() error {
	file, size := p.book.file, 9
	orientation := "portrait"
	if p.layout.landscape {
		orientation = "landscape"
	}
	paper := excelize.PageLayoutOptions{Size: &size, Orientation: &orientation}
	if p.layout.firstPage == 0 {
		one, high := 1, 0
		if p.layout.onePage || p.layout.pages(p.height) <= spill {
			high = 1
		}
		paper.FitToWidth, paper.FitToHeight = &one, &high
	} else {
		scale := p.layout.printScale()
		paper.AdjustTo = &scale
		if err := file.InsertPageBreak(p.name, p.at(p.layout.firstPage+1, 1)); err != nil {
			return err
		}
	}
	return file.SetPageLayout(p.name, &paper)
}

// openPaper sets what a sheet's file says before its first row.
func (p *page) openPaper() error {
	file, fit := p.book.file, p.layout.firstPage == 0
	if err := file.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	side, edge, foot, centred := marginSide, marginEdge, marginFoot, true
	err := file.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &edge, Bottom: &edge, Footer: &foot, Header: &foot, Horizontally: &centred,
	})
	if err != nil {
		return err
	}
	if err := file.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddFooter: "&C" + p.book.text.Text("form.page")}); err != nil {
		return err
	}
	return file.SetSheetView(p.name, -1, &excelize.ViewOptions{ShowGridLines: &p.layout.grid})
}

// printScale is the percentage at which the columns of the first page fill its width, at
// 8 pixels a character, with a fifth to spare for faces that run wider.
func (l sheetLayout) printScale() uint {
	width, _ := l.paper()
	characters := 0.0
	for _, width := range l.widths[:l.firstPage] {
		characters += width + cellMargin
	}
	return uint(min(100, 80*width*96/(characters*8)))
}
