package kinds

import (
	"fmt"
	"math/big"
	"slices"

	"cdoscore/rules"
)

// Outlier fails where a number lies far from the median of its column.
func Outlier() *rules.Kind {
	return &rules.Kind{
		Name: "outlier", Scope: rules.FiguresScope, Indicator: "0301", Shadow: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "离群值", ZhHant: "離群值", En: "Outlier"},
			Counts:  rules.Text{ZhHans: "与中位数之差超过绝对中位差（MAD）的 mads 倍即不合格；不能转换的值也不合格。默认只提示、不计分。", ZhHant: "與中位數之差超過絕對中位差（MAD）的 mads 倍即不合格；不能轉換的值也不合格。預設只提示、不計分。", En: "Fails where the distance from the median is more than `mads` times the median of all distances (MAD), or the value does not convert. Median and MAD are lower middle values, exact. Shown without points unless shadow: false."},
			Over:    rules.Text{ZhHans: "有值的记录；绝对中位差为 0（过半取值相同）时不评定。", ZhHant: "有值的記錄；絕對中位差為 0（過半取值相同）時不評定。", En: "Rows with a value; nothing where the MAD is 0, as where more than half of the values are equal."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				fieldOption,
				{Name: "mads", Type: "number", Default: "5", Text: rules.Text{ZhHans: "允许的倍数（整数）", ZhHant: "允許的倍數（整數）", En: "how many MADs are allowed, a whole number"}},
			},
			Clause:  "GB/T 36344-2018 0301, content; Iglewicz and Hoaglin 1993 (their 3.5 is 5.2 MADs)",
			Example: "- {outlier: {field: amount, mads: 6}}",
		},
		Parse: func(c *rules.Context) rules.Check {
			r := reader(c, "outlier")
			f, ok := onField(c, r)
			mads := r.Int("mads", 5, 1)
			r.Finish()
			switch {
			case !ok:
				return nil
			case !f.Type.IsNumeric():
				c.Diags.Addf(c.Node.Pos, "outlier: field %q has no numeric type: declare one, as in type: integer", f.Name)
				return nil
			case mads > 1000:
				c.Diags.Addf(c.Node.Pos, "outlier: mads must be at most 1000, found %d", mads)
				return nil
			}
			return outlier{single{f.Name}, f.Type.Scale, mads}
		},
	}
}

type outlier struct {
	single
	scale int
	mads  int64
}

func (k outlier) Canonical() string { return canonical("outlier", k.field, k.mads) }

// whole is the value as a whole number at the field's scale, so that nothing is
// rounded; NULL where it does not convert or is too great for 128 bits.
func (k outlier) whole(b rules.Builder) string {
	y := b.Typed(k.field)
	if k.scale > 0 {
		return b.Let(fmt.Sprintf("TRY_CAST(replace(CAST(%s AS VARCHAR), '.', '') AS HUGEINT)", y))
	}
	return b.Let(fmt.Sprintf("CAST(%s AS HUGEINT)", y))
}

// farthest is the greatest distance that 128 bits hold; one beyond it counts as it.
var farthest = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 127), big.NewInt(1))

// away is the distance from the median, in the units of whole; NULL where that is.
func (k outlier) away(b rules.Builder) string {
	x := k.whole(b)
	return fmt.Sprintf("CASE WHEN %[1]s IS NOT NULL THEN coalesce(TRY(abs(%[1]s - s0)), CAST('%[2]s' AS HUGEINT)) END", x, farthest)
}

func (k outlier) Figures(b rules.Builder) []string {
	return []string{
		fmt.Sprintf("quantile_disc(%s, 0.5)", k.whole(b)),
		fmt.Sprintf("quantile_disc(%s, 0.5)", k.away(b)),
	}
}

func (k outlier) Judged() string { return "s1 > 0" }

// Pass: d > k·m is d − 1 ≥ k·m, and so (d − 1) // k ≥ m, which cannot overflow.
func (k outlier) Pass(b rules.Builder) string {
	return fmt.Sprintf("(%s - 1) // %d < s1", k.away(b), k.mads)
}

func (k outlier) Hold(rows []rules.Values) []bool {
	var values []*big.Rat
	for _, v := range rows {
		if x, ok := v.Typed(k.field).(*big.Rat); ok {
			values = append(values, x)
		}
	}
	if len(values) == 0 {
		return nil
	}
	median := lowerMiddle(values)
	distances := make([]*big.Rat, len(values))
	for i, x := range values {
		distances[i] = k.distance(x, median)
	}
	mad := lowerMiddle(distances)
	if mad.Sign() == 0 {
		return nil
	}
	limit := new(big.Rat).Mul(mad, new(big.Rat).SetInt64(k.mads))
	out := make([]bool, len(rows))
	for i, v := range rows {
		x, ok := v.Typed(k.field).(*big.Rat)
		out[i] = ok && k.distance(x, median).Cmp(limit) <= 0
	}
	return out
}

// distance is how far two values lie apart, at most the farthest.
func (k outlier) distance(a, b *big.Rat) *big.Rat {
	d, most := distance(a, b), new(big.Rat).SetFrac(farthest, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(k.scale)), nil))
	if d.Cmp(most) > 0 {
		return most
	}
	return d
}

func distance(a, b *big.Rat) *big.Rat {
	d := new(big.Rat).Sub(a, b)
	return d.Abs(d)
}

func lowerMiddle(values []*big.Rat) *big.Rat {
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, func(a, b *big.Rat) int { return a.Cmp(b) })
	return sorted[(len(sorted)-1)/2]
}
