package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"cdoscore/rules/plan"
)

// background is for the driver's connection hook, which is given no context.
var background = context.Background()

// Options bound an engine.
type Options struct {
	Dirs    []string // the only folders that may be read
	Temp    string   // where queries spill; made if absent
	Memory  string   // such as "4GB"; "" leaves DuckDB's default
	Threads int      // 0: one per core
	Zone    *time.Location
}

// Engine is one in-memory database with a bounded memory, closed to everything
// but the folders that it was given: no network, no extension, no COPY.
// It may be used by several goroutines; connections are pooled.
type Engine struct {
	db   *sql.DB
	zone *time.Location

	mu    sync.Mutex
	types map[string]bool // enumerations that exist in the database
}

// Open starts an engine.
func Open(o Options) (*Engine, error) {
	settings, err := o.settings()
	if err != nil {
		return nil, err
	}
	var once sync.Once
	connector, err := newConnector(func(exec func(string) error) error {
		var failed error
		once.Do(func() {
			for _, s := range settings {
				if err := exec(s); err != nil {
					failed = fmt.Errorf("%s: %w", s, err)
					return
				}
			}
		})
		return failed
	})
	if err != nil {
		return nil, fmt.Errorf("open DuckDB: %w", err)
	}
	e := &Engine{db: sql.OpenDB(connector), zone: o.Zone, types: map[string]bool{}}
	if err := e.db.Ping(); err != nil {
		return nil, fmt.Errorf("open DuckDB: %w", errors.Join(err, e.db.Close()))
	}
	return e, nil
}

// settings are run once for the database. The time zone is pinned, since
// otherwise it follows the host and moves midnight to another day.
func (o Options) settings() ([]string, error) {
	if err := os.MkdirAll(o.Temp, 0o700); err != nil {
		return nil, fmt.Errorf("temporary folder of DuckDB: %w", err)
	}
	var dirs []string
	for _, d := range append([]string{o.Temp}, o.Dirs...) {
		abs, err := filepath.Abs(d)
		if err != nil {
			return nil, fmt.Errorf("folder %s: %w", d, err)
		}
		dirs = append(dirs, text(abs+string(filepath.Separator)))
	}
	s := []string{
		"SET GLOBAL TimeZone = " + text(o.Zone.String()),
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET temp_directory = " + text(o.Temp),
		"SET preserve_insertion_order = false",
		// It would lift what two TRY(...) have in common out of both, where an error
		// in one row fails the whole query.
		"SET disabled_optimizers = 'common_subexpressions'",
		"SET allowed_directories = [" + strings.Join(dirs, ", ") + "]",
	}
	if o.Memory != "" {
		s = append(s, "SET memory_limit = "+text(o.Memory))
	}
	if o.Threads > 0 {
		s = append(s, fmt.Sprintf("SET threads = %d", o.Threads))
	}
	return append(s, "SET enable_external_access = false", "SET lock_configuration = true"), nil
}

func text(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Close ends the database.
func (e *Engine) Close() error { return e.db.Close() }

// Run answers a plan.
func (e *Engine) Run(ctx context.Context, p *plan.Plan) (plan.Answer, error) {
	a := plan.Answer{Times: map[int]time.Time{}, Subs: map[string]map[string]int64{}}
	if err := e.fused(ctx, p, &a); err != nil {
		return plan.Answer{}, err
	}
	for _, sub := range p.Subs {
		counts, err := e.Counts(ctx, sub.Query)
		if err != nil {
			return plan.Answer{}, fmt.Errorf("rule %s: %w", sub.Rule, err)
		}
		if a.Subs[sub.Rule] == nil {
			a.Subs[sub.Rule] = map[string]int64{}
		}
		for i, name := range sub.Query.Measures {
			a.Subs[sub.Rule][name] = counts[i]
		}
	}
	return a, nil
}

func (e *Engine) fused(ctx context.Context, p *plan.Plan, a *plan.Answer) error {
	a.Counts = make([]int64, len(p.Fused.Measures))
	times := make([]sql.NullTime, len(p.Fused.Measures))
	targets := make([]any, len(p.Fused.Measures))
	for i := range targets {
		targets[i] = &a.Counts[i]
		if p.IsTime(i) {
			targets[i] = &times[i]
		}
	}
	if err := e.row(ctx, p.Fused, targets); err != nil {
		return err
	}
	for i, t := range times {
		if t.Valid {
			a.Times[i] = e.local(t.Time)
		}
	}
	return nil
}

// local reads a zone-less TIMESTAMP as a time of the city's zone.
func (e *Engine) local(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), e.zone)
}

