package sheetml

// readCell reads the cell whose start was read last, and keeps it where it has a
// value or a formula.
func (r *Rows) readCell() error {
	c, form, err := r.describe()
	if err != nil {
		return err
	}
	if c.from, c.to, err = r.readContent(&c, form); err != nil {
		return err
	}
	c.Filled = c.to > c.from
	// A formula whose result is the empty text has an empty <v>.
	c.Uncalculated = c.Formula && !c.Filled && !(r.valued && form == "str")
	if len(r.row.text) > maxRowText {
		return r.tokens.fail("a row of more than %d bytes", maxRowText)
	}
	if c.Filled && form == "s" {
		if err := r.share(&c); err != nil {
			return err
		}
	}
	if c.Filled || c.Uncalculated {
		r.row.Cells = append(r.row.Cells, c)
	}
	return nil
}

// describe reads the attributes of a cell and checks its place.
func (r *Rows) describe() (c Cell, form string, err error) {
	column := r.column + 1
	for _, a := range r.tokens.tag.attributes {
		if len(a.name) != 1 || len(a.value) == 0 {
			continue
		}
		switch a.name[0] {
		case 'r':
			if column, err = r.place(a.value); err != nil {
				return c, "", err
			}
		case 's':
			style, ok := parseNumber(a.value)
			if !ok {
				return c, "", r.tokens.fail("%q is no cell style", shorten(a.value))
			}
			c.Style = style
		case 't':
			if c.Kind, form, err = r.kind(a.value); err != nil {
				return c, "", err
			}
		}
	}
	if column > MaxColumns {
		return c, "", &BoundsError{CellName(column, r.row.Number)}
	}
	r.column, c.Column = column, column
	return c, form, nil
}

// place checks the reference of a cell: it names its row and follows the cell
// before.
func (r *Rows) place(reference []byte) (int, error) {
	column, row, ok := parseReference(reference)
	switch {
	case !ok:
		return 0, r.tokens.fail("%q is no cell", shorten(reference))
	case row > MaxRows, column > MaxColumns:
		return 0, &BoundsError{shorten(reference)}
	case row != r.row.Number:
		return 0, r.tokens.fail("cell %s stands in row %d", reference, r.row.Number)
	case column <= r.column:
		return 0, r.tokens.fail("cell %s stands after cell %s", reference, CellName(r.column, r.row.Number))
	}
	return column, nil
}

// kind reads the type of a cell. form is the type where its value has a form of its
// own.
func (r *Rows) kind(text []byte) (kind Kind, form string, err error) {
	switch string(text) {
	case "n":
		return Number, "", nil
	case "s":
		return Text, "s", nil
	case "str":
		return Text, "str", nil
	case "inlineStr":
		return Text, "inlineStr", nil
	case "b":
		return Bool, "", nil
	case "e":
		return Error, "", nil
	case "d":
		return Date, "", nil
	}
	return 0, "", r.tokens.fail("the cell type %q is not known", shorten(text))
}

// readContent reads the elements of a cell. Its text is <v>, or <is>, which alone
// counts in a cell of type inlineStr.
func (r *Rows) readContent(c *Cell, form string) (from, to int, err error) {
	t := r.tokens
	from, r.inline, r.valued = len(r.row.text), false, false
	for {
		kind, err := t.next()
		switch {
		case err != nil:
			return 0, 0, err
		case kind == endTag:
			return from, len(r.row.text), nil
		case kind == textRun:
			if !blank(t.text) {
				return 0, 0, t.fail("text outside the value of cell %s", CellName(c.Column, r.row.Number))
			}
			continue
		case t.is("v") && !r.inline:
			err = r.readCellValue(from, form)
		case t.is("is"):
			err = r.readInline(c, form, from)
		case t.is("f"):
			c.Formula = true
			err = t.skip()
		default:
			err = t.skip()
		}
		if err != nil {
			return 0, 0, err
		}
	}
}

func (r *Rows) readCellValue(from int, form string) (err error) {
	if len(r.row.text) > from {
		return r.tokens.fail("a cell with two values")
	}
	r.valued = true
	if r.row.text, err = r.tokens.readValue(r.row.text); err != nil {
		return err
	}
	if form == "str" || form == "inlineStr" {
		r.row.text = unescape(r.row.text, from)
	}
	return nil
}

func (r *Rows) readInline(c *Cell, form string, from int) (err error) {
	if form == "s" || c.Kind != Text && len(r.row.text) > from {
		return r.tokens.fail("a cell with two values")
	}
	c.Kind, r.inline, r.row.text = Text, true, r.row.text[:from]
	r.row.text, err = r.tokens.readString(r.row.text)
	return err
}

// share makes the cell refer to its shared string.
func (r *Rows) share(c *Cell) error {
	index, ok := parseNumber(trimSpace(r.row.text[c.from:]))
	if !ok || index >= r.row.shared.count {
		return r.tokens.fail("cell %s refers to shared string %q, of which there is none", CellName(c.Column, r.row.Number), shorten(r.row.text[c.from:]))
	}
	r.row.text = r.row.text[:c.from]
	c.shared, c.from, c.to = true, index, index
	return nil
}
