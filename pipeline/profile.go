package pipeline

import (
	"context"
	"fmt"

	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/profile"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

const (
	profiledTop   = 5 // shapes and values told of a column
	manyRows      = 50_000
	triedRows     = 2000 // of many rows, in which candidates are tried first
	leastTried    = 200  // rows with a value, for the trial to mean anything
	firstRows     = 2000 // rows in which pairs of columns are tried first
	pairsAtOnce   = 64
	mostPairs     = 4096 // pairs tried in the first rows
	mostFullPairs = 50   // of those left, counted over all rows
)

// Profile counts what the columns of a snapshot hold and suggests what they are.
// in needs no fields and no rules; rows is how many the snapshot has.
func Profile(ctx context.Context, engine *duck.Engine, in plan.Input, rows int64, kinds []*rules.Kind, candidates []profile.Candidate, progress Progress) (*profile.Profile, error) {
	p := &profile.Profile{Rows: rows}
	progress.Stage("profile", len(in.Columns))
	defer progress.Done()
	for i, column := range in.Columns {
		c, err := profileColumn(ctx, engine, in, i, rows, kinds, candidates)
		if err != nil {
			return nil, fmt.Errorf("column %d %q: %w", i+1, column.Name, err)
		}
		p.Columns = append(p.Columns, c)
		if c.Rows != rows {
			return nil, fmt.Errorf("column %d %q: the engine counts %d rows, the extract had %d", i+1, column.Name, c.Rows, rows)
		}
		progress.Step()
	}
	pairs, err := keyPairs(ctx, engine, in, p)
	if err != nil {
		return nil, err
	}
	p.SetKeys(pairs)
	return p, nil
}

// kept leaves out the candidates that are far from enough in a trial of some of
// the rows, so that no more than a few are counted over all of many. Those that
// the column's name speaks for are counted whatever the trial says.
func kept(ctx context.Context, engine *duck.Engine, in plan.Input, i int, rows int64, candidates []profile.Candidate) ([]profile.Candidate, error) {
	if rows < manyRows {
		return candidates, nil
	}
	passed, err := engine.Counts(ctx, plan.Try(in, i, profile.Checks(candidates), rows/triedRows))
	if err != nil {
		return nil, err
	}
	var out []profile.Candidate
	for k, c := range candidates {
		if passed[0] < leastTried || 2*passed[k+1] >= passed[0] || c.Hinted(in.Columns[i].Name) {
			out = append(out, c)
		}
	}
	return out, nil
}

func profileColumn(ctx context.Context, engine *duck.Engine, in plan.Input, i int, rows int64, kinds []*rules.Kind, candidates []profile.Candidate) (c profile.Column, err error) {
	if candidates, err = kept(ctx, engine, in, i, rows, candidates); err != nil {
		return c, err
	}
	records, err := engine.Records(ctx, plan.Profile(in, i, profile.Checks(candidates)))
	if err != nil {
		return c, err
	}
	if len(records) != 1 {
		return c, fmt.Errorf("the profile came in %d rows instead of one", len(records))
	}
	figures, err := plan.ReadFigures(records[0], len(candidates))
	if err != nil {
		return c, err
	}
	c = profile.Infer(in.Columns[i].Name, i+1, figures, candidates)
	check, err := profile.TypeCheck(kinds, c.Field)
	if err != nil {
		return c, err
	}
	if records, err = engine.Records(ctx, plan.Detail(in, i, c.Field, check, profiledTop)); err != nil {
		return c, err
	}
	c.Details, err = plan.ReadDetails(records)
	return c, err
}

// keyPairs finds the pairs of columns without two equal rows: first among few
// rows, then, for those left, among all.
func keyPairs(ctx context.Context, engine *duck.Engine, in plan.Input, p *profile.Profile) ([]plan.Pair, error) {
	pairs := profile.Pairs(p.Columns)
	if len(pairs) > mostPairs {
		p.Untested, pairs = len(pairs)-mostPairs, pairs[:mostPairs]
	}
	var left []plan.Pair
	for len(pairs) > 0 {
		some := pairs[:min(pairsAtOnce, len(pairs))]
		pairs = pairs[len(some):]
		distinct, err := engine.Counts(ctx, plan.PairsDistinct(in, some, firstRows))
		if err != nil {
			return nil, fmt.Errorf("candidate keys: %w", err)
		}
		for i, n := range distinct {
			if n == min(firstRows, p.Rows) {
				left = append(left, some[i])
			}
		}
	}
	if len(left) > mostFullPairs {
		p.Untested, left = p.Untested+len(left)-mostFullPairs, left[:mostFullPairs]
	}
	var keys []plan.Pair
	for _, pair := range left {
		repeats, err := engine.Counts(ctx, plan.PairRepeats(in, pair))
		if err != nil {
			return nil, fmt.Errorf("candidate keys: %w", err)
		}
		if repeats[0] == 0 {
			keys = append(keys, pair)
		}
	}
	return keys, nil
}
