package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"cdoscore/pipeline/ledger"
)

// Figures sums what earned points in the results of some steps, and the counts of
// every rule and check group. It implements ledger.Summary.
//
// A step is summed in two stages: what each slot came to by indicator, then the sum
// of that over the slots. Only one step's slots are held at a time. Rates are
// doubles of one row each, as in rules/score; each is rounded to a whole number
// before it is added to another, so that sums are exact in any order.
func (e *Engine) Figures(ctx context.Context, steps []ledger.Step) (f ledger.Figures, err error) {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return f, fmt.Errorf("sum results: %w", err)
	}
	s := summer{conn: conn}
	defer func() { err = errors.Join(err, s.drop(), conn.Close()) }()
	if err := s.exec(ctx, sumTables...); err != nil {
		return f, fmt.Errorf("sum results: %w", err)
	}
	var parts []ledger.Part
	for _, step := range steps {
		if len(step.Parts) == 0 {
			continue
		}
		parts = append(parts, step.Parts...)
		if err := s.add(ctx, step); err != nil {
			return f, fmt.Errorf("sum results of %s: %w", step.Name, err)
		}
	}
	if err := errors.Join(s.read(ctx, &f), s.readOutcomes(ctx, parts, &f)); err != nil {
		return f, fmt.Errorf("sum results: %w", err)
	}
	return f, nil
}

// summer works on one connection, to which its tables belong.
type summer struct{ conn *sql.Conn }

// The temporary tables of one summing: sums by step, and one step's slots.
var (
	sumTables = []string{
		`CREATE TEMP TABLE indicator_sums (dataset VARCHAR, step VARCHAR, indicator VARCHAR, slots BIGINT, points BIGINT, no_waivers BIGINT)`,
		`CREATE TEMP TABLE missed_sums (dataset VARCHAR, indicator VARCHAR, item VARCHAR, share BIGINT)`,
		`CREATE TEMP TABLE dataset_sums (dataset VARCHAR, step VARCHAR, slots BIGINT, longest BIGINT, evaluated BIGINT, failed BIGINT)`,
	}
	dropTables = []string{"slot_sums", "indicator_sums", "missed_sums", "dataset_sums"}
)

