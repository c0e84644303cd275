package workspace

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

// BenchmarkParse loads a city of 1,650 datasets, the size of a night.
func BenchmarkParse(b *testing.B) {
	a, err := txtar.ParseFile("testdata/good.txtar")
	if err != nil {
		b.Fatal(err)
	}
	files := archiveFS(a)
	for i := range 1648 {
		files[fmt.Sprintf("datasets/hrss/payments-%d.yaml", i)] = &fstest.MapFile{Data: files["datasets/hrss/contribution-payments.yaml"].Data}
	}
	deps := testDeps()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(files, deps); err != nil {
			b.Fatal(err)
		}
	}
}
