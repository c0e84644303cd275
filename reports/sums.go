package reports

// Totals are the sums of a unit's dimensions, in points of its 100.
type Totals struct {
	Weight                    float64 // of all dimensions
	Lost, Locked, Recoverable Points  // of those assessed; not assessed where the unit is not
}

// Totals sums what the dimensions weigh, lost and can win back.
func (u Unit) Totals() Totals {
	t := Totals{}
	for _, p := range []*Points{&t.Lost, &t.Locked, &t.Recoverable} {
		p.Assessed = u.Score.Assessed
	}
	for _, d := range u.Dimensions {
		t.Weight += d.Weight
		if d.Score.Assessed {
			t.Lost.Value += d.Lost
			t.Locked.Value += d.Locked
			t.Recoverable.Value += d.Recoverable.Value
		}
	}
	return t
}

// Tally counts a city's units, datasets and slots.
type Tally struct {
	Units, Graded, Datasets            int
	Findings, Done, Overdue, Recurred  int // of rectification
	Contested                          int // appeals that are pending
	Due, OnTime, Late, Missing, Spared int // slots; Missing includes unreadable and failed sources
}

// Tally sums the units.
func (c City) Tally() Tally {
	t := Tally{Units: len(c.Units)}
	for _, u := range c.Units {
		if u.Score.Assessed {
			t.Graded++
		}
		t.Datasets += u.Datasets
		t.Due += u.Due
		t.OnTime += u.OnTime
		t.Late += u.Late
		t.Missing += u.Missing + u.Unreadable + u.SourceFailed
		t.Spared += u.Spared()
		t.Findings += u.Rectified.Findings
		t.Done += u.Rectified.Done
		t.Overdue += u.Rectified.Overdue
		t.Recurred += u.Rectified.Recurred
		t.Contested += u.Appeals.Contested
	}
	return t
}

// BandCounts are the units of a tier by grade, in the order of Bands, then those
// without one, then all.
func (c City) BandCounts(tier string) []int {
	counts := make([]int, len(c.Bands)+2)
	for _, u := range c.Units {
		if u.Tier != tier {
			continue
		}
		counts[c.bandPlace(u.Band.ID)]++
		counts[len(counts)-1]++
	}
	return counts
}

func (c City) bandPlace(id string) int {
	for i, band := range c.Bands {
		if band.ID == id {
			return i
		}
	}
	return len(c.Bands)
}

// Spared are the slots that cost nothing: the platform failed, or an outage was
// declared.
func (u CityUnit) Spared() int { return u.PlatformFailed + u.Excused }

// OnTimeRate is on time ÷ (due − spared), 0-1; false where nothing was owed.
func (u CityUnit) OnTimeRate() (float64, bool) {
	owed := u.Due - u.Spared()
	if owed <= 0 {
		return 0, false
	}
	return float64(u.OnTime) / float64(owed), true
}