func (s summer) exec(ctx context.Context, statements ...string) error {
	for _, q := range statements {
		if _, err := s.conn.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// drop is done even where the caller has given up.
func (s summer) drop() error {
	var errs []error
	for _, t := range dropTables {
		errs = append(errs, s.exec(background, "DROP TABLE IF EXISTS temp."+t))
	}
	return errors.Join(errs...)
}

func (s summer) add(ctx context.Context, step ledger.Step) error {
	rows := chosenRows(step.Parts)
	name := text(step.Name)
	return s.exec(ctx,
		"CREATE OR REPLACE TEMP TABLE slot_sums AS "+slotSums(rows),
		fmt.Sprintf(`INSERT INTO indicator_sums
SELECT dataset, %s, indicator, count(*),
  CAST(sum(CAST(round(earned / weight * 10) AS BIGINT)) AS BIGINT),
  CAST(sum(CAST(round((earned - unwaived) / weight * 10) AS BIGINT)) AS BIGINT)
FROM slot_sums WHERE weight > 0 GROUP BY dataset, indicator`, name),
		fmt.Sprintf(`INSERT INTO missed_sums
SELECT dataset, indicator, one.item, CAST(sum(CAST(round(one.missed / weight * %.0f) AS BIGINT)) AS BIGINT)
FROM (SELECT dataset, indicator, weight, unnest(missed) AS one FROM slot_sums WHERE missed IS NOT NULL)
GROUP BY dataset, indicator, one.item`, ledger.ShareScale),
		fmt.Sprintf(`INSERT INTO dataset_sums
SELECT dataset, %s, count(*), CAST(sum(longest) AS BIGINT), CAST(sum(evaluated) AS BIGINT), CAST(sum(failed) AS BIGINT)
FROM (SELECT dataset, slot, max(longest) AS longest, sum(evaluated) AS evaluated, sum(failed) AS failed FROM slot_sums GROUP BY dataset, slot) GROUP BY dataset`, name),
	)
}

// slotSums is what each slot came to by indicator. An item's rate is that of
// score.Item; earned is Σ weight × rate × 1e14, an exact sum that becomes a double,
// unwaived what the rates are less without waivers, missed the items with a rate
// below 1 and their weight × (1 − rate). Most rows fail nowhere, and cost no
// division.
func slotSums(rows string) string {
	return `
SELECT dataset, slot, indicator,
  CAST(sum(CASE WHEN judged THEN weight ELSE 0 END) AS BIGINT) AS weight,
  CAST(sum(CASE WHEN NOT judged THEN 0 WHEN whole THEN weight * 100000000000000 ELSE CAST(round(weight * rate * 1e14) AS BIGINT) END) AS DOUBLE) AS earned,
  CAST(sum(CASE WHEN judged AND (exempt > 0 OR credit IS NOT NULL) THEN
    CASE WHEN whole THEN weight * 100000000000000 ELSE CAST(round(weight * rate * 1e14) AS BIGINT) END
      - CAST(round(weight * CASE WHEN credit IS NOT NULL THEN credit / 1000 ELSE 1 - failed / evaluated END * 1e14) AS BIGINT)
    ELSE 0 END) AS DOUBLE) AS unwaived,
  list({'item': rule, 'missed': weight * (1 - rate)}) FILTER (WHERE judged AND NOT whole AND rate < 1) AS missed,
  max(CASE WHEN credit IS NULL AND (starts_with(fields, '["') AND kind <> 'coverage' OR kind = 'duplicate_row') THEN evaluated ELSE 0 END) AS longest,
  sum(CASE WHEN credit IS NULL THEN evaluated ELSE 0 END) AS evaluated,
  sum(CASE WHEN credit IS NULL THEN failed ELSE 0 END) AS failed
FROM (
  SELECT dataset, slot, indicator, rule, CAST(weight AS BIGINT) AS weight, evaluated, failed, exempt, credit, fields, kind,
    evaluated > 0 AND weight > 0 AS judged,
    exempt >= failed AS whole,
    CASE WHEN evaluated = 0 OR exempt >= failed THEN 1
      WHEN credit IS NOT NULL THEN credit / 1000
      ELSE 1 - (failed - exempt) / evaluated END AS rate
  FROM ` + rows + `
  WHERE record = 'group' OR record = 'rule' AND check_group = '' AND scored
)
GROUP BY dataset, slot, indicator`
}

// outcomeSums is the counts of every rule and check group. Slots are named by days,
// which compare faster than texts.
func outcomeSums(rows string) string {
	sums := ""
	for _, c := range []string{"total", "applicable", "missing", "evaluated", "failed", "exempt", "groups"} {
		sums += fmt.Sprintf("CAST(sum(%s) AS BIGINT), ", c)
	}
	return fmt.Sprintf(`
SELECT dataset, record, rule,
  CAST(coalesce(max(CASE WHEN evaluated > 0 THEN day END), max(day)) AS VARCHAR), count(*), %s
  count(credit) FILTER (WHERE evaluated > 0),
  CAST(coalesce(sum(credit) FILTER (WHERE evaluated > 0), 0) AS BIGINT)
FROM (SELECT *, CAST(slot AS DATE) AS day FROM %s WHERE record IN ('rule', 'group'))
GROUP BY dataset, record, rule ORDER BY dataset, record, rule`, sums, rows)
}

// chosenRows is the rows of a step's parts. Files that count as a whole are read
// as one.
func chosenRows(parts []ledger.Part) string {
	var whole, sources []string
	for _, p := range parts {
		if p.Only == nil && len(p.Not) == 0 {
			whole = append(whole, p.Path)
		}
	}
	if len(whole) > 0 {
		sources = append(sources, "SELECT * FROM read_parquet(["+texts(whole)+"])")
	}
	for _, p := range parts {
		switch {
		case p.Only != nil:
			sources = append(sources, fmt.Sprintf("SELECT * FROM read_parquet(%s) WHERE (dataset, slot) IN (%s)", text(p.Path), slotKeys(p.Only)))
		case len(p.Not) > 0:
			sources = append(sources, fmt.Sprintf("SELECT * FROM read_parquet(%s) WHERE (dataset, slot) NOT IN (%s)", text(p.Path), slotKeys(p.Not)))
		}
	}
	return "(" + strings.Join(sources, "\nUNION ALL ") + ")"
}

func slotKeys(list []ledger.SlotKey) string {
	pairs := make([]string, len(list))
	for i, k := range list {
		pairs[i] = "(" + text(k.Dataset) + ", " + text(k.Slot) + ")"
	}
	return "VALUES " + strings.Join(pairs, ", ")
}

// read hands the sums out in a fixed order.
func (s summer) read(ctx context.Context, f *ledger.Figures) error {
	err := each(ctx, s.conn, `SELECT dataset, step, indicator, slots, points, no_waivers FROM indicator_sums ORDER BY ALL`, func(r *sql.Rows) error {
		var x ledger.IndicatorFigure
		err := r.Scan(&x.Dataset, &x.Step, &x.Indicator, &x.Slots, &x.Points, &x.NoWaivers)
		f.Indicators = append(f.Indicators, x)
		return err
	})
	if err != nil {
		return err
	}
	err = each(ctx, s.conn, `SELECT dataset, indicator, item, CAST(sum(share) AS BIGINT) FROM missed_sums GROUP BY ALL ORDER BY ALL`, func(r *sql.Rows) error {
		var x ledger.MissedFigure
		err := r.Scan(&x.Dataset, &x.Indicator, &x.Item, &x.Share)
		f.Missed = append(f.Missed, x)
		return err
	})
	if err != nil {
		return err
	}
	return each(ctx, s.conn, `SELECT dataset, step, slots, longest, evaluated, failed FROM dataset_sums ORDER BY ALL`, func(r *sql.Rows) error {
		var x ledger.DatasetFigure
		err := r.Scan(&x.Dataset, &x.Step, &x.Slots, &x.Rows, &x.Evaluated, &x.Failed)
		f.Datasets = append(f.Datasets, x)
		return err
	})
}

// readOutcomes sums the outcomes of all steps at once.
func (s summer) readOutcomes(ctx context.Context, parts []ledger.Part, f *ledger.Figures) error {
	if len(parts) == 0 {
		return nil
	}
	return each(ctx, s.conn, outcomeSums(chosenRows(parts)), func(r *sql.Rows) error {
		var x ledger.OutcomeFigure
		err := r.Scan(&x.Dataset, &x.Record, &x.Rule, &x.Newest, &x.Slots, &x.Total, &x.Applicable, &x.Missing, &x.Evaluated, &x.Failed, &x.Exempt,
			&x.Grouped, &x.Credited, &x.Credit)
		f.Outcomes = append(f.Outcomes, x)
		return err
	})
}

func each(ctx context.Context, conn *sql.Conn, query string, scan func(*sql.Rows) error) error {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
