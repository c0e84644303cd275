package kinds

import (
	"math/big"
	"slices"
	"strconv"

	"cdoscore/rules"
)

// VolumeChange fails where an extract has far more or fewer rows than those before.
func VolumeChange() *rules.Kind {
	return &rules.Kind{
		Name: "volume_change", Scope: rules.DatasetScope, Indicator: "0105", Shadow: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "数据量突变", ZhHant: "數據量突變", En: "Volume change"},
			Counts:  rules.Text{ZhHans: "记录数与前几期中位数之差超过允许比例即不合格。默认只提示、不计分。", ZhHant: "記錄數與前幾期中位數之差超過允許比例即不合格。預設只提示、不計分。", En: "Fails where the rows differ from the median of the last good extracts by more than `tolerance` of it. Shown without points unless shadow: false."},
			Over:    rules.Text{ZhHans: "本期数据一次；前期不足 least 期时不评定。", ZhHant: "本期數據一次；前期不足 least 期時不評定。", En: "The extract, once; nothing with fewer than `least` earlier ones."},
			Missing: rules.Text{ZhHans: "不涉及。", ZhHant: "不涉及。", En: "Not concerned."},
			Options: []rules.Option{
				{Name: "tolerance", Type: "number", Default: "0.5", Text: rules.Text{ZhHans: "允许偏离中位数的比例", ZhHant: "允許偏離中位數的比例", En: "the share of the median by which the rows may differ"}},
				{Name: "slots", Type: "number", Default: "7", Text: rules.Text{ZhHans: "取中位数的期数", ZhHant: "取中位數的期數", En: "how many earlier extracts the median is taken of"}},
				{Name: "least", Type: "number", Default: "3", Text: rules.Text{ZhHans: "至少需要的期数", ZhHant: "至少需要的期數", En: "how many there must be at least"}},
			},
			Clause:  "GB/T 36344-2018 0105; an indication of authenticity only",
			Example: "- {volume_change: {tolerance: 0.3}}",
		},
		Parse: func(c *rules.Context) rules.Check {
			k := volumeChange{tolerance: "0.5", slots: 7, least: 3}
			if c.Node.Type != rules.Map {
				return noOptions(c, "volume_change", k)
			}
			r := reader(c, "volume_change")
			k.slots, k.least = int(r.Int("slots", 7, 1)), int(r.Int("least", 3, 1))
			ok := true
			if n := r.Get("tolerance"); n != nil {
				k.tolerance = n.Text
				if x := number(n.Text); x == nil || x.Sign() <= 0 {
					c.Diags.Addf(n.Pos, "volume_change: \"tolerance\" must be a share above 0 such as 0.5, found %q", n.Text)
					ok = false
				}
			}
			r.Finish()
			if k.least > k.slots || k.slots > 366 {
				c.Diags.Addf(c.Node.Pos, "volume_change: \"least\" must be at most \"slots\", and that at most 366")
				ok = false
			}
			if !ok {
				return nil
			}
			return k
		},
	}
}

type volumeChange struct {
	tolerance    string
	slots, least int
}

func (volumeChange) Reads() []string { return nil }
func (k volumeChange) Canonical() string {
	return canonical("volume_change", k.tolerance, k.slots, k.least)
}
func (k volumeChange) Slots() int { return k.slots }

func (k volumeChange) Judge(f rules.Facts) rules.Outcome {
	earlier := f.Earlier[:min(len(f.Earlier), k.slots)]
	if !f.Arrived || len(earlier) < k.least {
		return rules.Outcome{Total: f.Rows, Note: rules.Note{Key: "reason.nothing_earlier"}}
	}
	rows := make([]int64, len(earlier))
	for i, e := range earlier {
		rows[i] = e.Rows
	}
	slices.Sort(rows)
	median := new(big.Rat).SetFrac64(rows[(len(rows)-1)/2]+rows[len(rows)/2], 2)
	limit := new(big.Rat).Mul(median, number(k.tolerance))
	if distance(new(big.Rat).SetInt64(f.Rows), median).Cmp(limit) <= 0 {
		return rules.Judgement(f, 1000, rules.Note{})
	}
	return rules.Judgement(f, 0, rules.Note{Key: "reason.volume_change", Args: []string{strconv.FormatInt(f.Rows, 10), median.FloatString(1)}})
}
