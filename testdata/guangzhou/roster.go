package guangzhou

import (
	"fmt"
	"slices"
	"strings"
)

// maker says how the extracts of one dataset are made, beyond what its fields
// declare by themselves.
type maker struct {
	dataset string
	rows    int
	clean   bool // a reference table: no faults in its rows
	bom     bool // CSV with a byte order mark
	zoned   bool // Parquet timestamps with a zone
	parts   int  // files that a glob finds
	columns map[string]column
	faults  []fault
}

// roster lists all datasets of the demo city.
func roster() []maker {
	return slices.Concat(districts(), people(), economy(), builtCity(), utilities())
}

// makerOf returns the roster's entry of a dataset.
func makerOf(id string) (maker, error) {
	for _, m := range roster() {
		if m.dataset == id {
			return m, nil
		}
	}
	return maker{}, fmt.Errorf("dataset %s is not in the roster", id)
}

// columnOf returns how a field is written.
func (m maker) columnOf(f field) (column, error) {
	if c := m.columns[f.Name]; c != nil {
		return c, nil
	}
	c, err := defaultColumn(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.dataset, err)
	}
	return c, nil
}

// Columns that tell of the person whose resident ID stands in the same row.

func sexOf(id string) column {
	return func(d *draft) string {
		if (d.cells[id][16]-'0')%2 == 1 {
			return "1"
		}
		return "2"
	}
}

func birthOf(id string) column {
	return func(d *draft) string {
		s := d.cells[id]
		return s[6:10] + "-" + s[10:12] + "-" + s[12:14]
	}
}

func personOf(id string) column { return func(d *draft) string { return nameOf(d.cells[id]) } }

// otherName is the name of somebody else, as where a clerk took the wrong file.
func otherName(name string) string {
	i := slices.IndexFunc(surnames, func(s string) bool { return strings.HasPrefix(name, s) })
	return surnames[(i+1)%len(surnames)] + "某癸"
}

func aName(names []column) column { return func(d *draft) string { return names[d.i%len(names)](d) } }

var enterpriseNames = aName([]column{
	numbered(enterpriseName),
	numbered(func(i int) string { return enterpriseName(i + 7) }),
})

func districts() []maker {
	sites, hours := grid(24,
		func(i int) string { return fmt.Sprintf("PY%02d", i+1) },
		func(i int) string { return fmt.Sprint(i) })
	return []maker{
		{dataset: "yuexiu/community-residents", rows: 400,
			columns: map[string]column{"name": personOf("id_no"), "sex": sexOf("id_no"), "birth_date": birthOf("id_no")},
			faults: []fault{
				change("name", otherName), // agrees with the register no more, where that has the person
				change("birth_date", func(string) string { return "2026-12-31" }, "birth_date.range", "born-before-collected")}},
		{dataset: "yuexiu/service-requests", rows: 300,
			columns: map[string]column{"closed_at": where("status", []string{"已办结"}, minutesAfter("submitted_at", 10, 90))},
			faults: []fault{
				{[]string{"closed-has-time"}, func(d *draft) { d.cells["status"], d.cells["closed_at"] = "已办结", "" }},
				set("closed_at", "2026-02-01 09:00:00", "submitted_at+closed_at.compare")}},
		{dataset: "haizhu/shop-inspections", rows: 200,
			columns: map[string]column{"shop_name": enterpriseNames, "score": whole(60, 100),
				"rectify_by": where("result", []string{"整改"}, daysAfter("inspected_on", 7, 30))},
			faults: []fault{
				{[]string{"rectification-has-deadline"}, func(d *draft) { d.cells["result"], d.cells["rectify_by"] = "整改", "" }},
				{[]string{"pass-means-sixty"}, func(d *draft) { d.cells["result"], d.cells["score"] = "合格", "41" }}}},
		{dataset: "haizhu/street-lights", rows: 800,
			columns: map[string]column{"road": oneOf(roads...), "power": sometimes(whole(40, 250))}},
		{dataset: "baiyun/rental-houses", rows: 500},
		{dataset: "baiyun/express-stations", rows: 120},
		{dataset: "huangpu/investment-projects", rows: 100,
			columns: map[string]column{"project_name": enterpriseNames, "agreed": decimal(1000, 90000, 2), "paid_in": share("agreed", 0, 0.9, 2),
				"signed_on": where("stage", []string{"签约", "动工", "投产"}, daysBefore(10, 600))},
			faults: []fault{
				set("paid_in", "99999999.00", "paid-within-agreed"),
				{[]string{"signed-has-date"}, func(d *draft) { d.cells["stage"], d.cells["signed_on"] = "签约", "无" }}}},
		{dataset: "huangpu/park-enterprises", rows: 250,
			columns: map[string]column{"uscc": numbered(func(i int) string { return enterprise(i * 3) }), "enterprise_name": numbered(func(i int) string { return enterpriseName(i * 3) })},
			faults:  []fault{replace("uscc", numbered(func(i int) string { return enterprise(enterprises + i) }), "known-to-market")}},
		{dataset: "panyu/tourist-sites", rows: 144,
			columns: map[string]column{"site_code": sites, "hour": hours, "entered": whole(0, 3000), "left_count": whole(0, 3000), "capacity": whole(5000, 9000)},
			faults:  []fault{set("entered", "20000", "entered-within-capacity")}},
		{dataset: "nansha/port-containers", rows: 900,
			columns: map[string]column{"container_no": numbered(func(i int) string { return fmt.Sprintf("DEMU%07d", i*131%10000000) }), "gross_weight": whole(2000, 30000)},
			faults: []fault{
				{[]string{"small-box-weight"}, func(d *draft) { d.cells["size"], d.cells["gross_weight"] = "20", "31000" }}}},
		{dataset: "nansha/business-permits", rows: 250,
			columns: map[string]column{"valid_to": daysAfter("granted_on", 300, 1800)},
			faults:  []fault{set("valid_to", "2020-01-01", "granted-before-end")}},
	}
}
