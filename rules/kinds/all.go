package kinds

import "cdoscore/rules"

// All returns every kind, in the order of the semantics page.
func All() []*rules.Kind {
	return []*rules.Kind{
		Required(), RequiredWhen(), RowCount(),
		Type(), Pattern(), Length(), Range(), In(), Code(), Format(), Unique(), Expr(), Compare(), Reference(),
		Delivery(), Freshness(),
		Readable(), Schema(),
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
