package workspace

import (
	"cmp"
	"path"
	"slices"

	"cdoscore/rules"
)

const (
	reviewsFolder   = "reviews"
	adjustmentsFile = "adjustments.csv"
	signOffsFile    = "signoffs.csv"
	reviewersFile   = "reviewers.csv"
)

// Review is what was claimed and confirmed in one assessment cycle.
type Review struct {
	Cycle       string
	Scores      []ReviewScore // by unit and indicator
	Adjustments []Adjustment  // by unit, kind, day and document
	SignOffs    []SignOff     // by unit
	Reviewers   []Reviewer    // by name
}

// Reviewer is a person who reviews in a cycle. Nobody reviews the own unit (回避).
type Reviewer struct {
	Name string
	Unit string // "" for one from outside
	Pos  rules.Pos
}

// Reviewer returns who bears a name; false where nobody does.
func (r Review) Reviewer(name string) (Reviewer, bool) {
	i := slices.IndexFunc(r.Reviewers, func(x Reviewer) bool { return x.Name == name })
	if i < 0 {
		return Reviewer{}, false
	}
	return r.Reviewers[i], true
}

// SignOff is the confirmation of a unit's result as a whole (审定): with it the
// result is final, unless points of it are still open.
type SignOff struct {
	Unit, Document, By, On string
	Pos                    rules.Pos
}

// SignOff returns a unit's; false where there is none.
func (r Review) SignOff(unit string) (SignOff, bool) {
	i := slices.IndexFunc(r.SignOffs, func(s SignOff) bool { return s.Unit == unit })
	if i < 0 {
		return SignOff{}, false
	}
	return r.SignOffs[i], true
}

// ReviewScore is a unit's points for one annual item, in hundredths; nil where
// none were given.
type ReviewScore struct {
	Unit, Indicator        string
	Self                   *int64 // 自评
	Confirmed              *int64 // 核定
	Evidence, Note, By, On string
	Pos                    rules.Pos
}

// Adjustment is extra points, a deduction or a veto of one unit.
type Adjustment struct {
	Unit            string
	Kind            string // one of AdjustmentKinds
	Points          int64  // hundredths, above 0; 0 for a veto
	Basis, Document string
	By, On          string
	Pos             rules.Pos
}

// AdjustmentKinds are the kinds of adjustments.
var AdjustmentKinds = []string{"extra", "deduction", "veto"}

// ParseReviewScores reads the points of a cycle from a file in hand, of the form of
// those in reviews/<cycle>/.
func (w *Workspace) ParseReviewScores(file, cycle string, data []byte) ([]ReviewScore, error) {
	l := &loader{w: w}
	x := l.reviewReader(cycle)
	l.eachRow(file, data, []string{scoresHeader}, x.score)
	return x.review.Scores, l.diags.Err()
}

// Hash is the SHA-256, in hex, of what a line of a file of reviews says.
func (s ReviewScore) Hash(cycle string) string { return hexSHA256(s.canonical(cycle)) }

// reviews reads reviews/<cycle>/*.csv.
func (l *loader) reviews() {
	l.w.Reviews = map[string]Review{}
	for _, folder := range l.entries(reviewsFolder) {
		name := folder.Name()
		if !folder.IsDir() {
			l.diags.Addf(rules.Pos{File: path.Join(reviewsFolder, name)}, "review files lie in the folder of their cycle: move it to reviews/<cycle>/")
			continue
		}
		if _, known := l.w.Cycle(name); !known {
			l.diags.Addf(rules.Pos{File: path.Join(reviewsFolder, name)}, `the folder is named after no cycle%s (a year such as 2026, or a name under "cycles" in %s)`, rules.Suggest(name, cycleNames(l.w.Cycles)), settingsFile)
		}
		l.w.Reviews[name] = l.review(name)
	}
}

func (l *loader) review(cycle string) Review {
	x := l.reviewReader(cycle)
	for _, file := range l.list(path.Join(reviewsFolder, cycle), ".csv") {
		data, ok := l.required(file)
		switch {
		case !ok:
		case path.Base(file) == adjustmentsFile:
			l.eachRow(file, data, []string{"unit,kind,points,basis,document,by,on"}, x.adjustment)
		case path.Base(file) == signOffsFile:
			l.eachRow(file, data, []string{"unit,document,by,on"}, x.signOff)
		case path.Base(file) == reviewersFile:
			l.eachRow(file, data, []string{"name,unit"}, x.reviewer)
		default:
			l.eachRow(file, data, []string{scoresHeader}, x.score)
		}
	}
	slices.SortStableFunc(x.review.Scores, func(a, b ReviewScore) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Indicator, b.Indicator))
	})
	slices.SortStableFunc(x.review.Adjustments, func(a, b Adjustment) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.On, b.On), cmp.Compare(a.Document, b.Document))
	})
	slices.SortStableFunc(x.review.SignOffs, func(a, b SignOff) int { return cmp.Compare(a.Unit, b.Unit) })
	slices.SortStableFunc(x.review.Reviewers, func(a, b Reviewer) int { return cmp.Compare(a.Name, b.Name) })
	return x.review
}

