package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

// TestRealDomains runs 23 quarterly deliveries of four header forms, counts
// every rule again, and finds each form at its place.
func TestRealDomains(t *testing.T) {
	d := domainRegister(t, realData(t))
	counted := d.run(t)
	d.compare(t, counted, "registry/domains", countDomains)
	d.compareCredits(t, counted, "registry/domains", domainsPunctuality)
	d.compare(t, counted, "registry/header", countHeader)
}

// domainsPunctuality: the second day after the quarter at noon. The next slot is
// due a quarter later, which no delivery waited for but the first.
var domainsPunctuality = punctuality{
	due: 36 * time.Hour, grace: 2 * time.Hour, accept: 90*24*time.Hour + 36*time.Hour,
	late: []lateStep{{7 * 24 * time.Hour, 500}, {28 * 24 * time.Hour, 100}},
}

// domainRegister links every delivery under the first day of the quarter before
// it, as the workspace expects.
func domainRegister(t *testing.T, data string) realDeliveries {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	data = filepath.Join(data, "dotgov-domains")
	deliveries := t.TempDir()
	t.Setenv("CDOSCORE_REALDATA_DOTGOV", deliveries)
	d := realDeliveries{dir: realWorkspace(t, "dotgov"), now: "2026-07-15T06:00:00-04:00"}
	arrivals := "slot,time\n"
	for _, line := range readCSV(t, filepath.Join(data, "deliveries.csv"))[1:] {
		start, end := quarterBefore(t, line[1], zone)
		name := start.Format(time.DateOnly)
		arrivals += name + "," + line[1] + "\n"
		found, err := filepath.Glob(filepath.Join(data, "deliveries", "*_"+line[0][:8]+".csv.gz"))
		if err != nil || len(found) != 1 {
			t.Fatalf("delivery of commit %s: %v %v", line[0], found, err)
		}
		link := filepath.Join(deliveries, name+".csv.gz")
		if err := os.Symlink(found[0], link); err != nil {
			t.Fatal(err)
		}
		d.slots = append(d.slots, newSlot(t, link, start, end, line[1]))
	}
	files{"arrivals/domains.csv": arrivals}.write(t, d.dir)
	return d
}

// quarterBefore is the last quarter that had ended when a delivery came.
func quarterBefore(t *testing.T, arrived string, zone *time.Location) (start, end time.Time) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, arrived)
	if err != nil {
		t.Fatal(err)
	}
	at = at.In(zone)
	month := (at.Month()-1)/3*3 + 1
	return time.Date(at.Year(), month-3, 1, 0, 0, 0, 0, zone), time.Date(at.Year(), month, 1, 0, 0, 0, 0, zone)
}

// The names that a field of the register went by.
var renamed = map[string]string{
	"Domain Name": "Domain name", "Domain Type": "Domain type", "Organization": "Organization name", "Security Contact Email": "Security contact email",
}

func countDomains(s realSlot) map[string]tally {
	var rows []record
	for _, received := range s.rows {
		row := record{}
		for column, value := range received {
			if name, old := renamed[column]; old {
				column = name
			}
			row[column] = value
		}
		rows = append(rows, row)
	}
	n := len(rows)
	out := map[string]tally{
		"delivery":  whole(n, domainsPunctuality.credit(s) == 1000),
		"readable":  of(n, n, 0),
		"row_count": whole(n, n >= 6000),
		// Agency and suborganization: no form has both.
		"schema": of(n, 8, 1),
	}
	r := reading{placeholders: map[string][]string{"Security contact email": {"(blank)"}}}
	for _, rule := range domainRules() {
		out[rule.rule] = r.count(rule, rows)
	}
	out["Domain name.unique"] = r.countUnique(unique{rule: "Domain name.unique", fields: []string{"Domain name"}}, rows)
	return out
}

var domainTypes = oneOf("City", "County", "Federal - Executive", "Federal - Judicial", "Federal - Legislative", "Interstate",
	"School district", "Special district", "State or territory", "Tribal")

