package intake

import (
	"net/http"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// receiptPage is the numbered proof of a delivery, to be printed (报送回执).
type receiptPage struct {
	submission.Receipt
	Unit    string
	Issuer  string
	Dataset *workspace.Dataset
	Back    string
	To      string // the slot's last day
	Printed time.Time
}

func (in *Intake) showReceipt(v *visit) error {
	r, err := in.Desk.Receipt(v.r.Context(), v.actor(), v.r.PathValue("number"))
	if err != nil {
		return err
	}
	p := receiptPage{Receipt: r, Unit: v.unitName(r.Unit), Issuer: in.Workspace().Issuer.In(v.lang), Dataset: in.Workspace().Dataset(r.Dataset), Back: datasetPath(r.Dataset), Printed: in.Clock()}
	if !r.SlotEnd.IsZero() {
		p.To = r.SlotEnd.In(in.Workspace().Zone).AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return v.show(http.StatusOK, "receipt", v.text("web.receipt.title"), p)
}

// reviewPage is the queue of the second person.
type reviewPage struct {
	Two   bool // the unit has a second person look
	Lines []reviewLine
}

type reviewLine struct {
	submission.Upload
	Title rules.Text
	Path  string
	Own   bool // handed in by the reader, who may not judge it
}

func (in *Intake) showReview(v *visit) error {
	a := v.session.Account
	list, err := in.Desk.Uploads(v.r.Context(), a.Unit, "")
	if err != nil {
		return err
	}
	p := reviewPage{Two: in.secondPerson(a.Unit)}
	for _, u := range list {
		if u.State != ledger.UploadSubmitted {
			continue
		}
		l := reviewLine{Upload: u, Path: uploadPath(u.ID), Own: u.ReceivedBy == a.Name || u.SubmittedBy == a.Name, Title: rules.Text{ZhHans: u.Dataset}}
		if d := in.Workspace().Dataset(u.Dataset); d != nil {
			l.Title = d.Title
		}
		p.Lines = append(p.Lines, l)
	}
	return v.show(http.StatusOK, "review", v.text("web.review.title"), p)
}
