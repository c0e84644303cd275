package workspace

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cdoscore/rules"
)

// Canonical forms decide whether two configurations can give different scores.
// Texts are quoted, so that no two different configurations have the same form;
// secrets stand in them as the ${NAME} of the file.

// canonicalRule writes a rule on one line.
func canonicalRule(r *rules.Rule) string {
	when := ""
	if r.When != nil {
		when = r.When.SQL(strconv.Quote)
	}
	from := ""
	if !r.From.IsZero() {
		from = r.From.Format(time.DateOnly)
	}
	nullable := slices.Sorted(slices.Values(r.Nullable))
	return fmt.Sprintf("%s %q when %q nullable %q indicator %q severity %s weight %d shadow %t from %q",
		r.Kind.Name, r.Check.Canonical(), when, nullable, r.Indicator, r.Severity, r.Weight, r.Shadow, from)
}

// canonicalDataset writes a dataset on several lines: its fields in file order,
// which a schema may prescribe, all else sorted.
func canonicalDataset(d *Dataset, s source) string {
	var b strings.Builder
	fmt.Fprintf(&b, "dataset %q importance %d in_scope %t allow_empty %t arrivals %q\n", d.ID, d.Importance, d.InScope, d.AllowEmpty, d.Arrivals)
	fmt.Fprintf(&b, "update %s\n", d.Update.canonical())
	fmt.Fprintf(&b, "source %q\n", s.kind)
	for _, option := range sortedKeys(s.written) {
		fmt.Fprintf(&b, "option %q %q\n", option, s.written[option])
	}
	for _, f := range d.Fields {
		fmt.Fprintf(&b, "field %s\n", canonicalField(f))
	}
	for _, r := range d.Rules {
		fmt.Fprintf(&b, "rule %q %s\n", r.ID, r.Canonical)
	}
	return b.String()
}

// canonicalField includes the titles: a received column may be named by one.
func canonicalField(f rules.Field) string {
	return fmt.Sprintf("%q titles %q %q %q type %s formats %q placeholders %q thousands %t width %t",
		f.Name, f.Title.ZhHans, f.Title.ZhHant, f.Title.En, f.Type, f.Formats,
		slices.Sorted(slices.Values(f.Placeholders)), f.Thousands, f.NormaliseWidth)
}

func (u Update) canonical() string {
	return fmt.Sprintf("%q due %s days %d working %t grace %s late %v accept %s",
		u.Cycle, u.Due, u.DueDays, u.WorkingDays, u.Grace, u.Late, u.AcceptUntil)
}

// configHash is the SHA-256, in hex, of everything that can change a score. The
// calendar is not part of it: it is hashed per run.
func configHash(w *Workspace, builtIn []*rules.CodeTable) string {
	var b strings.Builder
	fmt.Fprintf(&b, "zone %q\n%s", w.Zone, w.Indicators.canonical())
	own := map[string]*rules.CodeTable{}
	for name, table := range w.Tables {
		own[name] = table
	}
	for _, table := range builtIn {
		delete(own, table.Name)
	}
	for _, name := range slices.Sorted(slices.Values(tableNames(builtIn))) {
		fmt.Fprintf(&b, "built-in table %q\n", name)
	}
	for _, name := range sortedKeys(own) {
		b.WriteString(canonicalTable(own[name]))
	}
	for _, d := range w.Datasets {
		b.WriteString(d.Canonical)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// canonicalTable sorts the codes; their names change no score.
func canonicalTable(t *rules.CodeTable) string {
	lines := make([]string, len(t.Codes))
	for i, c := range t.Codes {
		lines[i] = fmt.Sprintf("code %q %q %q\n", c.Code, c.From, c.To)
	}
	slices.Sort(lines)
	return fmt.Sprintf("table %q\n", t.Name) + strings.Join(lines, "")
}

func tableNames(tables []*rules.CodeTable) []string {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = t.Name
	}
	return names
}
