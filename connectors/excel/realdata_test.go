package excel

import (
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

func TestRealFiles(t *testing.T) {
	paths := connectortest.RealFiles(t, []string{"xlsx"}, ".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".ods")
	connectortest.ReadOrRefuse(t, Type(), nil, paths)
}

// TestRealEncryptedFiles opens workbooks that Excel itself encrypted, by the
// passwords of the projects that they come from.
func TestRealEncryptedFiles(t *testing.T) {
	passwords := []string{"password", "123"}
	opened := 0
	for _, path := range connectortest.RealFiles(t, []string{"xlsx"}, ".xlsx") {
		_, _, err := connectortest.ReadFile(Type(), connectors.Values{}, path)
		if failure, ok := err.(*connectors.Error); !ok || failure.Reason.Key != "excel.encrypted" {
			continue
		}
		for _, password := range passwords {
			rows, info, err := connectortest.ReadFile(Type(), connectors.Values{"password": {password}}, path)
			if err == nil {
				opened++
				t.Logf("%s: %d rows and %d rejected", path, len(rows), len(info.Rejected))
			}
		}
	}
	if opened != 4 {
		t.Errorf("%d encrypted workbooks opened, there are 4", opened)
	}
}
