package xlsx

import (
	"strconv"

	"cdoscore/reports"
)

// places are the lines of the unit workbook that others link to.
type places struct {
	rules    map[string]string // point code → its line of 规则明细
	datasets map[string]string // dataset id → its first line of 规则明细
	samples  map[string]string // point code → its first line of 问题样例
}

func placesOf(b *book, u reports.Unit) places {
	at := places{rules: map[string]string{}, datasets: map[string]string{}, samples: map[string]string{}}
	note := func(in map[string]string, key, sheet string, line int) {
		if _, there := in[key]; !there {
			in[key] = quoted(b.text.Text(sheet)) + "!A" + strconv.Itoa(firstRow+line)
		}
	}
	for i, r := range u.Rules {
		note(at.rules, r.Code, "sheet.rules", i)
		note(at.datasets, r.Dataset, "sheet.rules", i)
	}
	for i, s := range u.Samples {
		note(at.samples, s.Code, "sheet.samples", i)
	}
	return at
}
