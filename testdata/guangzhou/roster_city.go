package guangzhou

import "fmt"

// builtCity are the departments of land, houses, streets and safety.
func builtCity() []maker {
	stations, hours := grid(24,
		func(i int) string { return fmt.Sprintf("AQ%02d", i+1) },
		func(i int) string { return fmt.Sprint(i) })
	return []maker{
		{dataset: "planning/districts", rows: len(divisions), clean: true,
			columns: map[string]column{"division": numbered(func(i int) string { return divisions[i] }), "effective_on": oneOf("2014-10-01"),
				"district_name": numbered(func(i int) string {
					return []string{"荔湾区", "越秀区", "海珠区", "天河区", "白云区", "黄埔区", "番禺区", "花都区", "南沙区", "从化区", "增城区"}[i]
				})}},
		{dataset: "planning/land-parcels", rows: 300,
			columns: map[string]column{"term_years": func(d *draft) string {
				if d.cells["land_use"] == "居住" {
					return "70"
				}
				return "50"
			}},
			faults: []fault{
				{[]string{"housing-term"}, func(d *draft) { d.cells["land_use"], d.cells["term_years"] = "居住", "40" }},
				set("division", "440184", "division.code", "division-known")}},
		{dataset: "ecology/air-quality", rows: 240,
			columns: map[string]column{"station_code": stations, "hour": hours, "pm25": whole(5, 80), "pm10": whole(80, 200), "o3": whole(10, 180), "no2": decimal(5, 90, 1)},
			faults:  []fault{set("pm25", "480", "coarse-holds-fine")}},
		{dataset: "ecology/discharge-permits", rows: 150,
			columns: map[string]column{"valid_from": daysBefore(1, 900), "valid_to": daysAfter("valid_from", 1000, 1900)},
			faults:  []fault{set("valid_to", "2015-06-01", "period-in-order")}},
		{dataset: "housing/presale-permits", rows: 60, bom: true,
			columns: map[string]column{"project_name": enterpriseNames, "units": whole(50, 800), "area": share("units", 60, 130, 2)},
			faults:  []fault{set("area", "99000000.00", "area-per-unit")}},
		{dataset: "housing/house-transactions", rows: 700,
			columns: map[string]column{"seller_id": numbered(func(i int) string { return citizen(2 * i) }), "buyer_id": numbered(func(i int) string { return citizen(2*i + 1) }), "price": decimal(500000, 9000000, 2), "area": decimal(30, 200, 2)},
			faults:  []fault{{[]string{"seller-is-not-buyer"}, func(d *draft) { d.cells["buyer_id"] = d.cells["seller_id"] }}}},
		{dataset: "transport/taxi-trips", rows: 3000,
			columns: map[string]column{"plate": func(d *draft) string { return plate(d.rng.IntN(2000)) }, "alighted_at": minutesAfter("boarded_at", 4, 70), "distance_km": decimal(5, 40, 1), "fare": share("distance_km", 3, 4, 2)},
			faults: []fault{
				set("alighted_at", "2026-02-01 08:00:00", "boarded-before-alighted"),
				{[]string{"fare-per-km"}, func(d *draft) { d.cells["distance_km"], d.cells["fare"] = "2.0", "480.00" }}}},
		{dataset: "transport/routes", rows: listedRoutes, clean: true,
			columns: map[string]column{"route_no": numbered(busRoute), "route_name": numbered(func(i int) string { return fmt.Sprintf("%d路", i+1) }), "length_km": decimal(5, 40, 1), "opened_on": daysBefore(500, 5000)}},
		{dataset: "emergency/incidents", rows: 50,
			columns: map[string]column{"level": oneOf("2", "3", "4"), "casualties": whole(0, 2)},
			faults:  []fault{{[]string{"grave-has-casualties"}, func(d *draft) { d.cells["level"], d.cells["casualties"] = "1", "0" }}}},
		{dataset: "emergency/hazard-sites", rows: 150,
			columns: map[string]column{"pressure": decimal(0.5, 6, 2), "temperature": decimal(-20, 60, 1)}},
		{dataset: "urban/waste-collection", rows: 600, parts: 2,
			columns: map[string]column{"plate": func(d *draft) string { return plate(30000 + d.rng.IntN(300)) }}},
		{dataset: "urban/violations", rows: 250,
			columns: map[string]column{"fine": where("status", []string{"处罚", "结案"}, decimal(50, 20000, 2))},
			faults:  []fault{{[]string{"punished-has-fine"}, func(d *draft) { d.cells["status"], d.cells["fine"] = "处罚", "" }}}},
	}
}

func station(i int) string { return fmt.Sprintf("MT%03d", i+1) }

const stations = 60

// utilities are the public utilities.
func utilities() []maker {
	stops, hours := grid(18, station, func(i int) string { return fmt.Sprint(6 + i) })
	plants, items := grid(25,
		func(i int) string { return []string{"东江水厂", "西江水厂", "流溪水厂", "沙湾水厂"}[i] },
		func(i int) string { return fmt.Sprintf("指标%02d", i+1) })
	return []maker{
		{dataset: "power/meter-readings", rows: 2500,
			columns: map[string]column{"previous": decimal(1000, 90000, 2), "reading": share("previous", 1.001, 1.05, 2)},
			faults:  []fault{set("reading", "1.00", "never-backwards")}},
		{dataset: "power/fleet-vehicles", rows: 80,
			columns: map[string]column{"plate": numbered(func(i int) string { return plate(60000 + i) }), "inspected_on": sometimes(daysBefore(10, 300))}},
		{dataset: "metro/ridership", rows: stations * 18, parts: 3,
			columns: map[string]column{"station_code": stops, "hour": hours, "entries": whole(0, 9000), "exits": whole(0, 9000)},
			faults:  []fault{set("station_code", "MT999", "station-known")}},
		{dataset: "metro/stations", rows: stations, clean: true,
			columns: map[string]column{"station_code": numbered(station), "station_name": numbered(func(i int) string { return fmt.Sprintf("示例%d站", i+1) }), "opened_on": daysBefore(900, 8000)}},
		{dataset: "water/meter-readings", rows: 900,
			columns: map[string]column{"previous": whole(100, 60000), "reading": share("previous", 1.01, 1.1, 0)},
			faults:  []fault{set("reading", "3", "never-backwards")}},
		{dataset: "water/quality-tests", rows: 100,
			columns: map[string]column{"plant": plants, "item": items, "measured": decimal(0, 0.9, 3), "limit_value": oneOf("1.000", "2.000")},
			faults:  []fault{set("measured", "3.500", "within-limit")}},
		{dataset: "bus/departures", rows: 1500,
			columns: map[string]column{"plate": func(d *draft) string { return plate(90000 + d.rng.IntN(900)) }, "departed_at": minutesAfter("planned_at", 0, 9), "passengers": sometimes(whole(0, 90))},
			faults: []fault{
				set("route_no", "G035", "route-listed"),
				set("departed_at", "2026-02-02 07:00:00", "planned-before-departed")}},
		{dataset: "gas/safety-checks", rows: 350,
			columns: map[string]column{"hazard_detail": where("hazard", []string{"一般隐患", "重大隐患"}, oneOf("胶管老化", "未装报警器", "通风不良"))},
			faults: []fault{
				{[]string{"hazard-has-detail"}, func(d *draft) { d.cells["hazard"], d.cells["hazard_detail"] = "重大隐患", "" }}}},
	}
}
