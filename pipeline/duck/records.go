package duck

import (
	"context"
	"fmt"

	"cdoscore/rules/plan"
)

// Records runs a query of which every column is a text or NULL.
func (e *Engine) Records(ctx context.Context, q plan.Query) ([][]*string, error) {
	if err := e.declare(ctx, q.Types); err != nil {
		return nil, err
	}
	rows, err := e.db.QueryContext(ctx, q.SQL)
	if err != nil {
		return nil, fmt.Errorf("profile in DuckDB: %w", err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, fmt.Errorf("profile in DuckDB: %w", err)
	}
	var out [][]*string
	for rows.Next() {
		record := make([]*string, len(columns))
		targets := make([]any, len(columns))
		for i := range record {
			targets[i] = &record[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, fmt.Errorf("profile in DuckDB: %w", err)
		}
		out = append(out, record)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("profile in DuckDB: %w", err)
	}
	return out, nil
}
