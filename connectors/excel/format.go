package excel

import (
	"errors"
	"strings"
)

// formatKind is what a number format makes of a number.
type formatKind int

const (
	plainNumber formatKind = iota
	dateFormat
	timeFormat    // a time of day
	elapsedFormat // hours, minutes or seconds that count on past a day
)

type stylesXML struct {
	Formats []struct {
		ID   int    `xml:"numFmtId,attr"`
		Code string `xml:"formatCode,attr"`
	} `xml:"numFmts>numFmt"`
	Cells []struct {
		Format int `xml:"numFmtId,attr"`
	} `xml:"cellXfs>xf"`
}

// readFormats gives the kind of each cell style.
func readFormats(a *archive, part string) ([]formatKind, error) {
	var styles stylesXML
	if err := a.decode(part, &styles); err != nil {
		if errors.Is(err, errNoPart) {
			return nil, nil
		}
		return nil, err
	}
	custom := map[int]formatKind{}
	for _, f := range styles.Formats {
		custom[f.ID] = kindOfCode(f.Code)
	}
	kinds := make([]formatKind, len(styles.Cells))
	for i, c := range styles.Cells {
		kind, ok := custom[c.Format]
		if !ok {
			kind = kindOfBuiltIn(c.Format)
		}
		kinds[i] = kind
	}
	return kinds, nil
}

// kindOfBuiltIn knows the formats that a workbook names by number only; 27-36 and
// 50-58 are the Chinese, Japanese and Korean ones.
func kindOfBuiltIn(id int) formatKind {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return dateFormat
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47:
		return timeFormat
	case id == 46:
		return elapsedFormat
	}
	return plainNumber
}

// kindOfCode reads a custom format code: what its first section holds outside
// quotes, brackets and escapes.
func kindOfCode(code string) formatKind {
	letters, elapsed := formatLetters(code)
	hasDate := strings.ContainsAny(letters, "yd")
	hasTime := strings.ContainsAny(letters, "hs")
	switch {
	case strings.Contains(letters, "general"), strings.Contains(letters, "standard"):
		return plainNumber
	case hasDate:
		return dateFormat
	case elapsed:
		return elapsedFormat
	case hasTime:
		return timeFormat
	case strings.Contains(letters, "m"):
		return dateFormat
	}
	return plainNumber
}

// formatLetters lower-cases what stands for the value, and reports brackets of
// elapsed time such as [h].
func formatLetters(code string) (letters string, elapsed bool) {
	var b strings.Builder
	runes := []rune(code)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; r {
		case ';':
			return strings.ToLower(b.String()), elapsed
		case '"':
			i = indexFrom(runes, i+1, '"')
		case '\\', '_', '*':
			i++
		case '[':
			end := indexFrom(runes, i+1, ']')
			inner := strings.ToLower(string(runes[i+1 : end]))
			elapsed = elapsed || inner != "" && strings.Trim(inner, inner[:1]) == "" && strings.ContainsAny(inner[:1], "hms")
			i = end
		default:
			b.WriteRune(r)
		}
	}
	return strings.ToLower(b.String()), elapsed
}

// indexFrom is the place of r at or after from, else the end.
func indexFrom(runes []rune, from int, r rune) int {
	for i := from; i < len(runes); i++ {
		if runes[i] == r {
			return i
		}
	}
	return len(runes)
}
