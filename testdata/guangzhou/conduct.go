package guangzhou

import "strings"

// conduct is how carefully a unit works: how many faults there are in 1,000 rows,
// how that changes over the nights, and how often it delivers after the grace.
type conduct struct {
	unit     string
	permille int
	trend    trend
	tardy    int // every n-th slot is late by half an hour; 0: none
}

type trend int

const (
	steady trend = iota
	improving
	decaying
)

// conducts lists the units that differ from an ordinary one.
var conducts = []conduct{
	{unit: "tax", permille: 15},
	{unit: "hpf", permille: 12},
	{unit: "metro", permille: 10},
	{unit: "planning", permille: 20},
	{unit: "police", permille: 30},
	{unit: "market", permille: 40},
	{unit: "stats", permille: 60},
	{unit: "agri", permille: 9000, tardy: 1},
	{unit: "baiyun", permille: 4500, tardy: 3},
	{unit: "commerce", permille: 5000, tardy: 4},
	{unit: "urban", permille: 3500, tardy: 5},
	{unit: "finance", permille: 4000, tardy: 3},
	{unit: "justice", permille: 3000, tardy: 4},
	{unit: "housing", permille: 3500, trend: improving},
	{unit: "civil", permille: 2500, trend: improving},
	{unit: "transport", permille: 3000, trend: decaying},
	{unit: "gas", permille: 3000, trend: decaying},
}

const ordinaryPermille = 300

func conductOf(datasetID string) conduct {
	unit, _, _ := strings.Cut(datasetID, "/")
	for _, c := range conducts {
		if c.unit == unit {
			return c
		}
	}
	return conduct{unit: unit, permille: ordinaryPermille}
}

// at returns the faults in 1,000 rows on a night.
func (c conduct) at(night int) int {
	switch c.trend {
	case improving:
		return c.permille * (18 * (nightCount - 1 - night)) / (10 * (nightCount - 1))
	case decaying:
		return c.permille * (18 * night) / (10 * (nightCount - 1))
	}
	return c.permille
}

// mishap is what can go wrong with an extract as a whole.
type mishap int

const (
	none        mishap = iota
	late               // arrives at ten in the morning, after the night's run
	missing            // never arrives
	truncated          // the file is cut in the middle
	notWorkbook        // a web page under a workbook's name
	renamed            // a column has another name
	headerOnly         // a header and no rows
	ragged             // some records have too few fields
	garbled            // a record is not in the declared encoding
	unmarked           // the completion marker never comes
	stale              // the data are two days old
	extraColumn        // a column that nobody declared
	swapped            // two columns have changed places
	touched            // copied late, though delivered in time by the arrivals list
	backdated          // copied in time, though the arrivals list says late
)

// incident is one planted mishap.
type incident struct {
	dataset, slot string
	mishap        mishap
	field         string // renamed
}

// incidents lists all of them. The slot of 5 March has one of each grave kind.
var incidents = []incident{
	{"police/residence-permits", "2026-03-05", truncated, ""},
	{"nansha/business-permits", "2026-03-05", missing, ""},
	{"edu/school-enrolment", "2026-03-05", notWorkbook, ""},
	{"fgw/project-approvals", "2026-03-05", renamed, "unit_uscc"},
	{"health/birth-certificates", "2026-03-05", headerOnly, ""},

	{"hrss/contribution-payments", "2026-03-03", late, ""},
	{"health/hospital-beds", "2026-03-04", late, ""},
	{"yuexiu/service-requests", "2026-03-06", late, ""},
	{"miit/industrial-output", "2026-03-10", late, ""},
	{"nansha/port-containers", "2026-03-11", late, ""},
	{"water/quality-tests", "2026-03-12", late, ""},
	{"agri/farm-inspections", "2026-03-07", late, ""},
	{"urban/violations", "2026-03-12", late, ""},
	{"stats/price-survey", "2026-03-02", late, ""},

	{"agri/market-prices", "2026-03-04", missing, ""},
	{"agri/market-prices", "2026-03-08", missing, ""},
	{"agri/farm-inspections", "2026-03-10", missing, ""},
	{"agri/farm-inspections", "2026-03-15", missing, ""},
	{"baiyun/rental-houses", "2026-03-09", missing, ""},
	{"police/population", "2026-03-08", missing, ""},
	{"finance/micro-loans", "2026-03-13", missing, ""},
	{"haizhu/street-lights", "2026-03-10", truncated, ""},
	{"transport/taxi-trips", "2026-03-14", truncated, ""},
	{"water/quality-tests", "2026-03-08", truncated, ""},
	{"tax/invoices", "2026-03-09", truncated, ""},
	{"huangpu/investment-projects", "2026-03-11", notWorkbook, ""},
	{"hpf/withdrawals", "2026-03-12", renamed, "amount"},
	{"miit/industrial-output", "2026-03-06", renamed, "electricity"},
	{"emergency/incidents", "2026-03-08", headerOnly, ""},
	{"urban/violations", "2026-03-14", headerOnly, ""},
	{"haizhu/shop-inspections", "2026-03-13", headerOnly, ""},
	{"panyu/tourist-sites", "2026-03-04", ragged, ""},
	{"tax/registrations", "2026-03-07", ragged, ""},
	{"commerce/retail-sales", "2026-03-11", ragged, ""},
	{"agri/farm-inspections", "2026-03-13", ragged, ""},
	{"justice/legal-aid-cases", "2026-03-09", ragged, ""},
	{"yuexiu/community-residents", "2026-03-12", garbled, ""},
	{"urban/waste-collection", "2026-03-06", unmarked, ""},
	{"ecology/air-quality", "2026-03-07", stale, ""},
	{"power/meter-readings", "2026-03-13", stale, ""},
	{"gas/safety-checks", "2026-03-11", stale, ""},
	{"market/enterprises", "2026-03-06", extraColumn, ""},
	{"market/enterprises", "2026-03-13", swapped, ""},
	{"hrss/job-vacancies", "2026-03-09", extraColumn, ""},
	{"bus/departures", "2026-03-08", touched, ""},
	{"gas/safety-checks", "2026-03-05", touched, ""},
	{"bus/departures", "2026-03-12", backdated, ""},
}

func incidentOf(datasetID string, s slot) incident {
	for _, in := range incidents {
		if in.dataset == datasetID && in.slot == s.name() {
			return in
		}
	}
	return incident{}
}

// contentChanges returns the nights on which a dataset without a cycle has new
// content; the first of them is its first delivery.
func contentChanges(datasetID string) []int {
	switch datasetID {
	case "market/food-permits":
		return []int{0, 7}
	case "ecology/discharge-permits":
		return []int{0, 4, 10}
	}
	return []int{0}
}
