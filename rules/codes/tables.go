package codes

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"

	"cdoscore/rules"
)

//go:embed tables/*.csv
var files embed.FS

// Names of the built-in tables.
const (
	GBT2260     = "gbt2260"      // division codes 1980-2021, GB/T 2260
	Sex         = "sex"          // GB/T 2261.1
	Ethnicity   = "ethnicity"    // GB/T 3304
	Industry    = "industry"     // sections of GB/T 4754-2017, in force from October 2017
	Sharing     = "sharing"      // sharing types, in the words of the catalogue
	UpdateCycle = "update_cycle" // update cycles, in the words of the catalogue
)

var titles = map[string]rules.Text{
	GBT2260:     {ZhHans: "行政区划代码（GB/T 2260）", ZhHant: "行政區劃代碼（GB/T 2260）", En: "Division codes (GB/T 2260)"},
	Sex:         {ZhHans: "性别代码（GB/T 2261.1）", ZhHant: "性別代碼（GB/T 2261.1）", En: "Sex (GB/T 2261.1)"},
	Ethnicity:   {ZhHans: "民族代码（GB/T 3304）", ZhHant: "民族代碼（GB/T 3304）", En: "Ethnicity (GB/T 3304)"},
	Industry:    {ZhHans: "国民经济行业门类（GB/T 4754-2017）", ZhHant: "國民經濟行業門類（GB/T 4754-2017）", En: "Industry sections (GB/T 4754-2017)"},
	Sharing:     {ZhHans: "共享类型", ZhHant: "共享類型", En: "Sharing types"},
	UpdateCycle: {ZhHans: "更新周期", ZhHant: "更新週期", En: "Update cycles"},
}

// Tables returns the built-in tables. The GB/T 2260 table was compiled from the
// dated revisions of 1980 to 2021; a code without an end is still valid.
var Tables = sync.OnceValue(func() []*rules.CodeTable {
	var out []*rules.CodeTable
	for _, name := range []string{GBT2260, Sex, Ethnicity, Industry, Sharing, UpdateCycle} {
		out = append(out, load(name))
	}
	return out
})

// Divisions returns every code that was ever in GB/T 2260, and the three of
// Hong Kong, Macao and Taiwan that residents' IDs bear.
var Divisions = sync.OnceValue(func() []string {
	return append(Tables()[0].Ever(), "810000", "820000", "830000")
})

// load reads an embedded table; the files are part of the binary, so that a
// fault in one is a fault of the build and panics.
func load(name string) *rules.CodeTable {
	data, err := files.ReadFile("tables/" + name + ".csv")
	if err != nil {
		panic(err)
	}
	records, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("table %s: %v", name, err))
	}
	t := &rules.CodeTable{Name: name, Title: titles[name]}
	for _, r := range records[1:] {
		c := rules.Code{Code: r[0], Name: r[1]}
		if len(r) > 2 {
			c.From, c.To = r[2], r[3]
		}
		t.Codes = append(t.Codes, c)
	}
	return t
}
