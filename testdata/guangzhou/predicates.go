package guangzhou

import (
	"math/big"
	"slices"
)

// predicate says in Go what an expression of a dataset file says in SQL. It is
// false where the expression is NULL: then `when` does not apply, and `expr` fails.
type predicate func(r record) bool

// conditions are the `when` of rules, by dataset and rule.
var conditions = map[string]predicate{
	"yuexiu/service-requests closed-has-time":            valueIn("status", "已办结"),
	"haizhu/shop-inspections rectification-has-deadline": valueIn("result", "整改"),
	"haizhu/shop-inspections pass-means-sixty":           valueIn("result", "合格"),
	"huangpu/investment-projects signed-has-date":        valueNot("stage", "洽谈"),
	"nansha/port-containers small-box-weight":            func(r record) bool { return r.stands("size", "=", 20) },
	"edu/school-enrolment transfer-has-phone":            valueIn("change", "转入"),
	"police/residence-permits cancelled-has-date":        valueIn("status", "注销"),
	"justice/legal-aid-cases assigned-has-time":          valueIn("state", "已指派", "已结案"),
	"planning/land-parcels housing-term":                 valueIn("land_use", "居住"),
	"agri/farm-inspections pass-within-limit":            valueIn("result", "合格"),
	"emergency/incidents grave-has-casualties":           func(r record) bool { return r.stands("level", "=", 1) },
	"finance/micro-loans person-has-id":                  valueIn("borrower_kind", "个人"),
	"urban/violations punished-has-fine":                 valueIn("status", "处罚"),
	"gas/safety-checks hazard-has-detail":                valueNot("hazard", "无隐患"),
}

func valueIn(name string, values ...string) predicate {
	return func(r record) bool {
		v, ok := r.text(name)
		return ok && slices.Contains(values, v)
	}
}

func valueNot(name, value string) predicate {
	return func(r record) bool {
		v, ok := r.text(name)
		return ok && v != value
	}
}

// expression is an `expr` with the fields that it reads.
type expression struct {
	reads []string
	pass  predicate
}

// expressions are the `expr` of rules, by dataset and rule.
var expressions = map[string]expression{
	"yuexiu/community-residents born-before-collected": relation("birth_date", "<=", "collected_at"),
	"haizhu/shop-inspections pass-means-sixty":         {[]string{"score"}, func(r record) bool { return r.stands("score", ">=", 60) }},
	"panyu/tourist-sites entered-within-capacity":      relation("entered", "<=", "capacity"),
	"nansha/port-containers small-box-weight":          {[]string{"gross_weight"}, func(r record) bool { return r.stands("gross_weight", "<=", 30480) }},
	"justice/legal-aid-cases applied-before-assigned":  relation("applied_at", "<=", "assigned_at"),
	"hrss/contribution-payments paid-before-received":  relation("paid_on", "<=", "received_at"),
	"hrss/job-vacancies wage-order":                    relation("wage_min", "<=", "wage_max"),
	"planning/land-parcels housing-term":               {[]string{"term_years"}, func(r record) bool { return r.stands("term_years", "=", 70) }},
	"ecology/air-quality coarse-holds-fine":            relation("pm25", "<=", "pm10"),
	"ecology/discharge-permits period-in-order":        relation("valid_from", "<", "valid_to"),
	"transport/taxi-trips boarded-before-alighted":     relation("boarded_at", "<", "alighted_at"),
	"agri/farm-inspections pass-within-limit":          {[]string{"residue"}, func(r record) bool { return r.stands("residue", "<=", 2) }},
	"emergency/incidents grave-has-casualties":         {[]string{"casualties"}, func(r record) bool { return r.stands("casualties", ">=", 3) }},
	"health/hospital-beds occupied-within-beds":        relation("occupied", "<=", "beds"),
	"medins/settlements admitted-before-settled":       relation("admitted_on", "<=", "settled_at"),
	"bus/departures planned-before-departed":           relation("planned_at", "<=", "departed_at"),
	"power/meter-readings never-backwards":             relation("reading", ">=", "previous"),
	"water/quality-tests within-limit":                 relation("measured", "<=", "limit_value"),
	"health/birth-certificates weight-usual": {[]string{"weight_g"}, func(r record) bool {
		return r.stands("weight_g", ">=", 1500) && r.stands("weight_g", "<=", 5500)
	}},
	"miit/industrial-output producing-uses-power": {[]string{"output", "electricity"}, func(r record) bool {
		return r.stands("output", "=", 0) || r.stands("electricity", ">", 0)
	}},
	"agri/market-prices price-between": {[]string{"price", "price_low", "price_high"}, func(r record) bool {
		return r.compares("price", ">=", "price_low") && r.compares("price", "<=", "price_high")
	}},
	// online_sales may be missing; where it is text that is no number it is NULL too.
	"commerce/retail-sales online-within-total": {[]string{"sales"}, func(r record) bool {
		_, ok := r.number("online_sales")
		return !ok || r.compares("online_sales", "<=", "sales")
	}},
	"civil/subsistence-allowances amount-fits-members": scaled("amount", "<=", "members", "1800"),
	"stats/price-survey price-not-doubled":             scaled("price", "<=", "previous_price", "2"),
	"tax/invoices tax-within-rate":                     scaled("tax", "<=", "amount", "0.13"),
	"hpf/deposits amount-within-quarter":               scaled("amount", "<=", "base", "0.24"),
	"transport/taxi-trips fare-per-km": {[]string{"fare", "distance_km"}, numbers(func(v ...*big.Rat) bool {
		limit := new(big.Rat).Mul(v[1], big.NewRat(6, 1))
		return v[0].Cmp(limit.Add(limit, big.NewRat(12, 1))) <= 0
	}, "fare", "distance_km")},
	"medins/settlements parts-make-total": {[]string{"fund_paid", "self_paid", "total"}, numbers(func(v ...*big.Rat) bool {
		return new(big.Rat).Add(v[0], v[1]).Cmp(v[2]) == 0
	}, "fund_paid", "self_paid", "total")},
	"housing/presale-permits area-per-unit": {[]string{"area", "units"}, numbers(func(v ...*big.Rat) bool {
		if v[1].Sign() == 0 {
			return false
		}
		each := new(big.Rat).Quo(v[0], v[1])
		return each.Cmp(big.NewRat(20, 1)) >= 0 && each.Cmp(big.NewRat(1000, 1)) <= 0
	}, "area", "units")},
}

func relation(left, op, right string) expression {
	return expression{[]string{left, right}, func(r record) bool { return r.compares(left, op, right) }}
}

// scaled relates a field to another times a factor.
func scaled(left, op, right, factor string) expression {
	by, _ := new(big.Rat).SetString(factor)
	return expression{[]string{left, right}, numbers(func(v ...*big.Rat) bool {
		return holds(v[0].Cmp(new(big.Rat).Mul(v[1], by)), op)
	}, left, right)}
}

// numbers hands the values of fields to a test; NULL where one does not convert.
func numbers(test func(v ...*big.Rat) bool, names ...string) predicate {
	return func(r record) bool {
		values := make([]*big.Rat, len(names))
		for i, name := range names {
			v, ok := r.number(name)
			if !ok {
				return false
			}
			values[i] = v
		}
		return test(values...)
	}
}
