package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/plan"
	"cdoscore/rules/score"
)

// publish makes a run's results its record: samples first, then results.parquet
// and the ledger's transaction.
func (r *Runner) publish(ctx context.Context, run ledger.Run, tasks []*task) (ledger.Run, error) {
	var rows []ledger.Row
	var slots []ledger.RunSlot
	var bindings []ledger.Binding
	var samples []ledger.Sample
	r.Progress.Stage("publish", 1)
	defer r.Progress.Done()
	for _, t := range tasks {
		rows = append(rows, resultRows(t)...)
		slots = append(slots, ledger.RunSlot{Dataset: t.dataset.ID, Slot: t.slot.Name(), DeliveryID: t.delivery.ID, Earlier: deliveryIDs(t.earlier)})
		bindings = append(bindings, t.bindings...)
		samples = append(samples, t.samples...)
	}
	if err := r.Ledger.WriteSamples(ctx, run, samples); err != nil {
		return run, err
	}
	published, err := r.Ledger.Publish(ctx, run, rows, slots, bindings, r.Clock())
	if err == nil {
		r.Progress.Step()
	}
	return published, err
}

func deliveryIDs(list []ledger.Delivery) []int64 {
	var out []int64
	for _, d := range list {
		out = append(out, d.ID)
	}
	return out
}

// resultRows is one slot's part of results.parquet: its rules, its check groups
// and its scores at every level.
func resultRows(t *task) []ledger.Row {
	base := ledger.Row{Unit: t.dataset.Unit, Dataset: t.dataset.ID, Slot: t.slot.Name()}
	groupOf := map[string]string{}
	var rows []ledger.Row
	for _, g := range t.groups {
		for _, id := range g.Rules {
			groupOf[id] = g.ID
		}
		rows = append(rows, groupRow(base, t.dataset, g))
	}
	for _, rule := range t.dataset.Rules {
		row := ruleRow(base, rule, t.outcomes[rule.ID])
		row.Scored = rule.InForce(t.slot.End)
		row.Group = groupOf[rule.ID]
		rows = append(rows, row)
	}
	return append(rows, scoreRows(base, t.result)...)
}

func ruleRow(base ledger.Row, rule *rules.Rule, o rules.Outcome) ledger.Row {
	row := base
	row.Record, row.Rule, row.Kind, row.Indicator = ledger.RuleRecord, rule.ID, rule.Kind.Name, rule.Indicator
	row.Fields = jsonText(rule.Fields())
	row.Severity, row.Weight = string(rule.Severity), int32(rule.Weight)
	row.Total, row.Applicable, row.Missing = o.Total, o.Applicable, o.Missing
	row.Evaluated, row.Failed, row.Exempt, row.Groups = o.Evaluated, o.Failed, o.Exempt, o.Groups
	if o.Credit != nil {
		credit := int32(*o.Credit)
		row.Credit = &credit
	}
	row.Version = rule.Version()
	if o.Note.Key != "" {
		row.Note = jsonText(o.Note)
	}
	return row
}

func groupRow(base ledger.Row, d *workspace.Dataset, g plan.Group) ledger.Row {
	row := base
	row.Record, row.Rule, row.Indicator, row.Fields = ledger.GroupRecord, g.ID, g.Indicator, jsonText(g.Fields)
	row.Weight, row.Scored = int32(g.Weight), true
	row.Evaluated, row.Failed, row.Exempt = g.Evaluated, g.Failed, g.Exempt
	return row
}

// scoreRows holds scores in millionths: of a point, and of the judged share.
func scoreRows(base ledger.Row, result score.Result) []ledger.Row {
	line := func(kind, name string, s score.Score) ledger.Row {
		row := base
		row.Record, row.Kind, row.Rule = ledger.ScoreRecord, kind, kind+":"+name
		row.Indicator = name
		row.Judged = millionths(s.Judged)
		if s.Assessed() {
			row.Score, row.ScoreNoWaivers = millionths(s.Points), millionths(s.NoWaivers)
		}
		return row
	}
	rows := []ledger.Row{line("dataset", "", result.Score)}
	for _, d := range result.Dimensions {
		rows = append(rows, line("dimension", d.ID, d.Score))
		for _, i := range d.Indicators {
			rows = append(rows, line("indicator", i.Code, i.Score))
		}
	}
	return rows
}

func millionths(x float64) *int64 {
	n := int64(math.Floor(float64(x*1e6) + 0.5))
	return &n
}

func jsonText(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("texts always marshal: %v", err))
	}
	return string(data)
}
