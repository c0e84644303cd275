package duck_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdoscore/rules/plan"
)

// TestSandbox runs statements that no plan holds: whatever got past the checks
// of expressions must still find the door shut.
func TestSandbox(t *testing.T) {
	inside, outside := t.TempDir(), t.TempDir()
	x := extract{columns: []string{"a"}, rows: [][]cell{{val("1")}}, numbers: []int64{1}}
	allowed, _ := x.write(t, inside)
	closed, _ := x.write(t, outside)
	csv := filepath.Join(outside, "secret.csv")
	if err := os.WriteFile(csv, []byte("1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(inside, "..", filepath.Base(outside), "extract.parquet")
	e := engineFor(t, inside, 1)
	rows := func(sql string) error {
		_, err := e.Rows(context.Background(), plan.Query{SQL: sql})
		return err
	}
	if err := rows("SELECT _row FROM read_parquet('" + allowed + "')"); err != nil {
		t.Fatalf("the allowed folder is shut too: %v", err)
	}
	tests := []struct{ name, sql string }{
		{"Parquet outside", "SELECT _row FROM read_parquet('" + closed + "')"},
		{"Parquet outside by a path through the parent", "SELECT _row FROM read_parquet('" + link + "')"},
		{"glob outside", "SELECT _row FROM read_parquet('" + outside + "/*.parquet')"},
		{"CSV outside", "SELECT 1 FROM read_csv('" + csv + "')"},
		{"text outside", "SELECT 1 FROM read_text('/etc/passwd')"},
		{"file name as a table", "SELECT 1 FROM '" + closed + "'"},
		{"network", "SELECT 1 FROM read_parquet('http://127.0.0.1:1/x.parquet')"},
		{"copy out", "COPY (SELECT 1) TO '" + filepath.Join(outside, "out.csv") + "'"},
		{"export", "EXPORT DATABASE '" + filepath.Join(outside, "dump") + "'"},
		{"attach", "ATTACH '" + filepath.Join(outside, "x.db") + "' AS x"},
		{"install", "INSTALL httpfs"},
		{"load", "LOAD httpfs"},
		{"open the door", "SET enable_external_access = true"},
		{"another folder", "SET allowed_directories = ['/']"},
		{"unlock", "SET lock_configuration = false"},
		{"another zone", "SET GLOBAL TimeZone = 'UTC'"},
		{"secret", "CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := rows(tt.sql); err == nil {
				t.Errorf("%s was not refused", tt.sql)
			}
		})
	}
	left, err := os.ReadDir(outside)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 2 {
		t.Errorf("the folder outside holds %d files, want the two that were there", len(left))
	}
}

// TestSharedTermsOfTwoRulesMayOverflow would fail the whole query if the engine
// lifted what two expressions have in common out of their TRY.
func TestSharedTermsOfTwoRulesMayOverflow(t *testing.T) {
	dir := t.TempDir()
	big := "1" + strings.Repeat("0", 38)
	x := extract{columns: []string{"n"}, rows: [][]cell{{val(big)}, {val("2")}, {val("3")}, {val("x")}, {nil}}, numbers: []int64{1, 2, 3, 4, 5}}
	path, columns := x.write(t, dir)
	e := engineFor(t, dir, 1)
	in := inputOf(t, e, path, columns, integerField("n"), "n * n > 4", "n * n < 5")
	answer, err := e.Run(context.Background(), plan.Build(in))
	if err != nil {
		t.Fatal(err)
	}
	got, _ := plan.Build(in).Outcomes(answer)
	for id, failed := range map[string]int64{"n * n > 4": 3, "n * n < 5": 3} {
		if o := got[id]; o.Evaluated != 4 || o.Failed != failed {
			t.Errorf("%s: evaluated %d, failed %d, want 4 and %d", id, o.Evaluated, o.Failed, failed)
		}
	}
}
