package guangzhou

import "fmt"

const registered = 1500 // citizens on the population register

func school(i int) string { return fmt.Sprintf("31%08d", 44010000+i) }

const schools = 60

// people are the departments that keep records of persons.
func people() []maker {
	hospitals, wards := grid(5,
		func(i int) string { return fmt.Sprintf("H%04d", i+1) },
		func(i int) string { return []string{"内科", "外科", "妇产科", "儿科", "急诊"}[i] })
	return []maker{
		{dataset: "edu/school-enrolment", rows: 300,
			columns: map[string]column{"sex": sexOf("id_no"), "school_code": func(d *draft) string { return school(d.rng.IntN(schools)) },
				"changed_on":     daysBefore(0, 3),
				"guardian_phone": where("change", []string{"转入", "复学"}, formatColumns["mobile_cn"])},
			faults: []fault{
				set("school_code", "3199999999", "school-known"),
				{[]string{"transfer-has-phone"}, func(d *draft) { d.cells["change"], d.cells["guardian_phone"] = "转入", "暂无" }}}},
		{dataset: "edu/schools", rows: schools, clean: true,
			columns: map[string]column{"school_code": numbered(school), "school_name": numbered(func(i int) string { return fmt.Sprintf("广州示例第%d学校", i+1) })}},
		{dataset: "police/population", rows: registered,
			columns: map[string]column{"id_no": numbered(citizen), "name": personOf("id_no"), "sex": sexOf("id_no"), "birth_date": birthOf("id_no")},
			faults:  []fault{set("birth_date", "2026-11-11", "birth_date.range", "born-before-updated")}},
		{dataset: "police/residence-permits", rows: 600,
			columns: map[string]column{"expires_on": daysAfter("issued_on", 180, 365), "cancelled_on": where("status", []string{"注销"}, daysBefore(0, 0))},
			faults: []fault{
				set("expires_on", "2019-01-01", "issued-before-expiry"),
				{[]string{"cancelled-has-date"}, func(d *draft) { d.cells["status"], d.cells["cancelled_on"] = "注销", "" }}}},
		{dataset: "civil/marriage-registrations", rows: 150,
			columns: map[string]column{"male_id": numbered(func(i int) string { return citizen(2*i + 1) }), "female_id": numbered(func(i int) string { return citizen(2 * i) }),
				"office": oneOf("示例一区婚姻登记处", "示例二区婚姻登记处")},
			faults: []fault{{[]string{"two-persons"}, func(d *draft) { d.cells["male_id"] = d.cells["female_id"] }}}},
		{dataset: "civil/subsistence-allowances", rows: 300,
			columns: map[string]column{"members": whole(1, 6), "amount": share("members", 800, 1500, 2)},
			faults:  []fault{{[]string{"amount-fits-members"}, func(d *draft) { d.cells["members"], d.cells["amount"] = "1", "9000.00" }}}},
		{dataset: "justice/legal-aid-cases", rows: 80,
			columns: map[string]column{"assigned_at": where("state", []string{"已指派", "已结案"}, minutesAfter("applied_at", 5, 100))},
			faults: []fault{
				{[]string{"assigned-has-time"}, func(d *draft) { d.cells["state"], d.cells["assigned_at"] = "已指派", "" }},
				set("assigned_at", "2026-01-05 10:00:00", "applied-before-assigned")}},
		{dataset: "hrss/contribution-payments", rows: 1200,
			columns: map[string]column{"name": personOf("id_no"), "base": decimal(2500, 30000, 2), "amount": share("base", 0.05, 0.16, 2), "received_at": sometimes(atDay(8, 20))},
			faults: []fault{
				change("name", otherName),
				set("received_at", "2026-02-20 09:30:00", "paid-before-received"),
				set("amount", "9999999.00", "amount-within-base")}},
		{dataset: "hrss/job-vacancies", rows: 300,
			columns: map[string]column{"title_text": oneOf("示例会计", "示例焊工", "示例护士", "示例司机"), "headcount": whole(1, 60), "wage_min": whole(2500, 6000), "wage_max": whole(6000, 20000)},
			faults:  []fault{set("wage_max", "2400", "wage-order")}},
		{dataset: "health/hospital-beds", rows: 200,
			columns: map[string]column{"hospital_code": hospitals, "department": wards, "beds": whole(40, 200), "occupied": share("beds", 0.3, 0.98, 0),
				"icu_beds": whole(5, 30), "icu_occupied": share("icu_beds", 0.1, 0.9, 0)},
			faults: []fault{set("occupied", "2999", "occupied-within-beds"), set("icu_occupied", "250", "icu-within-beds")}},
		{dataset: "health/birth-certificates", rows: 120,
			columns: map[string]column{"weight_g": whole(2300, 4200), "mother_id": numbered(func(i int) string { return citizen(i * 4 % registered) })},
			faults: []fault{
				set("weight_g", "900", "weight-usual"),
				replace("mother_id", numbered(func(i int) string { return citizen(registered + 2*i) }), "mother-registered")}},
		{dataset: "medins/settlements", rows: 1500, columns: map[string]column{
			"hospital_code": func(d *draft) string { return fmt.Sprintf("H%04d", 1+d.rng.IntN(40)) },
			"self_paid":     whole(10, 3000), "fund_paid": whole(10, 9000), "admitted_on": sometimes(daysBefore(0, 20)),
			"total": sumOf("fund_paid", "self_paid")},
			faults: []fault{
				{[]string{"parts-make-total"}, func(d *draft) { d.cells["total"] = "12.34" }},
				set("admitted_on", "2026-08-01", "admitted-before-settled")}},
		{dataset: "hpf/deposits", rows: 500,
			columns: map[string]column{"base": decimal(2500, 30000, 2), "amount": share("base", 0.05, 0.2, 2)},
			faults:  []fault{set("amount", "39999.00", "amount-within-quarter")}},
		{dataset: "hpf/withdrawals", rows: 200,
			columns: map[string]column{"paid_on": sometimes(daysAfter("applied_on", 0, 0)), "amount": decimal(500, 90000, 2)},
			faults:  []fault{set("paid_on", "2025-12-30", "applied-before-paid")}},
	}
}