func (x *reviewReader) reviewer(r csvRow) {
	p := Reviewer{Name: r.require("name"), Pos: r.pos}
	if r.text("unit") != "" {
		p.Unit = r.oneOf("unit", "unit", x.units)
	}
	r.once(x.seen, "name", "reviewer "+p.Name, "reviewer", p.Name)
	x.review.Reviewers = append(x.review.Reviewers, p)
}

func (x *reviewReader) signOff(r csvRow) {
	s := SignOff{Unit: r.oneOf("unit", "unit", x.units), Document: r.require("document"), By: r.require("by"), On: r.requireDay("on"), Pos: r.pos}
	r.once(x.seen, "unit", "the sign-off of unit "+s.Unit, "sign-off", s.Unit)
	x.review.SignOffs = append(x.review.SignOffs, s)
}

// scoresHeader begins a file of points.
const scoresHeader = "unit,indicator,self,confirmed,evidence,note,by,on"

func (l *loader) reviewReader(cycle string) *reviewReader {
	return &reviewReader{loader: l, review: Review{Cycle: cycle}, items: l.w.Indicators.AnnualItems(), units: unitIDs(l.w.Units), seen: places{}}
}

// reviewReader reads the files of one cycle.
type reviewReader struct {
	*loader
	review Review
	items  map[string]AnnualItem
	units  []string
	seen   places
}

func (x *reviewReader) score(r csvRow) {
	s := ReviewScore{Unit: r.oneOf("unit", "unit", x.units), Indicator: r.oneOf("indicator", "annual item", sortedKeys(x.items)), Evidence: r.text("evidence"), Note: r.text("note"), Pos: r.pos}
	if item, known := x.items[s.Indicator]; known {
		s.Self, s.Confirmed = item.readPoints(r, "self"), item.readPoints(r, "confirmed")
		if item.Mode == ModeAuto && r.text("confirmed") != "" {
			r.failf("confirmed", "annual item %s is measured automatically and has no points to confirm: leave it empty", item.ID)
		}
		if item.Mode != ModeAuto && (above0(s.Self) || above0(s.Confirmed)) {
			r.require("evidence")
		}
	}
	if r.text("self") != "" || r.text("confirmed") != "" {
		s.By, s.On = r.require("by"), r.requireDay("on")
	} else {
		s.By, s.On = r.text("by"), r.day("on")
	}
	r.once(x.seen, "indicator", "annual item "+s.Indicator+" of unit "+s.Unit, s.Unit, s.Indicator)
	x.review.Scores = append(x.review.Scores, s)
}

func above0(points *int64) bool { return points != nil && *points > 0 }

// readPoints reads points that an item can earn; nil where the value is empty.
func (i AnnualItem) readPoints(r csvRow, column string) *int64 {
	text := r.text(column)
	if text == "" {
		return nil
	}
	points, ok := parsePoints(text)
	switch {
	case len(i.Steps) > 0 && !(ok && slices.ContainsFunc(i.Steps, func(s Step) bool { return s.Points == points })):
		r.failf(column, "%q of annual item %s must be one of its steps (%s), found %q", column, i.ID, i.stepsText(), text)
	case !ok || points > i.Most():
		r.failf(column, "%q of annual item %s must be points from 0 to %s with at most two decimals, found %q", column, i.ID, number(i.Weight), text)
	default:
		return &points
	}
	return nil
}

func (x *reviewReader) adjustment(r csvRow) {
	a := Adjustment{
		Unit: r.oneOf("unit", "unit", x.units), Kind: r.oneOf("kind", "kind of adjustment", AdjustmentKinds),
		Basis: r.require("basis"), Document: r.require("document"), By: r.require("by"), On: r.requireDay("on"), Pos: r.pos,
	}
	if a.Kind != "" && !x.w.Indicators.Adjustments.Allow(a.Kind) {
		r.failf("kind", `adjustments of kind %q are switched off: add %q under "adjustments" in %s, or remove the line`, a.Kind, a.Kind, indicatorsFile)
	}
	text := r.text("points")
	points, ok := parsePoints(text)
	switch {
	case a.Kind == "veto" && text != "":
		r.failf("points", "a veto has no points: leave them empty, found %q", text)
	case a.Kind == "extra" && (!ok || points == 0), a.Kind == "deduction" && (!ok || points == 0):
		r.failf("points", "%q must be points above 0 with at most two decimals, found %q", "points", text)
	default:
		a.Points = points
	}
	x.review.Adjustments = append(x.review.Adjustments, a)
}

// SignedOff reports whether a unit's result is signed off for the cycle that a day
// lies in: what it rests on is not corrected any more.
func (w *Workspace) SignedOff(unit, day string) bool {
	for name, review := range w.Reviews {
		c, ok := w.Cycle(name)
		if !ok || day < c.From || c.To < day {
			continue
		}
		if _, signed := review.SignOff(unit); signed {
			return true
		}
	}
	return false
}
