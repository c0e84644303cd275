package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/notice"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/message"
	"cdoscore/rules/score"
)

// sendEvery is how often the service looks what is to be sent.
const sendEvery = 30 * time.Second

// sendNotices sends what stands in the outbox until the context ends.
func (s *service) sendNotices(ctx context.Context) {
	for ctx.Err() == nil {
		if err := s.sender().Send(ctx); err != nil {
			s.log.Error("notices not sent", "reason", err)
		}
		timer := s.clock.Timer(sendEvery)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
}

func (s *service) sender() *notice.Sender {
	return &notice.Sender{Workspace: s.workspace.Load(), Ledger: s.ledger, Now: s.clock.Now, Log: s.log, Sent: s.metrics.noticed}
}

// notify writes the notices of a night that has ended, by the newest valid
// configuration. done is nil where nothing was run.
func (s *service) notify(ctx context.Context, n ledger.Night, a ledger.Attempt, done *carriedOut) error {
	w := s.workspace.Load()
	x := &notices{w: w, night: n, attempt: a, done: done, out: &notice.Outbox{Dir: w.OutboxDir(), From: w.Mail.From, Ledger: s.ledger, Now: s.clock.Now}}
	for _, rule := range w.Notices {
		if err := x.write(ctx, rule); err != nil {
			return err
		}
	}
	return nil
}

// notices are those of one night.
type notices struct {
	w       *workspace.Workspace
	night   ledger.Night
	attempt ledger.Attempt
	done    *carriedOut
	out     *notice.Outbox
	before  map[string]float64 // points of the slot before, by dataset; nil: not read yet
}

// write writes what a rule wants to be told.
func (x *notices) write(ctx context.Context, rule workspace.Notice) error {
	ended := x.attempt.Outcome == ledger.NightDone || x.attempt.Outcome == ledger.NightIncomplete
	switch {
	case rule.On == workspace.OnFailed:
		if !broken(x.attempt.Outcome) {
			return nil
		}
		return x.post(ctx, rule, nil, x.facts(rule, nil))
	case !ended || x.done == nil:
		return nil
	case rule.On == workspace.OnFinished:
		return x.post(ctx, rule, nil, x.facts(rule, nil))
	}
	items, err := x.items(ctx, rule)
	if err != nil {
		return err
	}
	for _, u := range x.w.Units {
		if own := items[u.ID]; len(own) > 0 {
			f := x.facts(rule, own)
			f.Unit = u.Name.In(rule.Language)
			if err := x.post(ctx, rule, u, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *notices) facts(rule workspace.Notice, items []notice.Item) notice.Facts {
	f := notice.Facts{On: rule.On, Job: x.night.Job, City: x.w.City.In(rule.Language), Day: x.night.Day, Items: items, By: strconv.FormatFloat(rule.By, 'f', -1, 64),
		Outcome: catalog(rule.Language).Text("night." + x.attempt.Outcome), Run: x.attempt.Run, Reason: x.attempt.Reason}
	if x.done != nil {
		f.Slots = len(x.done.summary.Slots)
		f.Assessed = f.Slots - len(x.done.summary.Unassessed())
	}
	return f
}

// post writes a notice for everybody whom a rule names.
func (x *notices) post(ctx context.Context, rule workspace.Notice, unit *workspace.Unit, f notice.Facts) error {
	text, err := notice.Render(f, rule.Template, rule.Language)
	if err != nil {
		return err
	}
	to := slices.Clone(rule.To)
	if rule.Unit && unit != nil {
		for _, address := range unit.Email {
			if !slices.Contains(to, address) {
				to = append(to, address)
			}
		}
	}
	for _, address := range to {
		if _, err := x.out.Post(ctx, notice.Mail, address, f, text); err != nil {
			return err
		}
	}
	if rule.Webhook.Written != "" {
		_, err = x.out.Post(ctx, notice.Webhook, rule.Webhook.Written, f, text)
	}
	return err
}

// items are the slots that a rule is about, by unit.
func (x *notices) items(ctx context.Context, rule workspace.Notice) (map[string][]notice.Item, error) {
	if rule.On == workspace.OnScoreFell && x.before == nil {
		var err error
		if x.before, err = pointsBefore(ctx, x.done.site, x.new()); err != nil {
			return nil, err
		}
	}
	texts := catalog(rule.Language)
	out := map[string][]notice.Item{}
	for _, slot := range x.new() {
		d := x.w.Dataset(slot.Dataset)
		if d == nil {
			continue
		}
		item := itemOf(texts, d, slot)
		switch rule.On {
		case workspace.OnMissing, workspace.OnLate:
			if slot.State != rule.On {
				continue
			}
		case workspace.OnScoreFell:
			before, known := x.before[slotKey(slot.Dataset, slot.Slot)]
			fell := score.Round(before) - score.Round(slot.Points)
			if !known || !slot.Assessed || fell <= rule.By {
				continue
			}
			item.Before, item.Fell = fmt.Sprintf("%.2f", score.Round(before)), fmt.Sprintf("%.2f", fell)
		}
		item.Unit = d.Unit
		out[d.Unit] = append(out[d.Unit], item)
	}
	return out, nil
}

// new are the slots that this night, by whichever attempt, has brought something
// new of: what was missing before and still is, was told before.
func (x *notices) new() []pipeline.SlotSummary {
	var out []pipeline.SlotSummary
	for _, slot := range x.done.summary.Slots {
		if !slot.Delivery.Pulled.Before(x.night.Planned) {
			out = append(out, slot)
		}
	}
	return out
}

func itemOf(texts *message.Catalog, d *workspace.Dataset, slot pipeline.SlotSummary) notice.Item {
	item := notice.Item{Dataset: d.ID, Title: d.Title.In(texts.Lang()), Slot: slot.Slot, State: texts.Text("state." + slot.State)}
	if slot.Delivery.Reason.Key != "" {
		item.Reason = texts.Note(slot.Delivery.Reason)
	}
	if due := slot.Delivery.Due; !due.IsZero() {
		item.Due = due.Format("2006-01-02 15:04")
	}
	if slot.Assessed {
		item.Score = fmt.Sprintf("%.2f", score.Round(slot.Points))
	}
	return item
}

// pointsBefore are the points of the newest scored slot before each of the slots,
// by dataset and slot.
func pointsBefore(ctx context.Context, s *site, slots []pipeline.SlotSummary) (map[string]float64, error) {
	byRun := map[string][]slotPair{}
	for _, slot := range slots {
		current, err := s.ledger.CurrentResults(ctx, ledger.Filter{Datasets: []string{slot.Dataset}, To: slot.Delivery.Start.AddDate(0, 0, -1).Format(time.DateOnly)})
		if err != nil {
			return nil, err
		}
		if len(current) > 0 {
			last := slices.MaxFunc(current, func(a, b ledger.SlotResult) int { return a.End.Compare(b.End) })
			byRun[last.RunID] = append(byRun[last.RunID], slotPair{slot.Dataset, slot.Slot, last.Slot})
		}
	}
	out := map[string]float64{}
	for run, pairs := range byRun {
		var f ledger.ResultFilter
		for _, p := range pairs {
			f.Datasets, f.Slots = append(f.Datasets, p.dataset), append(f.Slots, p.before)
		}
		f.Records = []string{ledger.ScoreRecord}
		rows, err := s.engine.Results(ctx, []string{s.ledger.ResultsPath(run)}, f)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			for _, p := range pairs {
				if row.Kind == "dataset" && row.Score != nil && row.Dataset == p.dataset && row.Slot == p.before {
					out[slotKey(p.dataset, p.slot)] = float64(*row.Score) / 1e6
				}
			}
		}
	}
	return out, nil
}

// slotPair is a slot and the one before it.
type slotPair struct{ dataset, slot, before string }

func slotKey(dataset, slot string) string { return dataset + "\x1f" + slot }
