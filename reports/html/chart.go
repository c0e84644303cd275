package html

import "strconv"

// chart is one inline SVG. Its colours come from the stylesheet by class; every
// figure that it draws also stands in it, or beside it, as text.
type chart struct {
	Kind, Title   string
	Says          string // the same in words, for readers who do not see it
	Width, Height float64
	Shapes        []shape
	Legend        []legend
}

// shape is one element: a rect, line, text, dot (W its radius) or path.
type shape struct {
	Form               string
	X, Y, W, H, X2, Y2 float64
	Class, Text        string
	Points             []point
}

type point struct{ X, Y float64 }

// legend names what a class stands for: a box, a line or a tick.
type legend struct{ Form, Class, Text string }

// coordinate writes a place of a drawing, the same on every machine.
func coordinate(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// grid rounds a place to a tenth of a unit.
func grid(x float64) float64 {
	s, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 1, 64), 64)
	return s
}

func (c *chart) rect(x, y, w, h float64, class string) {
	c.Shapes = append(c.Shapes, shape{Form: "rect", X: grid(x), Y: grid(y), W: grid(max(0, w)), H: grid(h), Class: class})
}

func (c *chart) line(x, y, x2, y2 float64, class string) {
	c.Shapes = append(c.Shapes, shape{Form: "line", X: grid(x), Y: grid(y), X2: grid(x2), Y2: grid(y2), Class: class})
}

func (c *chart) text(x, y float64, class, s string) {
	c.Shapes = append(c.Shapes, shape{Form: "text", X: grid(x), Y: grid(y), Class: class, Text: s})
}

func (c *chart) dot(x, y, radius float64, class string) {
	c.Shapes = append(c.Shapes, shape{Form: "dot", X: grid(x), Y: grid(y), W: radius, Class: class})
}

func (c *chart) path(points []point, class string) {
	c.Shapes = append(c.Shapes, shape{Form: "path", Points: points, Class: class})
}
