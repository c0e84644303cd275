package database

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// hidden stands where a secret stood.
const hidden = "***"

// redactor takes secrets out of messages, in every form in which a driver or a
// server may repeat them.
type redactor struct{ replace *strings.Replacer }

func newRedactor(secrets []string) redactor {
	var forms []string
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		quoted := strconv.Quote(secret)
		forms = append(forms, secret, url.QueryEscape(secret), url.PathEscape(secret), url.UserPassword("", secret).String()[1:],
			quoted[1:len(quoted)-1], strings.ReplaceAll(secret, "'", "''"), strings.ReplaceAll(secret, "'", `\'`))
	}
	// The longest first: a whole dsn before the password in it.
	slices.SortFunc(forms, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	var pairs []string
	for _, form := range slices.Compact(forms) {
		pairs = append(pairs, form, hidden)
	}
	return redactor{replace: strings.NewReplacer(pairs...)}
}

// text is a message without secrets, in one line.
func (r redactor) text(message string) string {
	return strings.Join(strings.Fields(r.replace.Replace(message)), " ")
}

// reason takes secrets out of a reason's arguments.
func (r redactor) args(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = r.text(a)
	}
	return out
}

// cause is an error's message without secrets: what a driver's error holds beside
// its message is not passed on.
type cause string

func (c cause) Error() string { return string(c) }
