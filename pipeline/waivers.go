package pipeline

import (
	"context"
	"time"

	"cdoscore/pipeline/ledger"
)

// auditWaivers records each waiver with which a run judges for the first time, as
// it stands: a waiver that was changed is recorded again. Waivers are files, so that
// this is where they enter the audit trail.
func (r *Runner) auditWaivers(ctx context.Context, at time.Time) error {
	var list []ledger.AuditRecord
	for _, x := range r.Workspace.Waivers {
		a := ledger.AuditRecord{At: at, Actor: "system", Action: "waiver.apply", Object: x.ID, Detail: x.Canonical()}
		if d := r.Workspace.Dataset(x.Dataset); d != nil {
			a.Unit = d.Unit
		}
		list = append(list, a)
	}
	return r.Ledger.AuditOnce(ctx, list)
}
