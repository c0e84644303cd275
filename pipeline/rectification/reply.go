package rectification

import (
	"context"
	"slices"

	"cdoscore/pipeline/entries"
	"cdoscore/pipeline/ledger"
)

// Cannot is the progress of what cannot be put right.
const Cannot = "cannot"

// Progresses lists what a reply may say of how far it has come (完成情况), in the order
// of the form.
func Progresses() []string { return []string{"not_started", "in_progress", "done", Cannot} }

// The entries of a reply's form, in its order.
const (
	Analysis = "analysis"
	Measures = "measures"
	Planned  = "planned"
	Progress = "progress"
	Evidence = "evidence"
)

// CheckReply says what is wrong with a reply, by entry. It is all that a reply is held
// to, whether it comes in a workbook or from a page.
func CheckReply(r ledger.Reply) entries.Faults {
	var faults entries.Faults
	faults.Text(Analysis, r.Analysis, entries.Long)
	faults.Text(Measures, r.Measures, entries.Long)
	faults.Day(Planned, r.Planned)
	faults.Text(Evidence, r.Evidence, entries.Short)
	switch {
	case !slices.Contains(Progresses(), r.Progress):
		faults.Add(Progress, "no_progress")
	case r.Progress == Cannot && r.Analysis == "":
		faults.Add(Analysis, "no_reason")
	case r.Progress != Cannot && r.Measures == "":
		faults.Add(Measures, "no_measures")
	}
	return faults
}

// Answer records replies of one unit, all or none of them. Its error is entries.Faults
// where one may not stand as it is, and wraps ledger.ErrUnknownFinding where one names
// no finding of the unit.
func (r *Register) Answer(ctx context.Context, unit string, list []ledger.Reply, actor, remote string) error {
	for i := range list {
		if faults := CheckReply(list[i]); len(faults) > 0 {
			return faults
		}
		list[i].At, list[i].Actor = r.Now, actor
	}
	return r.Ledger.AddReplies(ctx, unit, list, remote)
}
