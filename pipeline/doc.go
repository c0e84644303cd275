// Package pipeline runs a night: it finds what is due, pulls and freezes every
// extract, binds the snapshots that rules compare with, scores, publishes the
// results and has the workbooks written. Runner is the way in.
//
// One dataset's failure never reaches another: it becomes a state with a reason.
package pipeline
