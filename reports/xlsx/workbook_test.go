package xlsx

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"cdoscore/reports/message"
)

var (
	update = flag.Bool("update", false, "rewrite the golden files")
	keep   = flag.String("keep", "", "also write the sample workbooks into this folder, to be looked at")
)

func writeSamplesOf(t testing.TB, dir, lang string) (unit, city string) {
	t.Helper()
	unit, city = filepath.Join(dir, "unit-"+lang+".xlsx"), filepath.Join(dir, "city-"+lang+".xlsx")
	if err := WriteUnit(unit, sampleUnit(), lang); err != nil {
		t.Fatal(err)
	}
	if err := WriteCity(city, sampleCity(), lang); err != nil {
		t.Fatal(err)
	}
	return unit, city
}

func TestEqualModelsGiveEqualBytes(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	for _, lang := range message.Languages {
		unit, city := writeSamplesOf(t, first, lang)
		for range 3 {
			unitAgain, cityAgain := writeSamplesOf(t, second, lang)
			sameBytes(t, unit, unitAgain)
			sameBytes(t, city, cityAgain)
		}
	}
}

func TestKeepForLooking(t *testing.T) {
	if *keep == "" {
		t.Skip("pass -keep DIR to look at the sample workbooks")
	}
	for _, lang := range message.Languages {
		writeSamplesOf(t, *keep, lang)
	}
}

func sameBytes(t *testing.T, a, b string) {
	t.Helper()
	left, err := os.ReadFile(a)
	if err != nil {
		t.Fatal(err)
	}
	right, err := os.ReadFile(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(left, right) {
		t.Errorf("%s differs between two writes", filepath.Base(a))
	}
}
