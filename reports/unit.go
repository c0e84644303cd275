package reports

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// Unit makes the model of one unit's workbook in a language.
func (e *Edition) Unit(ctx context.Context, id, lang string) (u Unit, err error) {
	err = e.InLanguages(ctx, id, []string{lang}, func(_ string, in Unit) error { u = in; return nil })
	return u, err
}

// InLanguages makes the model of one unit in some languages, one after the other.
// What no language changes is read once; do must not change it.
func (e *Edition) InLanguages(ctx context.Context, id string, languages []string, do func(lang string, u Unit) error) error {
	i := slices.IndexFunc(e.now.units, func(u *unitState) bool { return u.unit.ID == id })
	if i < 0 {
		return fmt.Errorf("unknown unit %q", id)
	}
	us := e.now.units[i]
	deliveries, err := e.deliveriesOf(ctx, id)
	if err != nil {
		return err
	}
	lines, calendar := e.deliveryLines(us, deliveries), e.calendar(us, deliveries)
	if err := e.load(ctx, us); err != nil {
		return err
	}
	for _, lang := range languages {
		u, err := e.unit(ctx, us, lang)
		if err != nil {
			return err
		}
		u.Deliveries, u.Calendar = lines, calendar
		if err := do(lang, u); err != nil {
			return err
		}
	}
	return nil
}

// unit is the model but for the deliveries, whose tallies it needs.
func (e *Edition) unit(ctx context.Context, us *unitState, lang string) (Unit, error) {
	w, id := e.b.Workspace, us.unit.ID
	u := Unit{
		City: w.City, Issuer: w.Issuer, ID: id, Name: us.unit.Name, Tier: us.unit.Tier,
		Period: e.now.period, PreviousPeriod: e.then.period, Slot: e.now.period.Last, Cutoff: e.now.period.Last.AddDate(0, 0, 1),
		Score: points(us.result.Score), ScoreNoWaivers: withoutWaivers(us.result.Score), Judged: us.result.Judged,
		Band: e.b.band(us.result.Score), CheckCode: e.checkCode, Method: e.b.method(),
	}
	if t, ok := us.unit.CDO(e.now.period.Last); ok {
		u.CDO = tenure(t, lang)
	}
	if then := e.before(id); then != nil {
		u.Previous = points(then.result.Score)
	}
	u.PeerMedian = e.now.median(us.unit.Tier, overall)
	u.Rank, u.Ranked = e.rank(us)
	u.Rules = e.ruleLines(us, lang)
	if err := e.contest(ctx, id, u.Rules); err != nil {
		return Unit{}, err
	}
	u.Dimensions = e.dimensionLines(us, u.Rules)
	u.Datasets = e.datasetLines(us)
	var err error
	if u.Rectify, err = e.rectifyLines(ctx, us, u.Rules, lang); err != nil {
		return Unit{}, err
	}
	u.Trend, u.Made = e.trend(us), e.made()
	u.Changes = e.changesOf(id)
	for _, s := range us.sets {
		u.Unrun += s.unrun
		if s.dataset.InScope {
			u.Slots += s.slots
		}
	}
	u.Samples, err = e.sampleLines(ctx, us, lang)
	return u, err
}

// present is what stands for the end of a tenure that lasts.
var present = rules.Text{ZhHans: "至今", ZhHant: "至今", En: "present"}

func tenure(t workspace.Tenure, lang string) string {
	name := t.Name
	if t.Title != "" {
		name += " " + t.Title
	}
	to := t.To
	if to == "" {
		to = present.In(lang)
	}
	if lang == "en" {
		return fmt.Sprintf("%s (%s to %s)", name, t.From, to)
	}
	return fmt.Sprintf("%s（%s—%s）", name, t.From, to)
}

