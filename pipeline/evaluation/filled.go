package evaluation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cdoscore/pipeline/ledger"
	"cdoscore/rules"
)

// Filled is a form that came back, as it was read.
type Filled struct {
	File     string
	Form     Form // as it was issued
	Lines    []FilledLine
	Problems []Problem // edited cells, and what else the file shows by itself
}

// FilledLine is one row with what was filled in; of a row that is not open, nothing.
type FilledLine struct {
	Row                    FormRow
	UnitAt                 string // the cell that names the unit
	Points, Text, Evidence FilledCell
}

// FilledCell is a cell that may be filled in.
type FilledCell struct {
	At     string // sheet!cell
	Text   string
	Number bool // the cell holds a number, not a text
}

// Problem is a wrong entry, and in which cell.
type Problem struct {
	At   string // sheet!cell; "" concerns the file
	Note rules.Note
}

func problem(at, key string, args ...string) Problem {
	return Problem{At: at, Note: rules.Note{Key: key, Args: args}}
}

// EditedCell is a locked cell that is not as it was issued.
func EditedCell(at, was, is string) Problem { return problem(at, "wrong.edited", was, is) }

// ForeignUnit is EditedCell for a cell that names the unit.
func ForeignUnit(at, was, is string) Problem { return problem(at, "wrong.foreign_unit", was, is) }

// MissingSheet is a sheet that a form has lost.
func MissingSheet(name string) Problem { return problem("", "wrong.sheet", name) }

// Refused is a file of which nothing was taken in, with every wrong entry.
type Refused struct {
	File     string
	Problems []Problem
}

func (r *Refused) Error() string {
	return fmt.Sprintf("%s: %d wrong entries, nothing was taken in", r.File, len(r.Problems))
}

// Issued returns an issued form by its number; false: no form of this ledger has it.
func (e *Evaluator) Issued(ctx context.Context, number string) (Form, bool, error) {
	record, ok, err := e.Ledger.FormByNumber(ctx, number)
	if err != nil || !ok {
		return Form{}, ok, err
	}
	var f Form
	if err := json.Unmarshal([]byte(record.Content), &f); err != nil {
		return Form{}, false, fmt.Errorf("form %s: %w", number, err)
	}
	f.Number = number
	return f, true, nil
}

func (e *Evaluator) record(f Form, content string) ledger.EvaluationForm {
	return ledger.EvaluationForm{Number: f.Number, Cycle: f.Cycle, Version: f.Version, Stage: f.Stage, Unit: f.Unit, Reviewer: f.Reviewer, Content: content, At: e.Now}
}

// Import takes in the forms that came back, all or none, and returns how many
// entries they brought. unit, where given, is whose forms they must be. Its error
// joins a *Refused for every file with wrong entries.
func (e *Evaluator) Import(ctx context.Context, unit string, list []Filled) (int, error) {
	s, err := e.Standing(ctx)
	if err != nil {
		return 0, err
	}
	if err := e.filesTakenIn(s); err != nil {
		return 0, err
	}
	var entries []ledger.EvaluationEntry
	var refused []error
	var names []string
	seen := map[string]bool{}
	for _, f := range list {
		c := checker{evaluator: e, standing: s, filled: f, unit: unit, problems: slices.Clone(f.Problems)}
		if seen[f.Form.Number] {
			c.fail("", "wrong.twice")
		}
		seen[f.Form.Number] = true
		got := c.check()
		if len(c.problems) > 0 {
			refused = append(refused, &Refused{File: f.File, Problems: c.problems})
			continue
		}
		entries = append(entries, got...)
		names = append(names, f.Form.Number)
	}
	if len(refused) > 0 {
		return 0, errors.Join(refused...)
	}
	if len(entries) == 0 {
		return 0, nil
	}
	state := s.State()
	return len(entries), e.Ledger.AddEvaluationEntries(ctx, e.Cycle.Name, e.Now, entries, e.Actor, "forms "+strings.Join(names, ", "), e.unmoved(state, s.Version()))
}

// unmoved refuses where the evaluation has moved on since it was read.
func (e *Evaluator) unmoved(state string, version int) func([]ledger.EvaluationState) error {
	return func(list []ledger.EvaluationState) error {
		if now, v := newest(list); now != state || v != version {
			return refuse(e.Cycle.Name, list, "it has moved on meanwhile; import again")
		}
		return nil
	}
}

// ImportFile takes in a file of the form of reviews/<cycle>/*.csv: points that the
// units claim in the state self, points that are confirmed as a second review.
func (e *Evaluator) ImportFile(ctx context.Context, file string, data []byte) (int, error) {
	s, err := e.Standing(ctx)
	if err != nil {
		return 0, err
	}
	scores, err := e.Workspace.ParseReviewScores(file, e.Cycle.Name, data)
	if err != nil {
		return 0, err
	}
	var entries []ledger.EvaluationEntry
	for _, x := range scores {
		if s.origins[x.Hash(e.Cycle.Name)] {
			continue
		}
		for _, entry := range e.entriesOf(x, s.Version()) {
			if !takes(s.State(), entry.Stage) {
				return 0, fmt.Errorf("%s: %w", x.Pos, refuse(e.Cycle.Name, s.States, "entries of the stage "+entry.Stage+" are not taken now"))
			}
			entries = append(entries, entry)
		}
	}
	if len(entries) == 0 {
		return 0, nil
	}
	return len(entries), e.Ledger.AddEvaluationEntries(ctx, e.Cycle.Name, e.Now, entries, e.Actor, file, e.unmoved(s.State(), s.Version()))
}
