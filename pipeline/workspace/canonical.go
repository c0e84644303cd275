package workspace

import (
	"cmp"
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
		when = canonicalExpr(r.When)
	}
	from := ""
	if !r.From.IsZero() {
		from = r.From.Format(time.DateOnly)
	}
	nullable := slices.Sorted(slices.Values(r.Nullable))
	return fmt.Sprintf("%s %q when %q nullable %q indicator %q severity %s weight %d shadow %t from %q",
		r.Kind.Name, r.Check.Canonical(), when, nullable, r.Indicator, r.Severity, r.Weight, r.Shadow, from)
}

func canonicalExpr(e *rules.Expr) string { return e.SQL(strconv.Quote) }

// canonicalDataset writes everything of a dataset that can change a score.
func canonicalDataset(d *Dataset, s source) string {
	var b strings.Builder
	fmt.Fprintf(&b, "dataset %q\n%s", d.ID, scoringDataset(d))
	fmt.Fprintf(&b, "arrivals %q\nsource %q\n", d.Arrivals, s.kind)
	for _, option := range sortedKeys(s.written) {
		fmt.Fprintf(&b, "option %q %q\n", option, s.written[option])
	}
	return b.String()
}

// scoringDataset is the same but for where extracts come from: the fields in file
// order, which a schema may prescribe, all else sorted.
func scoringDataset(d *Dataset) string {
	var b strings.Builder
	fmt.Fprintf(&b, "importance %d\nin_scope %t\nallow_empty %t\n", d.Importance, d.InScope, d.AllowEmpty)
	fmt.Fprintf(&b, "update %s\n", d.Update.canonical())
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
	return fmt.Sprintf("%q titles %q %q %q type %s formats %q sentinels %q placeholders %q thousands %t width %t",
		f.Name, f.Title.ZhHans, f.Title.ZhHant, f.Title.En, f.Type, f.Formats,
		slices.Sorted(slices.Values(f.Sentinels)), slices.Sorted(slices.Values(f.Placeholders)), f.Thousands, f.NormaliseWidth)
}

func (u Update) canonical() string {
	return fmt.Sprintf("cycle %q due %s days %d working %t grace %s late %v accept %s",
		u.Cycle, u.Due, u.DueDays, u.WorkingDays, u.Grace, u.Late, u.AcceptUntil)
}

// canonicalSettings writes the settings that can change a score.
func (w *Workspace) canonicalSettings() string {
	return fmt.Sprintf("zone %s\nstart %s\n", w.Zone, cmp.Or(w.Start, "none"))
}

// ownTables returns the names of the workspace's own tables, sorted.
func (w *Workspace) ownTables() []string {
	return slices.DeleteFunc(sortedKeys(w.Tables), func(name string) bool { return slices.Contains(w.builtIn, name) })
}

// configHash is the SHA-256, in hex, of everything that can change a score. Dated
// files are not part of it: they are hashed per run.
func (w *Workspace) configHash() string {
	var b strings.Builder
	b.WriteString(w.canonicalSettings() + w.Indicators.canonical())
	for _, name := range w.builtIn {
		fmt.Fprintf(&b, "built-in table %q\n", name)
	}
	for _, name := range w.ownTables() {
		fmt.Fprintf(&b, "table %q\n%s", name, canonicalTable(w.Tables[name]))
	}
	for _, d := range w.Datasets {
		b.WriteString(d.Canonical)
	}
	return hexSHA256(b.String())
}

func hexSHA256(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// canonicalTable sorts the codes; their names change no score.
func canonicalTable(t *rules.CodeTable) string {
	lines := make([]string, len(t.Codes))
	for i, c := range t.Codes {
		lines[i] = fmt.Sprintf("code %q %q %q\n", c.Code, c.From, c.To)
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

func tableNames(tables []*rules.CodeTable) []string {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = t.Name
	}
	return names
}
