package csv

import (
	"testing"

	"cdoscore/connectors/connectortest"
)

func TestRealFiles(t *testing.T) {
	paths := connectortest.RealFiles(t, []string{"csv", "ncov-daily-cn", "dotgov-domains", "china-division"}, ".csv", ".tsv", ".txt", ".gz", ".xls", ".xlsx", ".zst")
	connectortest.ReadOrRefuse(t, Type(), nil, paths)
}
