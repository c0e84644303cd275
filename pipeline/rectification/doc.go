// Package rectification follows findings: what a unit was told to put right, what it
// answered, and what the extracts after that show (整改清单).
//
// Only the finding and the replies are kept (ledger). Everything else is worked out
// anew from the current results of the slots after the finding's own, so that a
// re-run of a night corrects the state of a finding as it corrects a score.
package rectification
