package returned

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// wordsWidth is the width of the column of words, in characters.
const wordsWidth = 60

// columnFormat is one <col> of a sheet.
type columnFormat struct {
	from, to int
	tag      []byte
}

// colsText writes the widths of the columns, as they were but for the column of
// words.
func (w *sheetWriter) colsText(raw []byte) string {
	list := []columnFormat{}
	if raw != nil {
		_ = each("cols", raw, func(s *scanner, f form) error {
			if (f == open || f == empty) && string(s.name) == "col" {
				from, to := number(value(s.raw, "min")), number(value(s.raw, "max"))
				if from > 0 && to >= from {
					list = append(list, columnFormat{from, to, []byte(strings.Replace(string(s.raw), "/>", ">", 1))})
				}
			}
			return nil
		})
	}
	own := w.edit.own
	var out []columnFormat
	for _, c := range list {
		if c.to < own || c.from > own {
			out = append(out, c)
			continue
		}
		if c.from < own {
			out = append(out, columnFormat{c.from, own - 1, c.tag})
		}
		if c.to > own {
			out = append(out, columnFormat{own + 1, c.to, c.tag})
		}
	}
	tag := fmt.Sprintf(`<%scol width="%d" customWidth="1">`, w.prefix, wordsWidth)
	out = append(out, columnFormat{own, own, []byte(tag)})
	slices.SortFunc(out, func(a, b columnFormat) int { return a.from - b.from })
	w.columns = out
	var b strings.Builder
	fmt.Fprintf(&b, "<%scols>", w.prefix)
	for _, c := range out {
		tag := with(with(c.tag, "min", strconv.Itoa(c.from)), "max", strconv.Itoa(c.to))
		b.WriteString(strings.TrimSuffix(string(tag), ">") + "/>")
	}
	fmt.Fprintf(&b, "</%scols>", w.prefix)
	return b.String()
}

// columnStyle is the style of the cells that a column does not have.
func (w *sheetWriter) columnStyle(column int) int {
	for _, c := range w.columns {
		if column >= c.from && column <= c.to {
			return max(number(value(c.tag, "style")), 0)
		}
	}
	return 0
}