func (e *Edition) dimensionLines(us *unitState, lines []RuleLine) []DimensionLine {
	then := e.before(us.unit.ID)
	var out []DimensionLine
	for i, dim := range e.b.Workspace.Indicators.Dimensions {
		line := DimensionLine{ID: dim.ID, Name: dim.Name, Weight: float64(dim.Weight()), Score: points(us.result.Dimensions[i].Score), PeerMedian: e.now.median(us.unit.Tier, inDimension(i))}
		if then != nil {
			line.Previous = points(then.result.Dimensions[i].Score)
		}
		for j := range lines {
			if lines[j].Dimension != dim.ID {
				continue
			}
			line.Lost += lines[j].Lost
			line.Locked += lines[j].Locked
			if lines[j].Lost > 0 && (line.Cause == nil || lines[j].Lost > line.Cause.Lost) {
				line.Cause = &lines[j]
			}
		}
		line.Recoverable = Points{Value: line.Lost - line.Locked, Assessed: line.Score.Assessed}
		out = append(out, line)
	}
	return out
}

func (e *Edition) datasetLines(us *unitState) []DatasetLine {
	bySet := map[string]*setState{}
	for _, s := range us.sets {
		bySet[s.dataset.ID] = s
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []DatasetLine
	for _, ds := range e.b.datasetsOf(us.unit.ID) {
		line := DatasetLine{ID: ds.ID, Code: ds.Catalogue.Code, Title: ds.Title, Office: ds.Owner.Office, Person: ds.Owner.Person,
			Cycle: ds.Update.Cycle, InScope: ds.InScope, Dimensions: make([]Points, len(e.b.Workspace.Indicators.Dimensions))}
		line.count(e.tallies[ds.ID])
		if s := bySet[ds.ID]; s != nil {
			line.Score, line.Judged = points(s.result.Score), s.result.Judged
			for i, r := range s.result.Dimensions {
				line.Dimensions[i] = points(r.Score)
			}
		}
		out = append(out, line)
	}
	return out
}

func (l *DatasetLine) count(t tally) {
	l.Due, l.OnTime, l.Late = t.due, t.states[ledger.OnTime], t.states[ledger.Late]
	l.MissingCount = t.states[ledger.Missing] + t.states[ledger.Unreadable] + t.states[ledger.SourceFailed]
	l.Excused = t.states[ledger.PlatformFailed] + t.states[ledger.Excused]
	l.HasRows, l.Rows = t.good, t.rows
}

// sampleLines are of the newest slot of each dataset.
func (e *Edition) sampleLines(ctx context.Context, us *unitState, lang string) ([]SampleLine, error) {
	var out []SampleLine
	for _, s := range us.sets {
		if s.run == "" {
			continue
		}
		list, err := e.b.Ledger.Samples(ctx, s.run, s.dataset.ID, s.slot)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			line := SampleLine{Code: e.code(s, x.Rule), Row: x.Row, Key: x.Key, Value: x.Value, Reason: x.Note}
			for _, r := range s.rules {
				if r.Rule == x.Rule {
					line.Field = FieldTitles(s.dataset, fields(r.Row), lang)
				}
			}
			out = append(out, line)
		}
	}
	return out, nil
}

// listed stands between the names of a list.
var listed = rules.Text{ZhHans: "、", ZhHant: "、", En: ", "}

// FieldTitles joins the titles of fields in a language.
func FieldTitles(ds *workspace.Dataset, names []string, lang string) string {
	titles := make([]string, len(names))
	for i, n := range names {
		titles[i] = n
		for _, f := range ds.Fields {
			if f.Name == n && !f.Title.IsZero() {
				titles[i] = f.Title.In(lang)
			}
		}
	}
	return strings.Join(titles, listed.In(lang))
}

// title is what a rule is called: its own title, else its kind's.
func (b *Builder) title(d *workspace.Dataset, row ledger.Row) rules.Text {
	for _, r := range d.Rules {
		if r.ID == row.Rule && !r.Title.IsZero() {
			return r.Title
		}
	}
	for _, k := range b.Kinds {
		if k.Name == row.Kind {
			return k.Doc.Title
		}
	}
	return rules.Text{En: row.Kind}
}
