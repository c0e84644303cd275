package workspace

import (
	"slices"
	"strings"

	"cdoscore/rules"
)

// unsafeInNames are the characters that no file's name can hold everywhere.
const unsafeInNames = `/\:*?"<>|`

// readShortName takes a name that can stand in a file's name.
func readShortName(r *rules.Reader, unit *Unit) {
	if !r.Has("short_name") {
		return
	}
	unit.ShortName = requireText(r, "short_name", "short_name")
	for _, name := range textsOf(unit.ShortName) {
		unsafe := strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || strings.ContainsRune(unsafeInNames, c) })
		if unsafe || strings.Trim(name, " .") != name {
			r.Diags().Addf(r.Get("short_name").Pos, `unit: "short_name" %q becomes part of file names: write it without / \ : * ? " < > |, and with no space or dot at its ends`, name)
		}
	}
}

// checkShortNames refuses a short name by which another unit's files are named, too:
// they would overwrite one another.
func checkShortNames(units []*Unit, diags *rules.Diagnostics) {
	named := map[string]*Unit{}
	for _, u := range units {
		if u.ShortName.IsZero() {
			for _, name := range textsOf(u.Name) {
				named[name] = u
			}
		}
	}
	for _, u := range units {
		for _, name := range textsOf(u.ShortName) {
			if first, taken := named[name]; taken {
				diags.Addf(u.Pos, `unit: "short_name" %q is how files of the unit %q are named already: give one of the two another`, name, first.ID)
				continue
			}
			named[name] = u
		}
	}
}

// textsOf are the different texts in all languages.
func textsOf(t rules.Text) []string {
	list := slices.DeleteFunc([]string{t.ZhHans, t.ZhHant, t.En}, func(s string) bool { return s == "" })
	slices.Sort(list)
	return slices.Compact(list)
}
