package database

import "strings"

// QuotedName writes a table's name, its parts separated by dots, between quotes:
// hrss.payments becomes "hrss"."payments". A part that stands in the quotes
// already may hold dots. fold changes the parts that do not; nil keeps them.
func QuotedName(name string, open, end byte, fold func(string) string) string {
	var parts []string
	for rest := name; ; {
		part, quoted, after := firstPart(rest, open, end)
		if !quoted && fold != nil {
			part = fold(part)
		}
		parts = append(parts, string(open)+strings.ReplaceAll(part, string(end), string(end)+string(end))+string(end))
		if after == "" {
			return strings.Join(parts, ".")
		}
		rest = after[1:]
	}
}

// firstPart reads the first part of a name; after begins with a dot, or is empty.
func firstPart(name string, open, end byte) (part string, quoted bool, after string) {
	if name != "" && name[0] == open {
		n := delimited(name, end, false)
		inside := strings.TrimSuffix(name[1:n], string(end))
		if n == len(name) || name[n] == '.' {
			return strings.ReplaceAll(inside, string(end)+string(end), string(end)), true, name[n:]
		}
	}
	if i := strings.IndexByte(name, '.'); i >= 0 {
		return name[:i], false, name[i:]
	}
	return name, false, ""
}
