package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestAuditChain records, verifies, and then changes the database by hand in each
// way that the chain must show.
func TestAuditChain(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct{ tamper, want string }{
		"untouched":        {"", ""},
		"changed detail":   {`UPDATE audit SET detail = 'nothing' WHERE seq = 2`, "record 2 ("},
		"removed record":   {`DELETE FROM audit WHERE seq = 2`, "record 3 follows record 1"},
		"exchanged fields": {`UPDATE audit SET actor = 'b1', unit = '' WHERE seq = 2`, "record 2 ("},
		"first removed":    {`DELETE FROM audit WHERE seq = 1`, "record 2 follows record 0"},
	} {
		t.Run(name, func(t *testing.T) {
			at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
			l, err := Open(ctx, t.TempDir(), at)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			for i := range 3 {
				if err := l.Audit(ctx, AuditRecord{At: at.Add(time.Duration(i)), Actor: "b", Unit: "1", Action: "upload.confirm", Object: fmt.Sprint(i)}); err != nil {
					t.Fatal(err)
				}
			}
			if c.tamper != "" {
				if _, err := l.write.Exec(c.tamper); err == nil {
					t.Fatal("the database let a record be changed")
				}
				if _, err := l.write.Exec(`DROP TRIGGER audit_fixed; DROP TRIGGER audit_kept;` + c.tamper); err != nil {
					t.Fatal(err)
				}
			}
			last, err := l.VerifyAudit(ctx)
			switch {
			case c.want == "" && (err != nil || last.Seq != 3):
				t.Fatalf("record %d, %v", last.Seq, err)
			case c.want != "" && (!errors.Is(err, ErrAuditBroken) || !strings.Contains(err.Error(), c.want)):
				t.Fatalf("error %v, want %q", err, c.want)
			}
		})
	}
}
