package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/rules"
)

var update = flag.Bool("update", false, "rewrite the golden dumps")

var shanghai = time.FixedZone("CST", 8*3600)

func of(x float64) reports.Points { return reports.Points{Value: x, Assessed: true} }

func three(hans, hant, en string) rules.Text {
	return rules.Text{ZhHans: hans, ZhHant: hant, En: en}
}

var bands = []reports.Band{{ID: "excellent", Name: three("优秀", "優秀", "Excellent")}, {ID: "improve", Name: three("待改进", "待改進", "To improve")}}

// sampleCity has a contested unit, one that was silent, and hostile names.
func sampleCity() reports.City {
	first, last := time.Date(2026, 3, 1, 0, 0, 0, 0, shanghai), time.Date(2026, 3, 31, 0, 0, 0, 0, shanghai)
	c := reports.City{
		City: three("广州市", "廣州市", "Guangzhou"), Issuer: three("市数据局", "市數據局", "Data Bureau"), CheckCode: "AB12CD34", Slot: last, Cutoff: last.AddDate(0, 0, 1),
		Period: reports.Period{Kind: reports.MonthPeriod, Name: "2026-03", First: first, Last: last}, Tiers: []string{"district", "department"}, Bands: bands,
		Method: reports.Method{Zone: "Asia/Shanghai"},
	}
	c.Units = []reports.CityUnit{
		{ID: "yuexiu", Name: three("越秀区", "越秀區", "Yuexiu District"), Tier: "district", Score: of(91.235), Previous: of(90.1), Band: bands[0], Rank: 1, PreviousRank: 2, Datasets: 7, Due: 1200, OnTime: 1101, Late: 88, Missing: 5, Unreadable: 2, SourceFailed: 1, PlatformFailed: 2, Excused: 1, StreakMissing: 3,
			Rectified: reports.Rectified{Findings: 61, InTime: 52, Overdue: 14, Recurred: 8, Done: 53, Longest: 77, Rate: of(86.885)}, Appeals: reports.Standing{Contested: 4, IfUpheld: of(92.07), RankIfUpheld: 1}},
		{ID: "evil", Name: three("<w:p>&\"'\x01{0}【请补充】\n区", "", ""), Tier: "district", Score: of(58.5), Previous: of(60), Band: bands[1], Rank: 2, PreviousRank: 1, Datasets: 9, Due: 130, OnTime: 130, Appeals: reports.Standing{RankIfUpheld: 2}},
		{ID: "sport", Name: three("体育局", "體育局", "Sports Bureau"), Tier: "department", Due: 6, Missing: 6, StreakMissing: 6, Datasets: 3},
	}
	c.Disagreements = []reports.DisagreementLine{
		{Code: "A", Authority: three("公安局", "公安局", "Police"), Unit: three("越秀区", "越秀區", "Yuexiu District"), AuthorityDataset: three("人口", "人口", "Residents"), Dataset: three("登记", "登記", "Register"), Field: three("姓名", "姓名", "Name"), Compared: 8080, Disagree: 404, Rate: 0.05, Propose: true},
		{Code: "B", Authority: three("市场监管局", "市場監管局", "Market"), Unit: three("体育局", "體育局", "Sports Bureau"), AuthorityDataset: three("主体", "主體", "Entities"), Dataset: three("场馆", "場館", "Venues"), Field: three("名称", "名稱", "Title"), Compared: 12, Disagree: 9, Rate: 0.75, SmallSample: true},
	}
	return c.Attend()
}

func written(t *testing.T, c reports.City, lang string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Bulletin(&out, c, lang); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// dump reads a document with nothing but a parser of XML: a line for each paragraph
// and row, figures in ‹›, gaps in «».
func dump(t *testing.T, packed []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out, line strings.Builder
	style, inRow := "", false
	for p := xml.NewDecoder(f); ; {
		token, err := p.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		} else if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			switch x.Name.Local {
			case "tr":
				inRow = true
				line.WriteString("|")
			case "p":
				if !inRow {
					line.Reset()
				}
			case "pStyle":
				if !inRow {
					line.WriteString(x.Attr[0].Value + ": ")
				}
			case "r":
				style = ""
			case "rStyle":
				style = x.Attr[0].Value
			case "br":
				line.WriteString("⏎")
			case "t":
				var s string
				if err := p.DecodeElement(&s, &x); err != nil {
					t.Fatal(err)
				}
				line.WriteString(map[string]string{"Figure": "‹", "Gap": "«"}[style] + s + map[string]string{"Figure": "›", "Gap": "»"}[style])
			}
		case xml.EndElement:
			switch {
			case x.Name.Local == "tc":
				line.WriteString("|")
			case x.Name.Local == "tr", x.Name.Local == "p" && !inRow:
				out.WriteString(line.String() + "\n")
				line.Reset()
				inRow = false
			}
		}
	}
}

