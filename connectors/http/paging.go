package http

import (
	"cdoscore/connectors"
	"strings"
)

// paging is how a JSON interface hands out its records page by page. Exactly one
// of the three ways is declared.
type paging struct {
	records []string // keys that lead to a page's array
	max     int64
	total   []string // nil: not announced

	param       string // by number
	first, step int64
	link        []string // by link
	cursor      []string // by cursor
	cursorParam string
}

// readPaging returns nil where no pages are declared.
func readPaging(v connectors.Values) (*paging, error) {
	p := &paging{
		records: keys(v, "records"), total: keys(v, "total"), link: keys(v, "next_link"), cursor: keys(v, "cursor"),
		param: v.Text("page_param", ""), cursorParam: v.Text("cursor_param", ""),
	}
	ways := 0
	for _, declared := range []bool{p.param != "", p.link != nil, p.cursor != nil} {
		if declared {
			ways++
		}
	}
	switch {
	case ways == 0:
		return nil, unpaged(v)
	case ways > 1:
		return nil, &connectors.OptionError{Option: "page_param", Message: "give one of page_param, next_link and cursor"}
	case (p.cursor == nil) != (p.cursorParam == ""):
		return nil, &connectors.OptionError{Option: "cursor_param", Message: "goes with cursor: give both or neither"}
	case p.param == "" && (len(v["page_first"]) > 0 || len(v["page_step"]) > 0):
		return nil, &connectors.OptionError{Option: "page_first", Message: "and page_step go with page_param"}
	}
	return p, p.readNumbers(v)
}

// unpaged refuses options that mean nothing without pages.
func unpaged(v connectors.Values) error {
	for _, name := range []string{"page_first", "page_step", "cursor_param", "total", "max_pages"} {
		if len(v[name]) > 0 {
			return &connectors.OptionError{Option: name, Message: "goes with pages: declare page_param, next_link or cursor"}
		}
	}
	return nil
}

func (p *paging) readNumbers(v connectors.Values) error {
	for _, n := range []struct {
		name      string
		to        *int64
		def, from int64
	}{{"page_first", &p.first, 1, 0}, {"page_step", &p.step, 1, 1}, {"max_pages", &p.max, 10_000, 1}} {
		var err error
		if *n.to, err = v.Int(n.name, n.def); err != nil {
			return err
		}
		if *n.to < n.from {
			return &connectors.OptionError{Option: n.name, Message: "is too small"}
		}
	}
	return nil
}

func keys(v connectors.Values, name string) []string {
	text := v.Text(name, "")
	if text == "" {
		return nil
	}
	return strings.Split(text, ".")
}
