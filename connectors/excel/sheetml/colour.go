package sheetml

import (
	"math"
	"strconv"
)

// ink is a colour by its relative luminance (WCAG 2.2), 0 to 1; a negative one is
// unknown: of a theme, or tinted.
type ink float64

const (
	black       ink = 0
	white       ink = 1
	unknownInk  ink = -1
	leastToRead     = 1.2 // times as light, below which text is not told from its ground
)

// readInk reads the colour whose tag was read last.
func (t *tokenizer) readInk() ink {
	if tint := t.attribute("tint"); len(tint) > 0 && string(tint) != "0" {
		return unknownInk
	}
	if rgb := t.attribute("rgb"); len(rgb) == 8 {
		n, err := strconv.ParseUint(string(rgb[2:]), 16, 32)
		if err != nil {
			return unknownInk
		}
		return luminance(uint8(n>>16), uint8(n>>8), uint8(n))
	}
	switch string(t.attribute("theme")) { // the first two are the window's ground and text
	case "0":
		return white
	case "1":
		return black
	}
	switch number(t.attribute("indexed")) {
	case 0, 8, 64:
		return black
	case 1, 9, 65:
		return white
	}
	return unknownInk
}

func luminance(r, g, b uint8) ink {
	linear := func(c uint8) float64 {
		x := float64(c) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return ink(0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b))
}

// lost reports whether text of this colour is not told from a ground.
func (i ink) lost(ground ink) bool {
	if i < 0 || ground < 0 {
		return false
	}
	light, dark := max(i, ground), min(i, ground)
	return (light+0.05)/(dark+0.05) < leastToRead
}
