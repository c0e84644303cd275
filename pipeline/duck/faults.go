package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cdoscore/rules/plan"
)

// faultPage is how many row numbers are looked through at once.
const faultPage = 32768

// Fault is one failing row: the places of the failing rules in plan.Faults, in
// ascending order, and the values of all columns as received, nil being NULL.
type Fault struct {
	Row    int64
	Rules  []int
	Values []*string
}

// Faults hands every failing row to yield, by row number, until that returns an
// error. The pairs of rows and rules lie in a table of the engine, within its
// memory limit; the values are read a page at a time. The fault is valid until
// yield returns.
func (e *Engine) Faults(ctx context.Context, f plan.Faults, yield func(Fault) error) (err error) {
	if err := e.declare(ctx, f.Pairs.Types); err != nil {
		return err
	}
	// A temporary table belongs to its connection.
	c, err := e.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("select failing rows: %w", err)
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	if _, err := c.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE faults AS "+f.Pairs.SQL); err != nil {
		return fmt.Errorf("select failing rows: %w", err)
	}
	defer func() {
		// A connection that is used again must not keep it, the context ended or not.
		_, dropped := c.ExecContext(background, "DROP TABLE faults")
		err = errors.Join(err, dropped)
	}()
	for from := int64(0); ; from += faultPage {
		var next sql.NullInt64
		if err := c.QueryRowContext(ctx, fmt.Sprintf("SELECT min(_row) FROM faults WHERE _row >= %d", from)).Scan(&next); err != nil {
			return fmt.Errorf("select failing rows: %w", err)
		}
		if !next.Valid {
			return nil
		}
		from = next.Int64
		if err := page(ctx, c, f.Page("faults", from, from+faultPage), f.Columns(), yield); err != nil {
			return err
		}
	}
}

func page(ctx context.Context, c *sql.Conn, q plan.Query, columns int, yield func(Fault) error) error {
	rows, err := c.QueryContext(ctx, q.SQL)
	if err != nil {
		return fmt.Errorf("select failing rows: %w", err)
	}
	defer rows.Close()
	f := Fault{Values: make([]*string, columns)}
	var failed string
	targets := []any{&f.Row, &failed}
	for i := range f.Values {
		targets = append(targets, &f.Values[i])
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return fmt.Errorf("select failing rows: %w", err)
		}
		f.Rules = f.Rules[:0]
		for part := range strings.SplitSeq(failed, ",") {
			n, err := strconv.Atoi(part)
			if err != nil {
				return fmt.Errorf("select failing rows: %w", err)
			}
			f.Rules = append(f.Rules, n)
		}
		slices.Sort(f.Rules)
		if err := yield(f); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("select failing rows: %w", err)
	}
	return nil
}
