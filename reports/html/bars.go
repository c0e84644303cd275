package html

import (
	"math"
	"strings"

	"cdoscore/reports"
)

// The measures of charts with one line for each thing.
const (
	barsWidth  = 460
	barsLabel  = 104 // the names at the left
	barsValue  = 60  // the figures at the right
	barsPlot   = barsWidth - barsLabel - barsValue
	barsStep   = 38
	barsHeight = 18
	barsTop    = 8
)

// bars are the dimensions' scores, each with its figure, its tier's median and what
// it was before.
func (v *view) bars(dimensions []reports.DimensionLine) *chart {
	c := &chart{Kind: "sc-bars", Title: v.t("conclusion.chart"), Width: barsWidth, Height: barsTop + barsStep*float64(len(dimensions)) + 18}
	bottom := c.Height - 18
	for _, at := range []float64{0, 50, 100} {
		x := barsLabel + barsPlot*at/100
		c.line(x, barsTop, x, bottom, "sc-grid")
		c.text(x, c.Height-3, "sc-axis sc-mid", coordinate(at))
	}
	var says []string
	var previous, median bool
	for i, d := range dimensions {
		y := barsTop + barsStep*float64(i) + (barsStep-barsHeight)/2
		name, value := v.in(d.Name), v.points(d.Score)
		c.text(barsLabel-8, y+14, "sc-end", name)
		says = append(says, name+" "+value.Text)
		if !d.Score.Assessed {
			c.text(barsLabel+8, y+14, "sc-soft", value.Text)
			continue
		}
		c.rect(barsLabel, y, barsPlot*d.Score.Value/100, barsHeight, "sc-fill")
		c.text(barsWidth-2, y+14, "sc-end sc-strong", value.Text)
		c.mark(d.Previous, y, "sc-tick-previous", &previous)
		c.mark(d.PeerMedian, y, "sc-tick-median", &median)
	}
	c.Legend = append(c.Legend, legend{"box", "sc-fill", v.t("col.current")})
	if previous {
		c.Legend = append(c.Legend, legend{"tick", "sc-tick-previous", v.t("col.previous")})
	}
	if median {
		c.Legend = append(c.Legend, legend{"tick", "sc-tick-median", v.t("col.peer_median")})
	}
	c.Says = strings.Join(says, v.t("method.comma"))
	return c
}

// mark draws a score to compare with across a bar.
func (c *chart) mark(p reports.Points, y float64, class string, drawn *bool) {
	if !p.Assessed {
		return
	}
	x := barsLabel + barsPlot*p.Value/100
	c.line(x, y-5, x, y+barsHeight+5, class)
	*drawn = true
}

