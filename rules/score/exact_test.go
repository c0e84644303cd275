package score_test

import (
	"math/big"

	"cdoscore/rules/score"
)

// exactMean is a weighted mean in exact arithmetic; nil is not assessed.
type exactMean struct{ sum, weight *big.Rat }

func newMean() *exactMean { return &exactMean{new(big.Rat), new(big.Rat)} }

func (m *exactMean) add(weight int, x *big.Rat) {
	if x == nil || weight == 0 {
		return
	}
	w := big.NewRat(int64(weight), 1)
	m.sum.Add(m.sum, new(big.Rat).Mul(w, x))
	m.weight.Add(m.weight, w)
}

func (m *exactMean) value() *big.Rat {
	if m.weight.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Quo(m.sum, m.weight)
}

// exactIndicator is an indicator's points of 100 with waivers on one slot.
func exactIndicator(code string, list []score.Item) *big.Rat {
	m := newMean()
	for _, i := range list {
		if i.Indicator == code && i.Evaluated > 0 {
			m.add(i.Weight, big.NewRat(100*(i.Evaluated-i.Failed+i.Exempt), i.Evaluated))
		}
	}
	return m.value()
}

// exactDataset is a dataset's points of 100 with waivers over slots.
func exactDataset(slots [][]score.Item) *big.Rat {
	dataset := newMean()
	for _, d := range model.Dimensions {
		dimension, weight := newMean(), 0
		for _, i := range d.Indicators {
			indicator := newMean()
			for _, list := range slots {
				indicator.add(1, exactIndicator(i.Code, list))
			}
			dimension.add(i.Weight, indicator.value())
			weight += i.Weight
		}
		dataset.add(weight, dimension.value())
	}
	return dataset.value()
}

// exactly reports whether points are those of exact arithmetic.
func exactly(s score.Score, want *big.Rat) bool {
	if want == nil {
		return !s.Assessed()
	}
	x, _ := want.Float64()
	return s.Assessed() && near(s.Points, x)
}
