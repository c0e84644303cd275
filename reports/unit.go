package reports

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/score"
)

// Day holds what the workbooks of one day are made from: the city by that day
// and by the day before.
type Day struct {
	b          *Builder
	now, then  *dayState
	deliveries map[string][]ledger.Delivery // by dataset, slots ascending
	checkCode  string
}

// Day reads the ledger once for all workbooks of a day. The day is a midnight in
// the city's zone.
func (b *Builder) Day(ctx context.Context, day time.Time) (*Day, error) {
	now, err := b.state(ctx, day)
	if err != nil {
		return nil, err
	}
	then, err := b.state(ctx, day.AddDate(0, 0, -1))
	if err != nil {
		return nil, err
	}
	list, err := b.Ledger.Deliveries(ctx, ledger.Filter{})
	if err != nil {
		return nil, err
	}
	d := &Day{b: b, now: now, then: then, deliveries: map[string][]ledger.Delivery{}}
	for _, x := range list {
		if !x.End.AddDate(0, 0, -1).After(day) {
			d.deliveries[x.Dataset] = append(d.deliveries[x.Dataset], x)
		}
	}
	d.checkCode, err = b.checkCode(ctx, now)
	return d, err
}

// checkCode names the results that the workbooks of a day show: the first 16 hex
// digits of the SHA-256 of the newest run among them.
func (b *Builder) checkCode(ctx context.Context, s *dayState) (string, error) {
	newest := ""
	for _, u := range s.units {
		for _, slot := range u.slots {
			newest = max(newest, slot.run)
		}
	}
	if newest == "" {
		return "", nil
	}
	run, err := b.Ledger.RunByID(ctx, newest)
	if err != nil {
		return "", err
	}
	return strings.ToUpper(run.ResultsSHA256[:min(16, len(run.ResultsSHA256))]), nil
}

// Units returns the ids of all units, in workspace order.
func (d *Day) Units() []string {
	var out []string
	for _, u := range d.now.units {
		out = append(out, u.unit.ID)
	}
	return out
}

// Unit makes the model of one unit's workbook in a language.
func (d *Day) Unit(ctx context.Context, id, lang string) (Unit, error) {
	i := slices.IndexFunc(d.now.units, func(u *unitState) bool { return u.unit.ID == id })
	if i < 0 {
		return Unit{}, fmt.Errorf("unknown unit %q", id)
	}
	us := d.now.units[i]
	w := d.b.Workspace
	u := Unit{
		City: w.City, Issuer: w.Issuer, ID: id, Name: us.unit.Name, Tier: us.unit.Tier,
		Period: DayOf(d.now.day), PreviousPeriod: DayOf(d.then.day), Slot: d.now.day, Cutoff: d.now.day.AddDate(0, 0, 1),
		Score: points(us.result.Score), ScoreNoWaivers: withoutWaivers(us.result.Score), Judged: us.result.Judged,
		Band: d.b.band(us.result.Score), CheckCode: d.checkCode, Method: d.b.method(),
	}
	if t, ok := us.unit.CDO(d.now.day); ok {
		u.CDO = tenure(t, lang)
	}
	if then := d.before(id); then != nil {
		u.Previous = points(then.result.Score)
	}
	u.PeerMedian = d.median(us.unit.Tier, func(u *unitState) score.Score { return u.result.Score })
	u.Rank, u.Ranked = d.rank(us)
	u.Rules = d.ruleLines(us, lang)
	u.Dimensions = d.dimensionLines(us, u.Rules)
	u.Datasets = d.datasetLines(us)
	u.Deliveries = d.deliveryLines(us)
	u.Rectify = d.rectifyLines(us, u.Rules)
	var err error
	u.Samples, err = d.sampleLines(ctx, us, lang)
	return u, err
}

func points(s score.Score) Points { return Points{Value: s.Points, Assessed: s.Assessed()} }

func withoutWaivers(s score.Score) Points { return Points{Value: s.NoWaivers, Assessed: s.Assessed()} }

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

func (b *Builder) band(s score.Score) Band {
	if !s.Assessed() {
		return Band{}
	}
	for _, x := range b.Workspace.Indicators.Bands {
		if score.Round(s.Points) >= x.From {
			return Band{ID: x.ID, Name: x.Name, Color: x.Color}
		}
	}
	return Band{}
}

// rank places a unit inside its tier; units below the minimum n are not ranked.
func (d *Day) rank(us *unitState) (place, ranked int) {
	var all []float64
	mine := -1
	for _, u := range d.now.units {
		if u.unit.Tier != us.unit.Tier || !d.b.ranked(u) {
			continue
		}
		if u == us {
			mine = len(all)
		}
		all = append(all, u.result.Points)
	}
	if mine < 0 {
		return 0, len(all)
	}
	return score.Ranks(all)[mine], len(all)
}

// ranked reports whether a unit is assessed on at least the minimum number of
// rows.
func (b *Builder) ranked(u *unitState) bool {
	return u.result.Assessed() && u.rows() >= b.Workspace.Indicators.MinimumN
}

// rows is on how many rows a unit is assessed.
func (u *unitState) rows() int64 {
	var rows int64
	for _, s := range u.slots {
		rows += max(assessment.Evaluated(s.groups), assessment.Evaluated(s.rules))
	}
	return rows
}

// evaluated sums the rows that check groups and other scored rules evaluated;
// judgements of an extract as a whole are no rows.
func (u *unitState) evaluated() (evaluated, failed int64) {
	for _, s := range u.slots {
		for _, i := range items(s) {
			if i.Credit != nil {
				continue
			}
			evaluated += i.Evaluated
			failed += i.Failed
		}
	}
	return evaluated, failed
}

