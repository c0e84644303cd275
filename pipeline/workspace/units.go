package workspace

import (
	"cmp"
	"regexp"
	"slices"
	"time"

	"cdoscore/rules"
)

const unitsFile = "units.yaml"

// The forms of codes; whether a check digit is right is a question to the data,
// not to the configuration.
var (
	usccForm     = regexp.MustCompile(`^[0-9A-HJ-NPQRTUWXY]{18}$`)
	divisionForm = regexp.MustCompile(`^[0-9]{6}$`)
)

// readUnits reads units.yaml, in file order.
func readUnits(file string, data []byte, zone *time.Location, deps Deps, diags *rules.Diagnostics) []*Unit {
	node := parseYAML(file, data, diags)
	if node == nil {
		return nil
	}
	u := unitReader{zone: zone, deps: deps, diags: diags, byID: map[string]*Unit{}}
	for _, n := range items(node, "units", diags) {
		u.read(n)
	}
	if node.Type == rules.List && len(node.Items) == 0 {
		diags.Addf(node.Pos, "there are no units: list at least one")
	}
	u.checkReferences()
	checkShortNames(u.units, diags)
	return u.units
}

// unitReference is a unit's mention of another, looked up when all are known.
type unitReference struct {
	from *Unit
	key  string
	node *rules.Node
}

type unitReader struct {
	zone       *time.Location
	deps       Deps
	diags      *rules.Diagnostics
	units      []*Unit
	byID       map[string]*Unit
	references []unitReference
}

func (u *unitReader) read(n *rules.Node) {
	r := rules.NewReader(n, "unit", u.diags)
	unit := &Unit{
		ID:       r.RequireText("id"),
		Tier:     r.Choice("tier", "", Tiers...),
		Name:     requireText(r, "names", "names"),
		Parent:   r.Text("parent"),
		USCC:     r.Text("uscc"),
		Division: r.Text("division"),
		Pos:      n.Pos,
	}
	r.Require("tier")
	readShortName(r, unit)
	unit.From, unit.To = readSpanOfDays(r)
	unit.Successor = r.Text("successor")
	unit.SecondPerson = r.Bool("second_person", false)
	unit.CDOs = readTenures(r.Get("cdos"), u.diags)
	unit.Schedule = readSchedule(r, u.zone, u.deps)
	unit.Email = readAddresses(r, "email")
	u.checkCodes(r, unit)
	for _, key := range []string{"parent", "successor"} {
		if r.Has(key) {
			u.references = append(u.references, unitReference{unit, key, r.Get(key)})
		}
	}
	r.Finish()
	u.add(r, unit)
}

func (u *unitReader) checkCodes(r *rules.Reader, unit *Unit) {
	if unit.USCC != "" && !usccForm.MatchString(unit.USCC) {
		u.diags.Addf(r.Get("uscc").Pos, `unit: "uscc" must be the 18 characters of a unified social credit code (digits and capitals without I, O, S, V, Z), found %q`, unit.USCC)
	}
	if unit.Division != "" && !divisionForm.MatchString(unit.Division) {
		u.diags.Addf(r.Get("division").Pos, `unit: "division" must be a division code of six digits, found %q`, unit.Division)
	}
}

func (u *unitReader) add(r *rules.Reader, unit *Unit) {
	u.units = append(u.units, unit)
	if unit.ID == "" {
		return
	}
	at := r.Get("id").Pos
	if first, twice := u.byID[unit.ID]; twice {
		u.diags.Addf(at, "unit %q stands twice, first at %s: give one of the two another id", unit.ID, first.Pos)
		return
	}
	checkName(at, "unit", unit.ID, u.diags)
	u.byID[unit.ID] = unit
}

func (u *unitReader) checkReferences() {
	for _, ref := range u.references {
		if !ref.node.IsScalar() {
			continue // reported as it was read
		}
		if _, known := u.byID[ref.node.Text]; !known {
			u.diags.Addf(ref.node.Pos, "%q names the unknown unit %q%s", ref.key, ref.node.Text, rules.Suggest(ref.node.Text, unitIDs(u.units)))
		} else if ref.node.Text == ref.from.ID {
			u.diags.Addf(ref.node.Pos, "%q names the unit itself: remove it, or name another", ref.key)
		} else if ref.key == "parent" && u.circular(ref.from) {
			u.diags.Addf(ref.node.Pos, "unit %q is its own parent by way of others: one unit of the chain must have no parent", ref.from.ID)
		}
	}
}

// circular reports whether the chain of parents comes back to unit.
func (u *unitReader) circular(unit *Unit) bool {
	above := u.byID[unit.Parent]
	for range u.units {
		if above == nil || above == unit {
			break
		}
		above = u.byID[above.Parent]
	}
	return above == unit
}

func unitIDs(units []*Unit) []string {
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = u.ID
	}
	return ids
}

func readTenures(n *rules.Node, diags *rules.Diagnostics) []Tenure {
	var out []Tenure
	for _, item := range items(n, "cdos", diags) {
		r := rules.NewReader(item, "cdo", diags)
		t := Tenure{Name: r.RequireText("name"), Title: r.Text("title")}
		r.Require("from")
		t.From, t.To = readSpanOfDays(r)
		r.Finish()
		if i := slices.IndexFunc(out, t.overlaps); i >= 0 {
			diags.Addf(item.Pos, "cdo: the tenure of %s overlaps that of %s: give the earlier one a \"to\" before %s", t.Name, out[i].Name, max(t.From, out[i].From))
		}
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, b Tenure) int { return cmp.Compare(a.From, b.From) })
	return out
}

// overlaps is false where a beginning is unknown, which is reported already.
func (t Tenure) overlaps(o Tenure) bool {
	return t.From != "" && o.From != "" && overlap(t.From, t.To, o.From, o.To)
}

// overlap reports whether two spans of days, or of months, share a moment; ""
// is open. Of a day and a month, the common prefix decides.
func overlap(from1, to1, from2, to2 string) bool {
	return notAfter(from1, to2) && notAfter(from2, to1)
}

func notAfter(from, to string) bool {
	if from == "" || to == "" {
		return true
	}
	n := min(len(from), len(to))
	return from[:n] <= to[:n]
}
