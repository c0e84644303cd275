// Package evaluation carries the annual evaluation of a cycle from the units' own
// points to the bulletin: self-assessment (自评), first review (初评) by reviewers
// blind to each other, second review (复核), back to the units (反馈), objections
// (异议), approval by the leading group (领导小组审定) and the bulletin (通报). Every
// step is dated, signed and bears a document's number in the ledger; nothing there is
// overwritten.
//
// One truth: a cycle whose evaluation was never opened is assessed from the files in
// reviews/<cycle>/. Opening it takes those files' points into the ledger, and from
// then on the ledger alone counts: a line of a file that is not in the ledger is
// refused until it is imported. An approved result is kept whole and printed from
// there; a correction is a new version beside it.
//
// It stands on assessment, which computes the points, and knows nothing of
// workbooks: reports/xlsx writes its forms and reads them back.
package evaluation
