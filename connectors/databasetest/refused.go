//go:build linux

package databasetest

import (
	"strings"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

// Read reads a source to its end.
func Read(typ connectors.Type, v connectors.Values, r connectors.Request) ([]connectortest.Row, error) {
	e, err := connectortest.TryOpen(typ, v, r)
	if err != nil {
		return nil, err
	}
	rows, _, err := connectortest.ReadAll(e)
	return rows, err
}

// Refused reads a source that must fail for a reason: on one line, and as a fault
// of the source.
func Refused(t *testing.T, typ connectors.Type, v connectors.Values, r connectors.Request, key string) *connectors.Error {
	t.Helper()
	_, err := Read(typ, v, r)
	failure := connectortest.AsError(t, err)
	if failure.Reason.Key != key || failure.Class != connectors.SourceFault || strings.Contains(failure.Error(), "\n") {
		t.Errorf("class %d, %s: %v; want %s", failure.Class, failure.Reason.Key, failure, key)
	}
	return failure
}
