package codes

import (
	"regexp"
	"time"

	"cdoscore/rules"
)

// Format is a known form of values, which the kind of that name judges by.
type Format struct {
	Name    string
	Text    rules.Text // what passes
	Clause  string     // the standard that it implements; "" where there is none
	Options []rules.Option
	// Read reads the options. False: one is wrong, and the reader's diagnostics say so.
	Read func(r *rules.Reader) (Validator, bool)
}

// Validator is a format with its options read. Valid and SQL give the same verdict
// on every text that a snapshot can hold, which is valid UTF-8.
type Validator struct {
	Options []any // in one fixed form, for the rule's version
	// Valid judges a trimmed text at a slot's cut-off, in the city's zone.
	Valid func(s string, cutoff time.Time) bool
	// SQL is the same for x, a text that is not NULL; true where it passes.
	SQL func(b rules.Builder, x string) string
}

// Formats returns every known format, in the order of the semantics page.
func Formats() []Format {
	return []Format{
		residentIDFormat(), usccFormat(), orgCodeFormat(), businessRegNoFormat(), bankCardFormat(),
		mobileFormat(), landlineFormat(), plateFormat(), postcodeFormat(),
		emailFormat(), urlFormat(), ipv4Format(),
		longitudeFormat(), latitudeFormat(), coordinatesFormat(),
	}
}

// plain is the reading of a format without options.
func plain(valid func(string) bool, sql func(rules.Builder, string) string) func(*rules.Reader) (Validator, bool) {
	return func(*rules.Reader) (Validator, bool) {
		return Validator{Valid: func(s string, _ time.Time) bool { return valid(s) }, SQL: sql}, true
	}
}

// switched is the reading of a format whose one option is true or false.
func switched(option string, valid func(string, bool) bool, sql func(rules.Builder, string, bool) string) func(*rules.Reader) (Validator, bool) {
	return func(r *rules.Reader) (Validator, bool) {
		before := r.Diags().Len()
		on := r.Bool(option, false)
		return Validator{
			Options: []any{on},
			Valid:   func(s string, _ time.Time) bool { return valid(s, on) },
			SQL:     func(b rules.Builder, x string) string { return sql(b, x, on) },
		}, r.Diags().Len() == before
	}
}

// form is an expression that a whole text matches or not. It keeps to what RE2
// means in Go and in the engine alike: no dot, no class but of named characters.
type form struct {
	pattern string
	whole   *regexp.Regexp
}

func newForm(pattern string) form {
	return form{pattern, regexp.MustCompile(`\A(?:` + pattern + `)\z`)}
}

func (f form) matches(s string) bool { return f.whole.MatchString(s) }

func (f form) sql(b rules.Builder, x string) string { return b.Matches(x, f.pattern) }

// guarded computes a check only where a text has its form, on which alone the
// check is defined, and which costs less.
func guarded(has, check string) string {
	return "(CASE WHEN " + has + " THEN " + check + " ELSE false END)"
}

var countryCodeOption = rules.Option{Name: "country_code", Type: "true or false", Default: "false", Text: rules.Text{
	ZhHans: "是否允许前置 +86（其后可有一个空格或连字符）", ZhHant: "是否允許前置 +86（其後可有一個空格或連字符）", En: "whether a leading +86, with or without a space or hyphen after it, is allowed"}}
