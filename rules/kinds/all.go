package kinds

import "cdoscore/rules"

// All returns every kind, in the order of the semantics page.
func All() []*rules.Kind {
	return []*rules.Kind{
		Required(), RequiredWhen(), RowCount(), EmptyRecord(), Coverage(), PeriodCovered(),
		Type(), Pattern(), Length(), Range(), In(), NotIn(), Code(), Format(), Unique(), DuplicateRow(), Garbled(),
		Expr(), Compare(), Reference(), IDAgrees(), Outlier(),
		Delivery(), Freshness(), RecordLag(), EventOrder(),
		Match(), SourceDeclared(), Fabricated(), Unchanged(), VolumeChange(),
		Readable(), Schema(), Dictionary(),
	}
}

// Named returns the kind of a name, or nil.
func Named(name string) *rules.Kind {
	for _, k := range All() {
		if k.Name == name {
			return k
		}
	}
	return nil
}
