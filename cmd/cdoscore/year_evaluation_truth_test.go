package main

import (
	"bytes"
	"encoding/csv"
	"math/big"
	"slices"

	"github.com/xuri/excelize/v2"
)

// firstResult is what the first review must come to, in hundredths as a fraction: the
// mean of two, of the closest two of three, or of all three where the middle one is
// as far from both.
func (y *evaluatedYear) firstResult(unit, item string) *big.Rat {
	var who []string
	for _, r := range []string{"甲", "乙"} {
		if own := map[string]string{"甲": "yuexiu", "乙": "hrss"}[r]; own != unit {
			who = append(who, r)
		}
	}
	if len(who) < 2 {
		who = append(who, "丙")
	}
	points := func(r string) *big.Rat { x, _ := new(big.Rat).SetString(y.given(r, unit, item)); return x }
	mean := func(list ...*big.Rat) *big.Rat {
		sum := new(big.Rat)
		for _, x := range list {
			sum = add(sum, x)
		}
		x, _ := new(big.Rat).SetString(halfUp(mul(sum, rat(1, int64(len(list))))))
		return x
	}
	a, b := points(who[0]), points(who[1])
	most, _ := new(big.Rat).SetString(y.steps[item][0])
	apart := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Abs(new(big.Rat).Sub(a, b)) }
	if apart(a, b).Cmp(mul(most, rat(1, 5))) <= 0 {
		return mean(a, b)
	}
	if who[1] == "丙" || who[0] == "丙" {
		y.t.Fatalf("unit %s, item %s needs a fourth reviewer", unit, item)
	}
	list := []*big.Rat{a, b, points("丙")}
	slices.SortFunc(list, (*big.Rat).Cmp)
	switch apart(list[0], list[1]).Cmp(apart(list[1], list[2])) {
	case -1:
		return mean(list[0], list[1])
	case 1:
		return mean(list[1], list[2])
	}
	return mean(list...)
}

// expected computes every unit's points by another way: what is measured from the
// truth of the year, what is reviewed from what the reviewers gave.
func (y *evaluatedYear) expected(changed map[string]string) truth {
	var out truth
	for _, u := range y.want.units {
		x := trueUnit{ID: u.ID, tier: u.tier, rated: u.rated, Items: map[string]string{}}
		total := new(big.Rat)
		for item, points := range u.Items {
			if !y.measured(u.ID, item) {
				points = y.firstResult(u.ID, item).FloatString(2)
			}
			if given, ok := changed[u.ID+item]; ok {
				r, _ := new(big.Rat).SetString(given)
				points = r.FloatString(2)
			}
			x.Items[item] = points
			p, _ := new(big.Rat).SetString(points)
			total = add(total, p)
		}
		x.Total, x.Band = total.FloatString(2), bandOf(total)
		out.units = append(out.units, x)
	}
	out.rank()
	return out
}

// totals holds the CSV and the workbook against the JSON, and the step totals
// against sums of their own.
func (y *evaluatedYear) totals(r approvedResult) {
	lines, err := csv.NewReader(bytes.NewReader(r.csv)).ReadAll()
	if err != nil || len(lines) != 34 {
		y.t.Fatalf("%d lines, %v", len(lines), err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(r.xlsx))
	if err != nil {
		y.t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("年度结果", excelize.Options{RawCellValue: true})
	if err != nil {
		y.t.Fatal(err)
	}
	byName := map[string][]string{}
	for _, row := range rows {
		if len(row) == 14 {
			byName[row[0]] = row
		}
	}
	for i, u := range r.doc.Units {
		line := lines[i+1]
		if line[0] != u.Unit || line[4] != u.SelfTotal.String() || line[7] != u.Total.String() || line[13] != "1" {
			y.t.Errorf("line of %s: %v", u.Unit, line)
		}
		row := byName[u.Name]
		if row == nil || pointsOf(row[3]) != pointsOf(u.SelfTotal.String()) || pointsOf(row[4]) != pointsOf(u.FirstTotal.String()) || pointsOf(row[5]) != pointsOf(u.SecondTotal.String()) || pointsOf(row[6]) != pointsOf(u.Total.String()) {
			y.t.Errorf("row of %s: %v", u.Name, row)
		}
		self, first, second := y.stepTotals(u)
		if u.SelfTotal.String() != self || u.FirstTotal.String() != first || u.SecondTotal.String() != second {
			y.t.Errorf("%s: %s, %s, %s; summed here %s, %s, %s", u.Unit, u.SelfTotal, u.FirstTotal, u.SecondTotal, self, first, second)
		}
		if u.Provisional {
			y.t.Errorf("%s is provisional: %v", u.Unit, u.Open)
		}
	}
}

// stepTotals sums the steps from the truth and what the reviewers gave.
func (y *evaluatedYear) stepTotals(u annualUnit) (self, first, second string) {
	i := slices.IndexFunc(y.want.units, func(x trueUnit) bool { return x.ID == u.Unit })
	var sums [3]*big.Rat
	for k := range sums {
		sums[k] = new(big.Rat)
	}
	for item, points := range y.want.units[i].Items {
		var step [3]*big.Rat
		if y.measured(u.Unit, item) {
			p, _ := new(big.Rat).SetString(points)
			step = [3]*big.Rat{p, p, p}
		} else {
			p, _ := new(big.Rat).SetString(y.steps[item][0])
			if u.Unit == "gas" && item == "F2" {
				p = new(big.Rat)
			}
			f := y.firstResult(u.Unit, item)
			step = [3]*big.Rat{p, f, f}
		}
		switch {
		case item == "B1":
			step[0], _ = new(big.Rat).SetString("4.25")
		case item == "G1" && y.measured(u.Unit, item):
			step[0] = rat(4, 1) // the unit's own points
		case u.Unit == secondUnit && item == secondItem:
			step[2], _ = new(big.Rat).SetString(secondPoints)
		case u.Unit == objectUnit && item == objectItem:
			step[2], _ = new(big.Rat).SetString(objectPoints)
		}
		for k := range sums {
			sums[k] = add(sums[k], step[k])
		}
	}
	return sums[0].FloatString(2), sums[1].FloatString(2), sums[2].FloatString(2)
}
