// Package score turns counts into scores: check group → indicator → dimension →
// dataset → unit → year (semantics, From outcomes to a dataset's score, and From
// datasets to units, the city and the year); README.md works one unit out. It is pure
// arithmetic: no clock, no I/O, sums in a fixed order, and products converted
// explicitly so that no machine fuses them with a sum.
package score
