package duck

import (
	"context"
	"fmt"
	"strings"

	"cdoscore/pipeline/ledger"
)

// Results reads rows of past runs out of their results.parquet. It implements
// ledger.History: the rows come in the order of the files, each in its own order.
func (e *Engine) Results(ctx context.Context, paths []string, f ledger.ResultFilter) ([]ledger.Row, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	rows, err := e.db.QueryContext(ctx, resultsQuery(paths, f))
	if err != nil {
		return nil, fmt.Errorf("read results: %w", err)
	}
	defer rows.Close()
	var out []ledger.Row
	for rows.Next() {
		var r ledger.Row
		err := rows.Scan(&r.Record, &r.Unit, &r.Dataset, &r.Slot, &r.Rule, &r.Kind, &r.Indicator, &r.Fields, &r.Group, &r.Severity, &r.Weight, &r.Scored,
			&r.Total, &r.Applicable, &r.Missing, &r.Evaluated, &r.Failed, &r.Exempt, &r.Groups, &r.Credit, &r.Score, &r.ScoreNoWaivers, &r.Judged, &r.Version, &r.Note)
		if err != nil {
			return nil, fmt.Errorf("read results: %w", err)
		}
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read results: %w", err)
	}
	return out, nil
}

// resultColumns are the columns of results.parquet in the order of ledger.Row.
const resultColumns = `record, unit, dataset, slot, rule, kind, indicator, fields, check_group, severity, weight, scored,
  total, applicable, missing, evaluated, failed, exempt, groups, credit, score, score_no_waivers, judged, version, note`

func resultsQuery(paths []string, f ledger.ResultFilter) string {
	where := []string{"true"}
	for _, c := range []struct {
		column string
		values []string
	}{{"record", f.Records}, {"unit", f.Units}, {"dataset", f.Datasets}, {"slot", f.Slots}} {
		if len(c.values) > 0 {
			where = append(where, fmt.Sprintf("%s IN (%s)", c.column, texts(c.values)))
		}
	}
	return fmt.Sprintf("SELECT %s\nFROM read_parquet([%s], filename = true, file_row_number = true)\nWHERE %s\nORDER BY list_position([%s], filename), file_row_number",
		resultColumns, texts(paths), strings.Join(where, " AND "), texts(paths))
}

func texts(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = text(v)
	}
	return strings.Join(quoted, ", ")
}