// Counts runs a query whose one row holds counts only.
func (e *Engine) Counts(ctx context.Context, q plan.Query) ([]int64, error) {
	counts := make([]int64, len(q.Measures))
	targets := make([]any, len(counts))
	for i := range counts {
		targets[i] = &counts[i]
	}
	if err := e.row(ctx, q, targets); err != nil {
		return nil, err
	}
	return counts, nil
}

func (e *Engine) row(ctx context.Context, q plan.Query, targets []any) error {
	if err := e.declare(ctx, q.Types); err != nil {
		return err
	}
	if err := e.db.QueryRowContext(ctx, q.SQL).Scan(targets...); err != nil {
		return fmt.Errorf("score in DuckDB: %w", err)
	}
	return nil
}

// Rows runs a query that selects row numbers.
func (e *Engine) Rows(ctx context.Context, q plan.Query) ([]int64, error) {
	if err := e.declare(ctx, q.Types); err != nil {
		return nil, err
	}
	rows, err := e.db.QueryContext(ctx, q.SQL)
	if err != nil {
		return nil, fmt.Errorf("select failing rows: %w", err)
	}
	defer rows.Close()
	var out []int64
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, fmt.Errorf("select failing rows: %w", err)
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// Texts runs a query that selects one text a row, none of them NULL.
func (e *Engine) Texts(ctx context.Context, q plan.Query) ([]string, error) {
	if err := e.declare(ctx, q.Types); err != nil {
		return nil, err
	}
	rows, err := e.db.QueryContext(ctx, q.SQL)
	if err != nil {
		return nil, fmt.Errorf("select values: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, fmt.Errorf("select values: %w", err)
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// Lists runs a query whose one row holds a list of row numbers per column.
func (e *Engine) Lists(ctx context.Context, q plan.Query, n int) ([][]int64, error) {
	values := make([]any, n)
	targets := make([]any, n)
	for i := range values {
		targets[i] = &values[i]
	}
	if err := e.row(ctx, q, targets); err != nil {
		return nil, err
	}
	out := make([][]int64, n)
	for i, v := range values {
		list, _ := v.([]any) // NULL where no row fails
		for _, item := range list {
			row, ok := item.(int64)
			if !ok {
				return nil, fmt.Errorf("select failing rows: a row number came as %T", item)
			}
			out[i] = append(out[i], row)
		}
	}
	return out, nil
}

// Value is one row's values as received; nil is NULL.
type Value struct {
	Row    int64
	Fields []*string
}

// Values runs a query of plan.Values for n fields.
func (e *Engine) Values(ctx context.Context, q plan.Query, n int) ([]Value, error) {
	rows, err := e.db.QueryContext(ctx, q.SQL)
	if err != nil {
		return nil, fmt.Errorf("read sample rows: %w", err)
	}
	defer rows.Close()
	var out []Value
	for rows.Next() {
		v := Value{Fields: make([]*string, n)}
		targets := []any{&v.Row}
		for i := range v.Fields {
			targets = append(targets, &v.Fields[i])
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, fmt.Errorf("read sample rows: %w", err)
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// declare creates the enumerations that a query needs, each once per database.
func (e *Engine) declare(ctx context.Context, types []plan.Type) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, t := range types {
		if e.types[t.Name] {
			continue
		}
		if _, err := e.db.ExecContext(ctx, t.Create()); err != nil {
			return fmt.Errorf("declare a list of %d values: %w", len(t.Values), err)
		}
		e.types[t.Name] = true
	}
	return nil
}

// Version returns DuckDB's version, such as v1.4.3.
func (e *Engine) Version(ctx context.Context) (string, error) {
	var v string
	if err := e.db.QueryRowContext(ctx, "SELECT version()").Scan(&v); err != nil {
		return "", fmt.Errorf("version of DuckDB: %w", err)
	}
	return v, nil
}
