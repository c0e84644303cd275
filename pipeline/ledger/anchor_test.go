package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAnchor cuts off the end of a trail, and writes a trail anew: the chain holds
// in both, the anchor does not, and is not overwritten.
func TestAnchor(t *testing.T) {
	ctx := context.Background()
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	const cut = `DROP TRIGGER audit_fixed; DROP TRIGGER audit_kept; DELETE FROM audit WHERE seq > 1;`
	for name, c := range map[string]struct {
		tamper string
		again  bool // records are added after
		want   string
	}{
		"untouched":         {"", true, ""},
		"end cut off":       {cut, false, "knows record 3 of 2026-03-02T08:00:00Z"},
		"written over anew": {cut, true, "record 3 is not the one"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			record := func(objects ...string) {
				l, err := Open(ctx, dir, at)
				if err != nil {
					t.Fatal(err)
				}
				defer l.Close()
				for _, o := range objects {
					if err := l.Audit(ctx, AuditRecord{At: at, Actor: "b", Action: "upload.confirm", Object: o}); err != nil {
						t.Fatal(err)
					}
				}
			}
			record("1", "2", "3")
			anchor, err := ReadAnchor(filepath.Join(dir, AnchorFile))
			if err != nil || anchor.Seq != 3 || !anchor.At.Equal(at) {
				t.Fatalf("%+v, %v", anchor, err)
			}
			l, err := Open(ctx, dir, at)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if _, err := l.write.Exec(c.tamper); err != nil {
				t.Fatal(err)
			}
			if c.again {
				record("4", "5", "6")
			}
			last, err := l.VerifyAudit(ctx)
			if err != nil {
				t.Fatalf("the chain to record %d: %v", last.Seq, err)
			}
			err = l.VerifyAnchor(ctx, anchor)
			if c.want == "" {
				if now, _ := ReadAnchor(filepath.Join(dir, AnchorFile)); err != nil || now.Seq != 6 || now.Hash != last.Hash {
					t.Errorf("%+v, %v", now, err)
				}
				return
			}
			if !errors.Is(err, ErrAuditBroken) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if _, err := l.AnchorAudit(ctx); !errors.Is(err, ErrAuditBroken) {
				t.Errorf("the anchor was written over: %v", err)
			}
			if kept, err := ReadAnchor(filepath.Join(dir, AnchorFile)); err != nil || kept != anchor {
				t.Errorf("%+v, %v", kept, err)
			}
		})
	}
	bad := filepath.Join(t.TempDir(), "bad")
	if err := os.WriteFile(bad, []byte("{}x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadAnchor(bad); err == nil || !strings.Contains(err.Error(), "is no anchor file") {
		t.Errorf("%v", err)
	}
}
