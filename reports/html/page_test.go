package html

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/rules"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func cityLinks() Links {
	return Links{Unit: func(id string) string { return "unit-" + id + ".html" }}
}

func writer(t testing.TB, lang string) *Writer {
	t.Helper()
	w, err := New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func unitPart(t testing.TB, lang string, u reports.Unit) string {
	t.Helper()
	var b bytes.Buffer
	if err := writer(t, lang).Unit(&b, u, Links{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func cityPart(t testing.TB, lang string, c reports.City) string {
	t.Helper()
	var b bytes.Buffer
	if err := writer(t, lang).City(&b, c, cityLinks()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// parts are the pages of the samples by name and language.
func parts(t testing.TB) map[string]string {
	out := map[string]string{}
	for _, lang := range message.Languages {
		out["unit-"+lang] = unitPart(t, lang, monthUnit())
		out["city-"+lang] = cityPart(t, lang, monthCity())
	}
	return out
}

func TestGolden(t *testing.T) {
	for name, got := range parts(t) {
		golden := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		have, expected := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range min(len(have), len(expected)) {
			if have[i] != expected[i] {
				t.Fatalf("%s line %d:\n got %s\nwant %s\n(-update rewrites the file)", golden, i+1, have[i], expected[i])
			}
		}
		if len(have) != len(expected) {
			t.Errorf("%s: got %d lines, want %d", golden, len(have), len(expected))
		}
	}
}

func TestEqualModelsGiveEqualBytes(t *testing.T) {
	first := parts(t)
	for range 3 {
		for name, again := range parts(t) {
			if again != first[name] {
				t.Errorf("%s differs between two writes", name)
			}
		}
	}
}

func TestNoMessageIsMissing(t *testing.T) {
	for name, page := range parts(t) {
		if i := strings.Index(page, "⟦"); i >= 0 {
			t.Errorf("%s lacks a text: %s", name, page[i:min(len(page), i+60)])
		}
	}
}

// A key that no page uses is one too many.
func TestEveryTextIsUsed(t *testing.T) {
	var sources strings.Builder
	for _, pattern := range []string{"*.go", "pages/*.html"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if file == "texts.go" || strings.HasSuffix(file, "_test.go") {
				continue
			}
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sources.Write(content)
		}
	}
	for key, text := range texts() {
		if text.ZhHans == "" || text.ZhHant == "" || text.En == "" {
			t.Errorf("%s lacks a language", key)
		}
		if !strings.Contains(sources.String(), `"`+key+`"`) && !strings.HasPrefix(key, "page.short_") {
			t.Errorf("no page uses %q", key)
		}
	}
}

// node visits a page's elements and texts.
func visit(t testing.TB, page string, f func(*html.Node)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		f(n)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func TestLinksResolveAndIdsAreUnique(t *testing.T) {
	for name, page := range parts(t) {
		ids := map[string]int{}
		var links []string
		visit(t, page, func(n *html.Node) {
			if id := attribute(n, "id"); id != "" {
				ids[id]++
			}
			if href := attribute(n, "href"); href != "" {
				links = append(links, href)
			}
			if label := attribute(n, "aria-labelledby"); label != "" {
				links = append(links, "#"+label)
			}
		})
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: the id %q stands %d times", name, id, n)
			}
		}
		units := []string{"unit-tianhe.html", "unit-yuexiu.html", "unit-sport.html", "unit-police.html"}
		for _, href := range links {
			id, within := strings.CutPrefix(href, "#")
			switch {
			case within && ids[id] == 0:
				t.Errorf("%s: nothing has the id %q", name, id)
			case !within && (strings.HasPrefix(name, "unit") || !slices.Contains(units, href)):
				t.Errorf("%s leads to %q", name, href)
			}
		}
		if len(links) < 8 {
			t.Errorf("%s has %d links only", name, len(links))
		}
	}
}

// A strict policy forbids style within elements and scripts; a title can bring in
// neither.
func TestHostileTextsStayTexts(t *testing.T) {
	const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(2)> style="x" {{.}} javascript:alert(3)`
	u := monthUnit()
	u.Name, u.CDO, u.Issuer, u.CheckCode = one(evil), evil, one(evil), evil
	u.Datasets[0].ID, u.Datasets[0].Title, u.Datasets[0].Office = evil, one(evil), evil
	u.Rules[0].Dataset, u.Rules[0].Code, u.Rules[0].Field, u.Rules[0].Title = evil, evil, evil, one(evil)
	u.Samples[0].Code, u.Samples[0].Value, u.Samples[0].Key = evil, evil+"\x00\t", evil
	u.Dimensions[0].Name, u.Calendar[0].Title, u.Deliveries[0].Hash = one(evil), one(evil), evil
	c := monthCity()
	c.City, c.Units[0].Name, c.Units[0].ID, c.Dimensions[0].Name = one(evil), one(evil), evil, one(evil)
	c.Disagreements[0].Code, c.Bands[0].Name = evil, rules.Text{ZhHans: evil}
	links := Links{Unit: func(id string) string { return id }} // an address as bad as can be
	var city bytes.Buffer
	if err := writer(t, "zh-Hans").City(&city, c, links); err != nil {
		t.Fatal(err)
	}
	for name, page := range map[string]string{"unit": unitPart(t, "zh-Hans", u), "city": city.String()} {
		seen := 0
		visit(t, page, func(n *html.Node) {
			if n.Type == html.TextNode && strings.Contains(n.Data, evil) {
				seen++
			}
			if n.Type == html.ElementNode && slices.Contains([]string{"script", "img", "style", "iframe", "link"}, n.Data) {
				t.Errorf("%s: an element %s", name, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "href" && strings.HasPrefix(a.Val, "javascript:") {
					t.Errorf("%s: the attribute %s=%q", name, a.Key, a.Val)
				}
			}
		})
		if seen < 3 {
			t.Errorf("%s shows the texts %d times", name, seen)
		}
		if strings.ContainsAny(page, "\x00\t") {
			t.Errorf("%s holds control characters", name)
		}
	}
}

func TestTablesNameTheirHeadings(t *testing.T) {
	for name, page := range parts(t) {
		visit(t, page, func(n *html.Node) {
			if n.Type != html.ElementNode {
				return
			}
			switch {
			case n.Data == "th" && attribute(n, "scope") == "":
				t.Errorf("%s: a heading without a scope", name)
			case n.Data == "table" && n.FirstChild.NextSibling.Data != "caption":
				t.Errorf("%s: a table without a caption", name)
			case n.Data == "svg" && attribute(n, "role") == "img" && attribute(n, "aria-label") == "":
				t.Errorf("%s: a chart without words", name)
			}
		})
	}
}

// A page of a folder needs no other file, says so to the browser, and names its
// language.
func TestAPageStandsAlone(t *testing.T) {
	for _, lang := range message.Languages {
		var unit, city bytes.Buffer
		w := writer(t, lang)
		if err := w.UnitPage(&unit, monthUnit()); err != nil {
			t.Fatal(err)
		}
		if err := w.CityPage(&city, monthCity(), cityLinks()); err != nil {
			t.Fatal(err)
		}
		for _, page := range []string{unit.String(), city.String()} {
			if !strings.Contains(page, `<html lang="`+lang+`">`) || !strings.Contains(page, string(stylesheet)) {
				t.Errorf("%s: no language or no stylesheet", lang)
			}
			if outside := regexp.MustCompile(`(?i)(https?:)?//|@import|url\(`).FindString(page); outside != "" {
				t.Errorf("%s: the page names %q", lang, outside)
			}
			if !strings.Contains(page, "default-src &#39;none&#39;; style-src &#39;sha256-") && !strings.Contains(page, "default-src 'none'; style-src 'sha256-") {
				t.Errorf("%s: no policy", lang)
			}
		}
	}
}

func TestEmptyModelsAreWritten(t *testing.T) {
	zone := reports.Method{Zone: "Asia/Shanghai"}
	for _, lang := range message.Languages {
		unit := unitPart(t, lang, reports.Unit{ID: "bus", Tier: "enterprise", Slot: march(1, 0, 0), Cutoff: march(2, 0, 0), Method: zone})
		city := cityPart(t, lang, reports.City{Slot: march(1, 0, 0), Cutoff: march(2, 0, 0), Method: zone})
		if strings.Contains(unit+city, "⟦") || strings.Contains(unit+city, "NaN") {
			t.Errorf("%s: %s", lang, unit+city)
		}
	}
}

func TestAnUnknownZoneIsAnError(t *testing.T) {
	u := monthUnit()
	u.Method.Zone = "Asia/Cantun"
	var b bytes.Buffer
	if err := writer(t, "zh-Hans").Unit(&b, u, Links{}); err == nil || !strings.Contains(err.Error(), "Asia/Cantun") || b.Len() > 0 {
		t.Errorf("got %v and %d bytes", err, b.Len())
	}
}

func TestALongRegisterSaysWhatItLeavesOut(t *testing.T) {
	u := monthUnit()
	for i := range 40 {
		u.Deliveries = append(u.Deliveries, reports.DeliveryLine{DatasetID: "hrss/pay", Slot: fmt.Sprint("slot-", i), State: "on_time"})
	}
	page := unitPart(t, "zh-Hans", u)
	if !strings.Contains(page, "slot-28") || strings.Contains(page, "slot-29") || !strings.Contains(page, "另有 11 期") {
		t.Error("the register must list 31 slots and count the others")
	}
}
