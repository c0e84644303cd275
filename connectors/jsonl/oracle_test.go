package jsonl

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

// FuzzDocument feeds anything. What encoding/json takes for an array as a whole is
// read with as many records as it has elements; everything else is refused.
func FuzzDocument(f *testing.F) {
	for _, seed := range []string{`[]`, `[{"a":1},{"b":[2]}]`, ` [ 1 , {} , "x" ] `, `[{"a":1},]`, `[{"a":1}`, `{"a":[]}`, `[] []`, `[{"a":"\ud800"}]`, "[\"\xff\"]", `[{"a":1e999}]`, "\ufeff[{}]", ``, `nul`} {
		f.Add([]byte(seed))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(filepath.Join(dir, "x.json"), text, 0o600); err != nil {
			t.Fatal(err)
		}
		var elements []json.RawMessage
		isArray := json.Unmarshal(text, &elements) == nil && elements != nil
		var rows []connectortest.Row
		var info connectors.Info
		e, err := connectortest.TryOpen(DocumentType(), connectors.Values{"path": {"x.json"}, "compression": {"none"}}, connectors.Request{Dir: dir})
		if err == nil {
			rows, info, err = connectortest.ReadAll(e)
		}
		var failure *connectors.Error
		switch {
		case err != nil && !errors.As(err, &failure):
			t.Errorf("%v", err)
		case isArray && err != nil:
			t.Errorf("an array of %d elements is refused: %v", len(elements), err)
		case isArray && (info.Physical != int64(len(elements)) || len(rows)+len(info.Rejected) != len(elements)):
			t.Errorf("%d rows and %d rejections of %d elements", len(rows), len(info.Rejected), len(elements))
		case !isArray && err == nil && len(text) > 2 && string(text[:3]) != "\ufeff":
			t.Errorf("%q is read as %v", text, rows)
		}
	})
}