// domainRules restates the row-level rules of testdata/real/dotgov.
func domainRules() []restated {
	const email, kind = "Security contact email", "Domain type"
	federal := func(r record) bool { return strings.HasPrefix(strings.TrimSpace(r[kind]), "Federal") }
	list := []restated{
		{rule: "Domain name.pattern", reads: []string{"Domain name"}, passes: received("Domain name", isDomain)},
		{rule: "Domain name.length", reads: []string{"Domain name"}, passes: received("Domain name", func(v string) bool { return len([]rune(v)) <= 24 })},
		{rule: "Domain type.in", reads: []string{kind}, passes: is(kind, domainTypes)},
		{rule: "Organization name.pattern", reads: []string{"Organization name"}, passes: received("Organization name", unpadded)},
		{rule: "City.pattern", reads: []string{"City"}, passes: received("City", unpadded)},
		{rule: "State.pattern", reads: []string{"State"}, passes: received("State", func(v string) bool { return isCapitals(v, 2) })},
		{rule: email + ".pattern", reads: []string{email}, passes: received(email, isAddress)},
		{rule: "federal-has-agency", reads: []string{"Agency"}, applies: federal},
		{rule: "contact-in-lower-case", reads: []string{email}, passes: is(email, func(v string) bool { return v == strings.ToLower(v) })},
		{rule: "federal-not-abroad", reads: []string{"State"}, applies: federal, passes: is("State", func(v string) bool { return v != "AE" })},
		{rule: "capital-is-named", reads: []string{"City"}, applies: is("State", oneOf("DC")), passes: is("City", oneOf("Washington", "washington"))},
	}
	for _, field := range []string{"Domain name", kind, "Agency", "Organization name", "City", "State", email} {
		list = append(list, restated{rule: field + ".required", reads: []string{field}})
	}
	return list
}

// isDomain is [a-z0-9-]+\.gov.
func isDomain(v string) bool {
	label, ok := strings.CutSuffix(v, ".gov")
	return ok && label != "" && strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && !strings.Contains(label, ".")
}

// asciiSpace is what \s is in the product's regular expressions.
const asciiSpace = " \t\n\f\r"

func unpadded(v string) bool { return v == strings.Trim(v, asciiSpace) }

// isAddress is [^@\s]+@[^@\s]+\.[^@\s]+.
func isAddress(v string) bool {
	local, domain, ok := strings.Cut(v, "@")
	dot := strings.LastIndexByte(domain, '.')
	return ok && local != "" && dot > 0 && dot < len(domain)-1 && !strings.Contains(domain, "@") && !strings.ContainsAny(v, asciiSpace)
}

// agreedHeader is the form that the dataset `header` declares.
var agreedHeader = []string{"Domain Name", "Domain Type", "Agency", "Organization", "City", "State", "Security Contact Email"}

// countHeader counts columns that are absent from, or foreign to, the agreed
// header. No form of the register moved a column that it kept.
func countHeader(s realSlot) map[string]tally {
	absent, foreign := 0, 0
	for _, name := range agreedHeader {
		if !slices.Contains(s.header, name) {
			absent++
		}
	}
	for _, name := range s.header {
		if !slices.Contains(agreedHeader, name) {
			foreign++
		}
	}
	n := len(s.rows)
	return map[string]tally{
		"delivery":  whole(n, domainsPunctuality.credit(s) == 1000),
		"readable":  of(n, n, 0),
		"row_count": whole(n, n >= 1),
		"schema":    of(n, len(agreedHeader)+foreign, absent+foreign),
	}
}

// TestRealHeaderForms counts the four forms, so that a data folder with fewer
// could not let the schema test pass for nothing.
func TestRealHeaderForms(t *testing.T) {
	d := domainRegister(t, realData(t))
	faults := map[tally]int{}
	for _, s := range d.slots {
		c := countHeader(s)["schema"]
		c.Total = 0
		faults[c]++
	}
	want := map[tally]int{
		{Applicable: 10, Evaluated: 10, Failed: 3}:  1,  // three empty columns at the end
		{Applicable: 7, Evaluated: 7}:               12, // as agreed, one with a byte order mark
		{Applicable: 11, Evaluated: 11, Failed: 8}:  8,  // four columns renamed
		{Applicable: 12, Evaluated: 12, Failed: 10}: 2,  // agency replaced by suborganization
	}
	if len(faults) != len(want) {
		t.Fatalf("header forms %v, want %v", faults, want)
	}
	for form, n := range want {
		if faults[form] != n {
			t.Errorf("form %+v: %d deliveries, want %d", form, faults[form], n)
		}
	}
	if first := d.slots[0].header[7]; strings.ContainsFunc(first, unicode.IsLetter) {
		t.Errorf("the first delivery's eighth column is %q, want an empty one", first)
	}
}
