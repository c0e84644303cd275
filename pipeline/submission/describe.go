package submission

import (
	"context"
	"strconv"

	"cdoscore/connectors"
	"cdoscore/pipeline/check"
	"cdoscore/rules"
)

// OtherDataset refuses a workbook that this program wrote for another dataset; its
// argument is the dataset, which is named only where it is the unit's own.
func OtherDataset(dataset string, own bool) *rules.Note {
	if !own {
		return note("submission.foreign_workbook")
	}
	return note("submission.other_dataset", dataset)
}

// maxCauseRows is how many failing rows a cause names.
const maxCauseRows = 10

// Describe puts what a check found into the form in which the desk keeps and shows
// it.
func Describe(ctx context.Context, r *check.Result, job Job) (Report, error) {
	if r.Unreadable != nil {
		return Report{Refused: &rules.Note{Key: r.Unreadable.Reason.Key, Args: harmless(r.Unreadable.Reason.Args, job)}}, nil
	}
	out := CheckResult{Rows: r.Manifest.Rows, Rejected: r.Manifest.Rejected, Judged: r.Score.Judged}
	if r.Score.Assessed() {
		out.Score = &r.Score.Points
	}
	dimensions := map[string]string{} // by indicator
	for _, d := range r.Score.Dimensions {
		x := DimensionScore{ID: d.ID}
		if d.Assessed() {
			x.Points = &d.Points
		}
		out.Dimensions = append(out.Dimensions, x)
		for _, i := range d.Indicators {
			dimensions[i.Code] = d.ID
		}
	}
	causes := r.Causes()
	if err := r.Examples(ctx, causes); err != nil {
		return Report{}, err
	}
	for _, c := range causes {
		out.Failed += c.Count
		out.Causes = append(out.Causes, Cause{Rule: c.Rule.ID, Kind: c.Rule.Kind.Name, Fields: c.Fields, Severity: string(c.Rule.Severity),
			Dimension: dimensions[c.Rule.Indicator], Indicator: c.Rule.Indicator, Evaluated: c.Over, Failed: c.Count, Exempt: c.Exempt, What: c.Note, Value: c.Value})
	}
	for _, w := range r.Manifest.Warnings {
		out.Warnings = append(out.Warnings, Warning{What: rules.Note{Key: w.Key, Args: w.Args}, Count: w.Count, Examples: w.Examples})
	}
	err := rowsOf(ctx, r, &out)
	return Report{Result: out}, err
}

// rowsOf counts the faulty rows, and names the first ones of each cause.
func rowsOf(ctx context.Context, r *check.Result, out *CheckResult) error {
	at := map[string]int{}
	for i, c := range out.Causes {
		at[c.Rule] = i
	}
	for row, err := range r.Faults(ctx) {
		if err != nil {
			return err
		}
		out.FaultyRows++
		for _, rule := range row.Rules {
			if c := &out.Causes[at[rule.ID]]; len(c.Rows) < maxCauseRows {
				c.Rows = append(c.Rows, row.Number)
			}
		}
	}
	return nil
}

// harmless puts the sender's name for the file in the place of ours, and cuts what
// is too long to read.
func harmless(args []string, job Job) []string {
	const most = 300
	out := make([]string, len(args))
	for i, a := range args {
		if a == Original("", job.Upload) || len(a) > 0 && a[0] == '/' {
			a = job.Filename
		}
		if r := []rune(a); len(r) > most {
			a = string(r[:most]) + "…"
		}
		out[i] = a
	}
	return out
}

// Reading are the options that bound what reading a file of a format may cost.
// A zero limit is the default.
func (l Limits) Reading(format string) connectors.Values {
	l = l.withDefaults()
	number := func(n int64) []string { return []string{strconv.FormatInt(n, 10)} }
	if format != FormatExcel {
		return connectors.Values{"max_bytes": number(l.Bytes), "compression": {"none"}}
	}
	return connectors.Values{"max_bytes": number(l.Unzipped), "max_ratio": number(l.Ratio), "max_rows": number(l.Rows), "max_columns": number(int64(l.Columns)),
		"max_strings": number(l.Strings), "max_seconds": number(max(int64(l.Time.Seconds()), 1)), "compression": {"none"}}
}
