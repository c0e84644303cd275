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
	for _, step := range steps {
		if len(step.Parts) == 0 {
			continue
		}
		if err := s.add(ctx, step); err != nil {
			return f, fmt.Errorf("sum results of %s: %w", step.Name, err)
		}
	}
	if err := s.read(ctx, &f); err != nil {
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
		`CREATE TEMP TABLE outcome_sums (dataset VARCHAR, record VARCHAR, rule VARCHAR, newest VARCHAR, evaluating VARCHAR, slots BIGINT,
  total BIGINT, applicable BIGINT, missing BIGINT, evaluated BIGINT, failed BIGINT, exempt BIGINT, grouped BIGINT,
  judged BIGINT, credited BIGINT, credit BIGINT)`,
		`CREATE TEMP TABLE dataset_sums (dataset VARCHAR, step VARCHAR, slots BIGINT, longest BIGINT, evaluated BIGINT, failed BIGINT)`,
	}
	dropTables = []string{"slot_sums", "indicator_sums", "missed_sums", "outcome_sums", "dataset_sums"}
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
  CAST(sum(CAST(round(earned_no_waivers / weight * 10) AS BIGINT)) AS BIGINT)
FROM slot_sums WHERE weight > 0 GROUP BY dataset, indicator`, name),
		fmt.Sprintf(`INSERT INTO missed_sums
SELECT dataset, indicator, one.item, CAST(sum(CAST(round(one.missed / weight * %.0f) AS BIGINT)) AS BIGINT)
FROM (SELECT dataset, indicator, weight, unnest(missed) AS one FROM slot_sums WHERE missed IS NOT NULL)
GROUP BY dataset, indicator, one.item`, ledger.ShareScale),
		fmt.Sprintf(`INSERT INTO dataset_sums
SELECT dataset, %s, count(*), CAST(sum(longest) AS BIGINT), CAST(sum(evaluated) AS BIGINT), CAST(sum(failed) AS BIGINT)
FROM (SELECT dataset, slot, max(longest) AS longest, sum(evaluated) AS evaluated, sum(failed) AS failed FROM slot_sums GROUP BY dataset, slot) GROUP BY dataset`, name),
		"INSERT INTO outcome_sums "+outcomeSums(rows),
	)
}

// slotSums is what each slot came to by indicator. An item's rate is that of
// score.Item; earned and earned_no_waivers are Σ weight × rate × 1e14, an exact sum
// that becomes a double, missed the items with a rate below 1 and their weight ×
// (1 − rate).
func slotSums(rows string) string {
	return `
SELECT dataset, slot, indicator,
  CAST(coalesce(sum(weight) FILTER (WHERE rate IS NOT NULL), 0) AS BIGINT) AS weight,
  CAST(sum(CAST(round(weight * rate * 1e14) AS BIGINT)) AS DOUBLE) AS earned,
  CAST(sum(CAST(round(weight * rate_no_waivers * 1e14) AS BIGINT)) AS DOUBLE) AS earned_no_waivers,
  list({'item': rule, 'missed': weight * (1 - rate)}) FILTER (WHERE rate < 1) AS missed,
  coalesce(max(evaluated) FILTER (WHERE counts_rows), 0) AS longest,
  coalesce(sum(evaluated) FILTER (WHERE credit IS NULL), 0) AS evaluated,
  coalesce(sum(failed) FILTER (WHERE credit IS NULL), 0) AS failed
FROM (
  SELECT dataset, slot, indicator, rule, weight, evaluated, failed, credit,
    CASE WHEN evaluated = 0 OR weight = 0 THEN NULL
      WHEN exempt >= failed THEN 1
      WHEN credit IS NOT NULL THEN credit / 1000
      ELSE 1 - (failed - exempt) / evaluated END AS rate,
    CASE WHEN evaluated = 0 OR weight = 0 THEN NULL
      WHEN credit IS NOT NULL THEN credit / 1000
      ELSE 1 - failed / evaluated END AS rate_no_waivers,
    credit IS NULL AND (fields NOT IN ('', 'null', '[]') AND kind <> 'coverage' OR kind = 'duplicate_row') AS counts_rows
  FROM ` + rows + `
  WHERE record = 'group' OR record = 'rule' AND check_group = '' AND scored
)
GROUP BY dataset, slot, indicator`
}

// outcomeSums is the counts of every rule and check group.
func outcomeSums(rows string) string {
	sums := ""
	for _, c := range []string{"total", "applicable", "missing", "evaluated", "failed", "exempt", "groups"} {
		sums += fmt.Sprintf("CAST(sum(%s) AS BIGINT), ", c)
	}
	return fmt.Sprintf(`
SELECT dataset, record, rule, max(slot), max(slot) FILTER (WHERE evaluated > 0), count(*), %s
  count(*) FILTER (WHERE evaluated > 0), count(credit) FILTER (WHERE evaluated > 0),
  CAST(coalesce(sum(CASE WHEN evaluated = 0 THEN 0 WHEN credit IS NOT NULL THEN credit * 1000
    ELSE CAST(round((1 - failed / evaluated) * %.0f) AS BIGINT) END), 0) AS BIGINT)
FROM %s
WHERE record IN ('rule', 'group') GROUP BY dataset, record, rule`, sums, ledger.CreditScale, rows)
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
	err = each(ctx, s.conn, `SELECT dataset, step, slots, longest, evaluated, failed FROM dataset_sums ORDER BY ALL`, func(r *sql.Rows) error {
		var x ledger.DatasetFigure
		err := r.Scan(&x.Dataset, &x.Step, &x.Slots, &x.Rows, &x.Evaluated, &x.Failed)
		f.Datasets = append(f.Datasets, x)
		return err
	})
	if err != nil {
		return err
	}
	return s.readOutcomes(ctx, f)
}

func (s summer) readOutcomes(ctx context.Context, f *ledger.Figures) error {
	sums := ""
	for _, c := range []string{"slots", "total", "applicable", "missing", "evaluated", "failed", "exempt", "grouped", "judged", "credited", "credit"} {
		sums += fmt.Sprintf(", CAST(sum(%s) AS BIGINT)", c)
	}
	query := "SELECT dataset, record, rule, coalesce(max(evaluating), max(newest))" + sums + " FROM outcome_sums GROUP BY dataset, record, rule ORDER BY dataset, record, rule"
	return each(ctx, s.conn, query, func(r *sql.Rows) error {
		var x ledger.OutcomeFigure
		err := r.Scan(&x.Dataset, &x.Record, &x.Rule, &x.Newest, &x.Slots, &x.Total, &x.Applicable, &x.Missing, &x.Evaluated, &x.Failed, &x.Exempt,
			&x.Grouped, &x.Judged, &x.Credited, &x.Credit)
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
