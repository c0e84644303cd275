package csv

import (
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

func TestSeveralFilesAreOneExtract(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "p2.csv", "a,b\n3,4\n5\n")
	write(t, dir, "p1.csv", "a,b\n1,2\nx\n")
	write(t, dir, "p3.csv.gz", gzipped(t, "a,b\n6,7\n"))
	rows, info, err := connectortest.ReadAll(connectortest.Open(t, Type(), connectors.Values{"path": {"p*"}}, connectors.Request{Dir: dir}))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []connectortest.Row{{Number: 1, Cells: []string{"1", "2"}}, {Number: 3, Cells: []string{"3", "4"}}, {Number: 5, Cells: []string{"6", "7"}}} {
		if rows[i].Number != want.Number || rows[i].Cells[0] != want.Cells[0] {
			t.Errorf("row %v, want %v", rows[i], want)
		}
	}
	if info.Physical != 5 || info.Rejected[0].Where != "p1.csv, line 3" || info.Rejected[1].Where != "p2.csv, line 3" || info.Rejected[1].Row != 4 {
		t.Errorf("%+v", info)
	}
}

func TestFilesWithOtherHeadersAreRefused(t *testing.T) {
	for key, second := range map[string]string{"source.header_differs": "a,c\n1,2\n", "source.columns_differ": "a,b,c\n1,2,3\n", "csv.no_header": ""} {
		t.Run(key, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "1.csv", "a,b\n1,2\n")
			write(t, dir, "2.csv", second)
			_, _, err := connectortest.ReadAll(connectortest.Open(t, Type(), connectors.Values{"path": {"*.csv"}}, connectors.Request{Dir: dir}))
			if failure := connectortest.AsError(t, err); failure.Reason.Key != key || failure.Class != connectors.Unreadable {
				t.Errorf("%s: %v", failure.Reason.Key, failure)
			}
		})
	}
}