func TestGolden(t *testing.T) {
	for _, lang := range message.Languages {
		golden(t, "bulletin."+lang+".txt", dump(t, written(t, sampleCity(), lang)))
	}
}

// golden holds a dump against the one that is kept.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from the document (rewrite with -update):\n%s", path, got)
	}
	if strings.Contains(got, "⟦") {
		t.Errorf("%s: a text is missing", name)
	}
}

// An empty city says what there is not, and no table of nothing.
func TestNothingToReport(t *testing.T) {
	c := sampleCity()
	c.Units, c.Tiers, c.Disagreements, c.Rose, c.Fell, c.NeedAction = nil, nil, nil, nil, nil, nil
	got := dump(t, written(t, c, "zh-Hans"))
	for _, want := range []string{"各单位均按时报送", "没有下发整改的问题", "没有跨部门比对的数据", "没有可与上期比较的得分变化", "没有需要督促的单位"} {
		if !strings.Contains(got, want) {
			t.Errorf("the bulletin of nothing does not say %s:\n%s", want, got)
		}
	}
}

// A draft made before its period is over says so, marked as a gap; one made at its
// end does not.
func TestAnUnendedPeriodIsSaid(t *testing.T) {
	c := sampleCity()
	for _, lang := range message.Languages {
		c.Made = c.Cutoff
		if got := dump(t, written(t, c, lang)); strings.Contains(got, "«【注意") || strings.Contains(got, "«[Attention") {
			t.Errorf("%s: the bulletin of a whole period warns", lang)
		}
		c.Made = c.Cutoff.Add(-time.Second)
		got := dump(t, written(t, c, lang))
		if end := c.Period.Last.Format("2006-01-02"); !strings.Contains(got, "【注意") && !strings.Contains(got, "[Attention") || !strings.Contains(got, end) {
			t.Errorf("%s: the bulletin does not say that the period lasts until %s:\n%s", lang, end, got[:600])
		}
	}
}

func TestEveryPartIsWellFormedAndNamed(t *testing.T) {
	for name, packed := range map[string][]byte{"bulletin": written(t, sampleCity(), "zh-Hans"), "duty report": writtenDuty(t, sampleDuty(), "zh-Hans")} {
		t.Run(name, func(t *testing.T) { checkParts(t, packed) })
	}
}

func checkParts(t *testing.T, packed []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(content)
		for p := xml.NewDecoder(bytes.NewReader(content)); ; {
			if _, err := p.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	for name := range parts {
		if strings.HasPrefix(name, "word/") && !strings.HasSuffix(name, ".rels") && !strings.Contains(parts["[Content_Types].xml"], `"/`+name+`"`) {
			t.Errorf("the content types lack %s", name)
		}
	}
	for _, m := range regexp.MustCompile(`Target="([^"]+)"`).FindAllStringSubmatch(parts["word/_rels/document.xml.rels"], -1) {
		if parts["word/"+m[1]] == "" {
			t.Errorf("the relations name %s, which is not there", m[1])
		}
	}
	used := regexp.MustCompile(`<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]+)"`)
	for _, m := range used.FindAllStringSubmatch(parts["word/document.xml"]+parts["word/footer1.xml"]+parts["word/header1.xml"], -1) {
		if !strings.Contains(parts["word/styles.xml"], `w:styleId="`+m[1]+`"`) {
			t.Errorf("there is no style %s", m[1])
		}
	}
}

func TestEqualModelsGiveEqualBytes(t *testing.T) {
	for _, lang := range message.Languages {
		if !bytes.Equal(written(t, sampleCity(), lang), written(t, sampleCity(), lang)) {
			t.Errorf("%s: two documents of one model differ", lang)
		}
	}
}

func TestTheCatalogueHoldsEveryKey(t *testing.T) {
	catalog := message.New("zh-Hans")
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	literal := regexp.MustCompile(`"((?:bulletin|duty|annual|annual_source|doc|col|cover|value|overview|state|finding|form)\.[a-z_]+)"`)
	found := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(source), -1) {
			found++
			if !catalog.Has(m[1]) {
				t.Errorf("%s: the catalogue lacks %q", file, m[1])
			}
		}
	}
	if found < 50 {
		t.Errorf("%d keys found, want those of the whole document", found)
	}
}