// waterfall leads from 100 to the unit's score by what each dimension lost: what is
// lost for good, and what can be won back. Nil where the unit is not assessed.
func (v *view) waterfall(u reports.Unit) *chart {
	if !u.Score.Assessed {
		return nil
	}
	from := max(0, math.Floor((min(u.Score.Value, 99)-1)/10)*10)
	c := &chart{Kind: "sc-fall", Title: v.t("page.waterfall", coordinate(from)), Width: barsWidth}
	at := func(points float64) float64 { return barsLabel + barsPlot*(max(points, from)-from)/(100-from) }
	y := float64(barsTop)
	step := func(name, value string, bold bool) {
		class := "sc-end"
		if bold {
			class += " sc-strong"
		}
		c.text(barsLabel-8, y+14, class, name)
		c.text(barsWidth-2, y+14, class, value)
	}
	next := func() { y += barsStep - 10 }
	left := 100.0
	c.rect(barsLabel, y, at(left)-barsLabel, barsHeight, "sc-fill-whole")
	step(v.t("page.full_marks"), reports.PointsText(100), false)
	says := []string{}
	for _, d := range u.Dimensions {
		if !d.Score.Assessed || d.Lost <= 0 {
			continue
		}
		c.line(at(left), y+barsHeight, at(left), y+barsStep-10, "sc-join")
		next()
		c.rect(at(left-d.Locked), y, at(left)-at(left-d.Locked), barsHeight, "sc-fill-locked")
		c.rect(at(left-d.Lost), y, at(left-d.Locked)-at(left-d.Lost), barsHeight, "sc-fill-open")
		left -= d.Lost
		step(v.in(d.Name), lostText(d.Lost), false)
		says = append(says, v.in(d.Name)+" "+lostText(d.Lost))
	}
	c.line(at(left), y+barsHeight, at(left), y+barsStep-10, "sc-join")
	next()
	c.rect(barsLabel, y, at(u.Score.Value)-barsLabel, barsHeight, "sc-fill")
	step(v.t("cover.score"), reports.PointsText(u.Score.Value), true)
	c.Height = y + barsHeight + 26
	for _, tick := range []float64{from, 100} {
		c.text(at(tick), c.Height-3, "sc-axis sc-mid", coordinate(tick))
	}
	c.Legend = []legend{{"box", "sc-fill-locked", v.t("page.locked")}, {"box", "sc-fill-open", v.t("col.still_recoverable")}}
	c.Says = strings.Join(append(says, v.t("cover.score")+" "+reports.PointsText(u.Score.Value)), v.t("method.comma"))
	return c
}

// lostText is a loss with its sign.
func lostText(x float64) string {
	if s := reports.PointsText(x); s != "0.00" {
		return "−" + s
	}
	return "0.00"
}

// bandBars stack how many units of each tier have which grade, with the counts on
// them. Nil where there are no units.
func (v *view) bandBars(c reports.City) *chart {
	most := 0
	counts := map[string][]int{}
	for _, tier := range c.Tiers {
		counts[tier] = c.BandCounts(tier)
		most = max(most, counts[tier][len(c.Bands)+1])
	}
	if most == 0 {
		return nil
	}
	out := &chart{Kind: "sc-bands", Title: v.t("overview.chart"), Width: barsWidth, Height: barsTop + barsStep*float64(len(c.Tiers))}
	names := v.bandNames(c)
	var says []string
	for i, tier := range c.Tiers {
		y := barsTop + barsStep*float64(i) + 6
		out.text(barsLabel-8, y+16, "sc-end", v.t("tier."+tier))
		out.text(barsWidth-2, y+16, "sc-end sc-strong", reports.CountText(int64(counts[tier][len(c.Bands)+1])))
		x := float64(barsLabel)
		for b := range names {
			n := counts[tier][b]
			if n == 0 {
				continue
			}
			w := barsPlot * float64(n) / float64(most)
			out.rect(x, y, w, 24, bandClass(b, len(c.Bands)))
			out.text(x+w/2, y+16, "sc-mid "+bandInk(b, len(c.Bands)), reports.CountText(int64(n)))
			x += w
			says = append(says, v.t("tier."+tier)+" "+names[b]+" "+reports.CountText(int64(n)))
		}
	}
	for b, name := range names {
		out.Legend = append(out.Legend, legend{"box", bandClass(b, len(c.Bands)), name})
	}
	out.Says = strings.Join(says, v.t("method.comma"))
	return out
}

// bandNames are the grades, and what stands for none.
func (v *view) bandNames(c reports.City) []string {
	var out []string
	for _, b := range c.Bands {
		out = append(out, v.in(b.Name))
	}
	return append(out, v.t("value.no_band"))
}

// bandClass goes from dark to light by grade, the lowest in the colour of warnings.
func bandClass(i, bands int) string {
	switch {
	case i == bands:
		return "sc-band-none"
	case i == bands-1 && bands > 1:
		return "sc-band-low"
	}
	return "sc-band-" + coordinate(float64(min(i, 2)))
}

func bandInk(i, bands int) string {
	if bandClass(i, bands) == "sc-band-0" {
		return "sc-on-dark"
	}
	return "sc-on-light"
}
