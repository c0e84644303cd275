package main

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestRealDailyCases runs 183 daily deliveries and counts every rule again.
func TestRealDailyCases(t *testing.T) {
	const dataset = "health/daily-cases"
	data := realData(t)
	d := dailyCases(t, data)
	counted := d.run(t)
	d.compare(t, counted, dataset, newCases(t, data).count)
	d.compareCredits(t, counted, dataset, casesPunctuality)
}

var casesPunctuality = punctuality{
	due: 12 * time.Hour, grace: time.Hour, accept: 36 * time.Hour,
	late: []lateStep{{12 * time.Hour, 500}, {22 * time.Hour, 200}},
}

func dailyCases(t *testing.T, data string) realDeliveries {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	data = filepath.Join(data, "ncov-daily-cn")
	d := realDeliveries{dir: realWorkspace(t, "ncov"), now: "2020-06-15T06:00:00+08:00"}
	arrivals := "slot,time\n"
	for _, line := range readCSV(t, filepath.Join(data, "arrivals.csv"))[1:] {
		day, arrived := strings.TrimSuffix(line[0], ".csv"), line[4]
		arrivals += day + "," + arrived + "\n"
		start, err := time.ParseInLocation(time.DateOnly, day, zone)
		if err != nil {
			t.Fatal(err)
		}
		d.slots = append(d.slots, newSlot(t, filepath.Join(data, "daily", line[0]), start, start.AddDate(0, 0, 1), arrived))
	}
	files{"arrivals/daily-cases.csv": arrivals}.write(t, d.dir)
	return d
}

// cases holds what the rules of daily-cases look into.
type cases struct {
	reading
	divisions func(string) bool // the publisher's own list
	countries func(string) bool
	gbt2260   [][]string // code, name, first month, last month
}

func newCases(t *testing.T, data string) cases {
	return cases{
		divisions: column(t, filepath.Join(data, "ncov-daily-cn", "ChinaAreaCode.csv"), "code"),
		countries: column(t, filepath.Join(data, "ncov-daily-cn", "CountryCode.csv"), "code"),
		gbt2260:   readCSV(t, filepath.Join(data, "codes", "gbt2260.csv"))[1:],
	}
}

var casesHeader = []string{"date", "country", "countryCode", "province", "provinceCode", "city", "cityCode", "confirmed", "suspected", "cured", "dead"}

var provinces = strings.Fields(`北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省
	湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 西藏自治区 陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区`)

func (c cases) count(s realSlot) map[string]tally {
	rows := len(s.rows)
	out := map[string]tally{
		"delivery":    whole(rows, casesPunctuality.credit(s) == 1000),
		"readable":    of(rows, rows, 0),
		"row_count":   whole(rows, rows >= 30),
		"of-this-day": whole(rows, slices.ContainsFunc(s.rows, func(r record) bool { return r["date"] == s.name() })),
		"schema":      of(rows, len(casesHeader), 0),
	}
	if !slices.Equal(s.header, casesHeader) {
		out["schema"] = tally{}
	}
	for _, rule := range c.rules(s) {
		out[rule.rule] = c.reading.count(rule, s.rows)
	}
	given := func(field string) func(record) bool {
		return func(r record) bool { return !c.missing(r, field) }
	}
	not := func(f func(record) bool) func(record) bool { return func(r record) bool { return !f(r) } }
	for _, rule := range []unique{
		{rule: "date+country+province+city.unique", fields: []string{"date", "country", "province", "city"}},
		{rule: "one-row-per-country", fields: []string{"date", "country"}, applies: not(given("province"))},
		{rule: "one-row-per-province", fields: []string{"date", "country", "province"}, applies: not(given("city"))},
	} {
		out[rule.rule] = c.countUnique(rule, s.rows)
	}
	return out
}

// rules restates the row-level rules of testdata/real/ncov.
func (c cases) rules(s realSlot) []restated {
	given := func(field string) func(record) bool {
		return func(r record) bool { return !c.missing(r, field) }
	}
	isDate := func(v string) bool { _, err := time.Parse(time.DateOnly, v); return err == nil }
	divisions := c.divisionsOn(s.end)
	list := []restated{
		{rule: "date.type", reads: []string{"date"}, passes: is("date", isDate)},
		{rule: "date.range", reads: []string{"date"}, passes: is("date", func(v string) bool { return v == s.name() })},
		{rule: "country.length", reads: []string{"country"}, passes: received("country", func(v string) bool { n := len([]rune(v)); return n >= 2 && n <= 6 })},
		{rule: "countryCode.pattern", reads: []string{"countryCode"}, passes: received("countryCode", func(v string) bool { return isCapitals(v, 2) })},
		{rule: "province.in", reads: []string{"province"}, passes: is("province", oneOf(provinces...))},
		{rule: "provinceCode.code", reads: []string{"provinceCode"}, passes: is("provinceCode", divisions)},
		{rule: "cityCode.code", reads: []string{"cityCode"}, passes: is("cityCode", divisions)},
		{rule: "cityCode.pattern", reads: []string{"cityCode"}, passes: received("cityCode", func(v string) bool { return len(v) == 6 && isDigits(v) })},
		{rule: "city-has-code", reads: []string{"cityCode"}, applies: given("city")},
		{rule: "province-has-code", reads: []string{"provinceCode"}, applies: given("province")},
		{rule: "outcomes-within-cases", reads: []string{"dead", "cured", "confirmed"}, passes: func(r record) bool { return number(r, "dead")+number(r, "cured") <= number(r, "confirmed") }},
		{rule: "deaths-within-cases", reads: []string{"dead", "confirmed"}, passes: func(r record) bool { return number(r, "dead") <= number(r, "confirmed") }},
		{rule: "city-within-province", reads: []string{"cityCode", "provinceCode"}, passes: func(r record) bool { return r["cityCode"][:2] == r["provinceCode"][:2] }},
		{rule: "city-code-published", reads: []string{"cityCode"}, passes: is("cityCode", c.divisions)},
		{rule: "country-code-published", reads: []string{"countryCode"}, passes: is("countryCode", c.countries)},
	}
	for _, field := range []string{"date", "country", "countryCode", "confirmed", "suspected", "cured", "dead"} {
		list = append(list, restated{rule: field + ".required", reads: []string{field}})
	}
	for _, field := range []string{"confirmed", "suspected", "cured", "dead"} {
		inRange := func(v string) bool {
			n, err := strconv.Atoi(v)
			return err == nil && n >= 0 && (field != "suspected" || n == 0)
		}
		list = append(list,
			restated{rule: field + ".type", reads: []string{field}, passes: is(field, isDigits)},
			restated{rule: field + ".range", reads: []string{field}, passes: is(field, inRange)})
	}
	return list
}

// divisionsOn is the code table as of a day; its months are inclusive.
func (c cases) divisionsOn(day time.Time) func(string) bool {
	month := day.Format("2006-01")
	var valid []string
	for _, line := range c.gbt2260 {
		if line[2] <= month && (line[3] == "" || line[3] >= month) {
			valid = append(valid, line[0])
		}
	}
	return oneOf(valid...)
}

func number(r record, field string) int {
	n, err := strconv.Atoi(strings.TrimSpace(r[field]))
	if err != nil {
		panic(err) // the deliveries hold plain numbers only, or the test must learn better
	}
	return n
}
