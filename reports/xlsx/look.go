package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// The number formats of the workbooks.
const (
	formatPoints = "0.00"
	formatChange = "+0.00;-0.00;0.00"
	formatCount  = "#,##0"
	formatShare  = "0.0%"
	formatRate   = "0.00%" // 4,000 failures of 12 million must not read 100.0%
	formatDay    = "yyyy-mm-dd"
	formatMoment = "yyyy-mm-dd hh:mm"
	formatText   = "@"
)

// The colours: a restrained blue for headings, greys for what is quiet, a pale
// yellow where people fill in. Each differs in lightness, for printing in grey.
const (
	inkTitle   = "1F3864"
	inkQuiet   = "757575"
	inkLink    = "0563C1"
	fillHead   = "D9E2F3"
	fillTotal  = "F2F2F2"
	fillInput  = "FFF9E5"
	lineColour = "A6A6A6"
)

// look is how a cell appears; equal looks share one style of the file.
type look struct {
	format string
	across string // left, center, right; empty: by the kind of value
	size   float64
	bold   bool
	head   bool // the face of headings
	ink    string
	fill   string
	ruled  bool // a thin line all round
	under  bool // a line below only, to write on
	link   bool
	open   bool // people fill it in, also where the sheet is protected
}

// fonts names the faces of a language: those that Excel and WPS bring along; other
// programs substitute their own for the script.
type fonts struct{ body, head string }

func fontsOf(lang string) fonts {
	switch lang {
	case "zh-Hant":
		return fonts{body: "PMingLiU", head: "Microsoft JhengHei"}
	case "en":
		return fonts{body: "Arial", head: "Arial"}
	}
	return fonts{body: "SimSun", head: "SimHei"}
}

const bodySize = 10

func (l look) points() float64 {
	if l.size == 0 {
		return bodySize
	}
	return l.size
}

// wraps says that a value may take several lines: texts do, figures never.
func (l look) wraps() bool { return l.format == "" || l.format == formatText }

// indented says that a text keeps clear of the figure at its left.
func (l look) indented() bool { return l.ruled && l.across == "left" }

// style returns the number of a look in the file, making it when it is new.
func (b *book) style(l look) (int, error) {
	if id, ok := b.looks[l]; ok {
		return id, nil
	}
	id, err := b.file.NewStyle(l.excelize(fontsOf(b.text.Lang())))
	if err != nil {
		return 0, fmt.Errorf("style %+v: %w", l, err)
	}
	b.looks[l] = id
	return id, nil
}

func (l look) excelize(faces fonts) *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: faces.body, Size: l.points(), Bold: l.bold, Color: l.ink},
		Alignment: &excelize.Alignment{Horizontal: l.across, Vertical: "center", WrapText: l.wraps()},
	}
	if l.indented() {
		s.Alignment.Indent = 1
	}
	if l.open {
		s.Protection = &excelize.Protection{Locked: false}
	}
	if l.head {
		s.Font.Family = faces.head
	}
	if l.link {
		s.Font.Color, s.Font.Underline = inkLink, "single"
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.format != "" {
		format := l.format
		s.CustomNumFmt = &format
	}
	sides := []string{}
	if l.ruled {
		sides = []string{"left", "right", "top", "bottom"}
	} else if l.under {
		sides = []string{"bottom"}
	}
	for _, side := range sides {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: lineColour, Style: 1})
	}
	return s
}
