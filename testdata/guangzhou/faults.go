package guangzhou

import (
	"fmt"
	"strings"
)

// fault is one kind of mistake that a unit makes in a row. Every rule in breaks
// fails on the row; other rules that read the same cell may fail with it.
type fault struct {
	breaks []string
	plant  func(d *draft)
}

// declaredFaults returns the ordinary mistakes that a dataset's fields allow.
// Columns of a typed source hold no text that is not of their type.
func declaredFaults(d *dataset) []fault {
	connector, _ := d.source()
	typed := connector == "parquet"
	var out []fault
	for _, f := range d.Fields {
		if f.Required {
			out = append(out, blank(f, typed))
		}
		if !typed {
			out = append(out, wrongType(f)...)
			out = append(out, harmless(f)...)
		}
		out = append(out, wrongContent(f)...)
	}
	return out
}

// set is the fault of a wrong value in one field.
func set(name, value string, breaks ...string) fault {
	return fault{breaks, func(d *draft) { d.cells[name] = value }}
}

// change is the fault of a value spoilt by a function of the right one.
func change(name string, spoil func(string) string, breaks ...string) fault {
	return fault{breaks, func(d *draft) { d.cells[name] = spoil(d.cells[name]) }}
}

// replace is the fault of a value made by a column.
func replace(name string, by column, breaks ...string) fault {
	return fault{breaks, func(d *draft) { d.cells[name] = by(d) }}
}

var emptyWords = []string{"", "", "", "无", "-", "N/A", "　", "不详"}

func blank(f field, typed bool) fault {
	return fault{[]string{f.Name + ".required"}, func(d *draft) {
		d.cells[f.Name] = ""
		if !typed || f.Type == "string" {
			d.cells[f.Name] = choose(d.rng, emptyWords)
		}
	}}
}

func wrongType(f field) []fault {
	breaks := []string{f.Name + ".type"}
	if f.Range != nil {
		breaks = append(breaks, f.Name+".range")
	}
	switch {
	case f.Type == "integer":
		return []fault{set(f.Name, "十二", breaks...), set(f.Name, "1O0", breaks...), set(f.Name, "12.5", breaks...)}
	case strings.HasPrefix(f.Type, "decimal"):
		return []fault{set(f.Name, "约100", breaks...), set(f.Name, fmt.Sprintf("1.%0*d", scale(f)+1, 1), breaks...)}
	case f.Type == "date":
		return []fault{set(f.Name, "2026-02-30", breaks...), set(f.Name, "2026-03-01 待核", breaks...), set(f.Name, "26-3-1", breaks...)}
	case f.Type == "timestamp":
		return []fault{set(f.Name, "2026-03-01 25:10:00", breaks...), set(f.Name, "昨日", breaks...)}
	}
	return nil
}

// codeLength is that of resident IDs and credit codes.
const codeLength = 18

// wrongContent returns one fault for each further demand of a field.
func wrongContent(f field) []fault {
	var out []fault
	if f.Range != nil {
		out = append(out, outOfRange(f))
	}
	if len(f.In) > 0 {
		value := "其他类"
		if f.Type == "integer" {
			value = "99"
		}
		out = append(out, set(f.Name, value, f.Name+".in"))
	}
	if f.Code != "" {
		out = append(out, replace(f.Name, wrongCodes[f.Code], f.Name+".code"))
	}
	switch f.Format {
	case "resident_id", "uscc":
		out = append(out, change(f.Name, func(s string) string {
			if len(s) != codeLength {
				return "1100000000000000XX"
			}
			return otherCheck(s)
		}, f.Name+".format"))
	case "mobile_cn":
		out = append(out, set(f.Name, "12800001111", f.Name+".format"), set(f.Name, "1380000111", f.Name+".format"))
	}
	if f.Pattern != "" {
		out = append(out, change(f.Name, func(s string) string { return "x" + s }, f.Name+".pattern"))
	}
	if f.Length != nil {
		out = append(out, wrongLength(f))
	}
	return out
}

var wrongCodes = map[string]column{
	"gbt2260":      oneOf(retiredDivisions...),
	"sex":          oneOf("3", "男", "F"),
	"ethnicity":    oneOf("57", "汉"),
	"permit-types": oneOf("QT01", "QT02", "XX99"),
	"bus-routes":   oneOf("G037", "G038", "B999"),
}

func outOfRange(f field) fault {
	breaks := f.Name + ".range"
	if f.Type == "date" {
		if f.Range.Max != nil {
			return fault{[]string{breaks}, func(d *draft) { d.cells[f.Name] = d.day.AddDate(0, 0, 40).Format("2006-01-02") }}
		}
		return set(f.Name, "1900-01-01", breaks)
	}
	low, high := limits(f)
	if f.Range.Max != nil {
		return set(f.Name, fmt.Sprintf("%.0f", high+1), breaks)
	}
	if f.Range.ExclusiveMin != nil {
		return set(f.Name, "0", breaks)
	}
	return set(f.Name, fmt.Sprintf("%.0f", low-1), breaks)
}

func wrongLength(f field) fault {
	if fmt.Sprint(f.Length.Min) != "1" {
		return set(f.Name, "某", f.Name+".length")
	}
	return set(f.Name, strings.Repeat("某", 100), f.Name+".length")
}

// harmless returns odd spellings that a rule must not punish.
func harmless(f field) []fault {
	var out []fault
	if f.Type == "string" && f.Pattern == "" && f.Length == nil {
		out = append(out, change(f.Name, func(s string) string { return "　" + s + " " }))
	}
	for _, layout := range f.Formats {
		out = append(out, change(f.Name, func(s string) string { return respell(s, layout) }))
	}
	if f.Normalise == "width" {
		out = append(out, change(f.Name, fullWidth))
	}
	if f.Thousands {
		out = append(out, change(f.Name, withThousands))
	}
	return out
}

// respell writes an ISO date in a declared form, without padding where the form
// has separators.
func respell(date, layout string) string {
	parts := strings.Split(date, "-")
	if len(parts) != 3 {
		return date
	}
	month, day := strings.TrimPrefix(parts[1], "0"), strings.TrimPrefix(parts[2], "0")
	if layout == "%Y%m%d" {
		month, day = parts[1], parts[2]
	}
	return strings.NewReplacer("%Y", parts[0], "%m", month, "%d", day).Replace(layout)
}
