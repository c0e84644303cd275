package excel

import (
	"testing"

	"cdoscore/connectors/connectortest"
)

func TestRealFiles(t *testing.T) {
	paths := connectortest.RealFiles(t, []string{"xlsx"}, ".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".ods")
	connectortest.ReadOrRefuse(t, Type(), nil, paths)
}
