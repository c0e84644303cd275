package sheetml

import (
	"math"
	"testing"
)

// TestLuminance holds contrasts against published ones: of #777777 on white 4.48, of
// black on white 21.
func TestLuminance(t *testing.T) {
	contrast := func(r, g, b uint8) float64 { return 1.05 / (float64(luminance(r, g, b)) + 0.05) }
	for _, c := range []struct {
		r, g, b uint8
		want    float64
	}{{0, 0, 0, 21}, {255, 255, 255, 1}, {0x77, 0x77, 0x77, 4.48}, {0xff, 0, 0, 4.00}, {0, 0, 0xff, 8.59}} {
		if got := contrast(c.r, c.g, c.b); math.Abs(got-c.want) > 0.005 {
			t.Errorf("#%02x%02x%02x on white: %.3f, want %.2f", c.r, c.g, c.b, got, c.want)
		}
	}
}

func TestLostText(t *testing.T) {
	for _, c := range []struct {
		text, ground ink
		want         bool
	}{
		{white, white, true}, {black, black, true}, {black, white, false},
		{luminance(0xf0, 0xf0, 0xf0), white, true},  // 1.14
		{luminance(0xd0, 0xd0, 0xd0), white, false}, // 1.54
		{unknownInk, white, false}, {black, unknownInk, false},
	} {
		if got := c.text.lost(c.ground); got != c.want {
			t.Errorf("text %.3f on %.3f: %v", c.text, c.ground, got)
		}
	}
}
