// Package appeal carries a unit's objection to a scored line from its filing to the
// archive (异议): who may do what in which state, until when, and what a ruling
// changes. The steps lie in the ledger, each dated and signed, and are never
// changed.
package appeal
