package guangzhou

import "fmt"

// economy are the departments that watch enterprises, prices and money.
func economy() []maker {
	markets, goods := grid(len(products),
		func(i int) string { return fmt.Sprintf("示例%d号市场", i+1) },
		func(i int) string { return products[i] })
	sites, items := grid(20,
		func(i int) string { return fmt.Sprintf("CJ%03d", i+1) },
		func(i int) string { return fmt.Sprintf("SP%04d", i+1) })
	sellers, categories := grid(5,
		func(i int) string { return enterprise(i * 11) },
		func(i int) string {
			return []string{"粮油食品", "服装鞋帽", "家用电器", "汽车", "日用品"}[i]
		})
	return []maker{
		{dataset: "fgw/project-approvals", rows: 100,
			columns: map[string]column{"project_name": enterpriseNames, "decided_at": sometimes(minutesAfter("accepted_at", 30, 110))},
			faults: []fault{
				set("decided_at", "2026-01-01 10:00:00", "accepted-before-decided"),
				set("division", "440183", "division.code", "division-known")}},
		{dataset: "miit/industrial-output", rows: 300,
			columns: map[string]column{"uscc": numbered(func(i int) string { return enterprise(i * 4) }), "enterprise_name": numbered(func(i int) string { return enterpriseName(i * 4) }), "electricity": sometimes(decimal(10, 9000, 1))},
			faults:  []fault{set("electricity", "0", "producing-uses-power")}},
		{dataset: "agri/farm-inspections", rows: 200,
			columns: map[string]column{"farm_name": enterpriseNames, "residue": decimal(0, 1.9, 3)},
			faults: []fault{
				set("tested_on", "2026-01-15", "sampled-before-tested"),
				{[]string{"pass-within-limit"}, func(d *draft) { d.cells["result"], d.cells["residue"] = "合格", "7.500" }}}},
		{dataset: "agri/market-prices", rows: 120,
			columns: map[string]column{"market": markets, "product": goods, "price": decimal(10, 50, 2), "price_low": share("price", 0.5, 0.9, 2), "price_high": share("price", 1.1, 1.5, 2)},
			faults:  []fault{set("price_low", "400.00", "price-between")}},
		{dataset: "commerce/retail-sales", rows: 250,
			columns: map[string]column{"uscc": sellers, "category": categories, "sales": decimal(1000, 900000, 2), "online_sales": sometimes(share("sales", 0, 0.8, 2))},
			faults:  []fault{set("online_sales", "99999999.00", "online-within-total")}},
		{dataset: "market/enterprises", rows: enterprises,
			columns: map[string]column{"uscc": numbered(enterprise), "enterprise_name": numbered(enterpriseName), "founded_on": daysBefore(1, 9000)},
			faults:  []fault{set("approved_on", "1990-01-01", "founded-before-approved")}},
		{dataset: "market/food-permits", rows: 400,
			columns: map[string]column{"granted_on": daysBefore(1, 1500)}},
		{dataset: "stats/price-survey", rows: 400,
			columns: map[string]column{"site_code": sites, "item_code": items, "price": decimal(5, 500, 2), "previous_price": share("price", 0.8, 1.2, 2)},
			faults:  []fault{set("previous_price", "0.50", "price-not-doubled")}},
		{dataset: "finance/micro-loans", rows: 300,
			columns: map[string]column{"borrower_id": where("borrower_kind", []string{"个人"}, formatColumns["resident_id"]), "rate": decimal(3, 20, 3), "due_on": daysAfter("lent_on", 30, 700)},
			faults: []fault{
				{[]string{"person-has-id"}, func(d *draft) { d.cells["borrower_kind"], d.cells["borrower_id"] = "个人", "未知" }},
				set("due_on", "2025-01-01", "lent-before-due")}},
		{dataset: "tax/registrations", rows: 500, bom: true,
			columns: map[string]column{"uscc": numbered(func(i int) string { return enterprise(i * 2) }), "taxpayer_name": numbered(func(i int) string { return enterpriseName(i * 2) })},
			faults: []fault{
				replace("taxpayer_name", numbered(func(i int) string { return enterpriseName(i*2 + 1) })),
				replace("uscc", numbered(func(i int) string { return enterprise(2*enterprises + i) }), "known-to-market")}},
		{dataset: "tax/invoices", rows: 2000, zoned: true,
			columns: map[string]column{"amount": decimal(100, 90000, 2), "tax": share("amount", 0, 0.12, 2)},
			faults:  []fault{set("tax", "900000.00", "tax-within-rate")}},
	}
}
