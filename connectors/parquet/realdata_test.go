package parquet

import (
	"testing"

	"cdoscore/connectors/connectortest"
)

func TestRealFiles(t *testing.T) {
	paths := connectortest.RealFiles(t, []string{"parquet"}, ".parquet")
	connectortest.ReadOrRefuse(t, Type(), nil, paths)
}