func (d *Day) dimensionLines(us *unitState, lines []RuleLine) []DimensionLine {
	then := d.before(us.unit.ID)
	var out []DimensionLine
	for i, dim := range d.b.Workspace.Indicators.Dimensions {
		line := DimensionLine{ID: dim.ID, Name: dim.Name, Weight: float64(dim.Weight()), Score: points(us.result.Dimensions[i].Score), PeerMedian: d.median(us.unit.Tier, func(u *unitState) score.Score { return u.result.Dimensions[i].Score })}
		if then != nil {
			line.Previous = points(then.result.Dimensions[i].Score)
		}
		for j := range lines {
			if lines[j].Dimension != dim.ID {
				continue
			}
			line.Lost += lines[j].Lost
			line.Recoverable.Value += lines[j].recoverable()
			if lines[j].Lost > 0 && (line.Cause == nil || lines[j].Lost > line.Cause.Lost) {
				line.Cause = &lines[j]
			}
		}
		line.Recoverable.Assessed = line.Score.Assessed
		out = append(out, line)
	}
	return out
}

// before is the unit a day earlier, or nil.
func (d *Day) before(id string) *unitState {
	for _, u := range d.then.units {
		if u.unit.ID == id && u.result.Assessed() {
			return u
		}
	}
	return nil
}

// median is the median of one score over the units of a tier where it is
// assessed.
func (d *Day) median(tier string, of func(*unitState) score.Score) Points {
	var all []float64
	for _, u := range d.now.units {
		if s := of(u); u.unit.Tier == tier && s.Assessed() {
			all = append(all, s.Points)
		}
	}
	if len(all) == 0 {
		return Points{}
	}
	slices.Sort(all)
	mid := len(all) / 2
	if len(all)%2 == 1 {
		return Points{Value: all[mid], Assessed: true}
	}
	return Points{Value: (all[mid-1] + all[mid]) / 2, Assessed: true}
}

func (d *Day) datasetLines(us *unitState) []DatasetLine {
	bySlot := map[string]*slotState{}
	for _, s := range us.slots {
		bySlot[s.dataset.ID] = s
	}
	var out []DatasetLine
	for _, ds := range d.b.Workspace.Datasets {
		if ds.Unit != us.unit.ID {
			continue
		}
		line := DatasetLine{ID: ds.ID, Code: ds.Catalogue.Code, Title: ds.Title, Office: ds.Owner.Office, Person: ds.Owner.Person,
			Cycle: ds.Update.Cycle, InScope: ds.InScope, Dimensions: make([]Points, len(d.b.Workspace.Indicators.Dimensions))}
		d.countDeliveries(&line)
		if s := bySlot[ds.ID]; s != nil {
			line.Score, line.Judged = points(s.result.Score), s.result.Judged
			for i, r := range s.result.Dimensions {
				line.Dimensions[i] = points(r.Score)
			}
		}
		out = append(out, line)
	}
	return out
}

func (d *Day) countDeliveries(line *DatasetLine) {
	for _, x := range d.deliveries[line.ID] {
		if !x.Due.IsZero() {
			line.Due++
		}
		switch x.State {
		case ledger.OnTime:
			line.OnTime++
		case ledger.Late:
			line.Late++
		case ledger.Missing, ledger.Unreadable, ledger.SourceFailed:
			line.MissingCount++
		case ledger.PlatformFailed, ledger.Excused:
			line.Excused++
		}
		line.HasRows, line.Rows = x.Good(), x.Rows
	}
}

func (d *Day) deliveryLines(us *unitState) []DeliveryLine {
	var out []DeliveryLine
	for _, ds := range d.b.Workspace.Datasets {
		if ds.Unit != us.unit.ID {
			continue
		}
		var previous *ledger.Delivery
		for i, x := range d.deliveries[ds.ID] {
			line := DeliveryLine{Dataset: ds.Title, Slot: x.Slot, Due: x.Due, Arrived: x.Arrived, State: x.State, Reason: x.Reason, Rows: x.Rows, HasRows: x.Good(), Hash: x.SHA256}
			if previous != nil {
				line.PreviousRows, line.HasPrevious = previous.Rows, true
			}
			if x.Good() {
				previous = &d.deliveries[ds.ID][i]
			}
			out = append(out, line)
		}
	}
	slices.SortStableFunc(out, func(a, b DeliveryLine) int { return cmp.Compare(b.Slot, a.Slot) })
	return out
}

func (d *Day) sampleLines(ctx context.Context, us *unitState, lang string) ([]SampleLine, error) {
	var out []SampleLine
	for _, s := range us.slots {
		list, err := d.b.Ledger.Samples(ctx, s.run, s.dataset.ID, s.slot)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			line := SampleLine{Code: Code(s.dataset.ID, s.slot, x.Rule), Row: x.Row, Key: x.Key, Value: x.Value, Reason: x.Note}
			for _, r := range s.rules {
				if r.Rule == x.Rule {
					line.Field = FieldTitles(s.dataset, fields(r), lang)
				}
			}
			out = append(out, line)
		}
	}
	return out, nil
}

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
	sep := "、"
	if lang == "en" {
		sep = ", "
	}
	return strings.Join(titles, sep)
}

// title is what a rule is called: its own title, else its kind's.
func (b *Builder) title(s *slotState, row ledger.Row) rules.Text {
	for _, r := range s.dataset.Rules {
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
