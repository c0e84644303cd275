// Package check judges one file against one dataset: what an officer is told of an
// extract before it counts. It freezes the file into a temporary snapshot, scores
// it as a night would, and hands out every failing row. It writes nothing beyond
// its folder and records nothing: whoever calls it prints, returns a workbook, or
// delivers.
package check
