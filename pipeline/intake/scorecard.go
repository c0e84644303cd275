package intake

import (
	"bytes"
	"context"
	"errors"
	"html/template"
	"net/url"
	"path/filepath"
	"slices"

	"net/http"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"
)

// scorecardPage holds a part written by Scorecards.
type scorecardPage struct {
	Days, Months []string
	At           string
	Workbook     string        // its address; "" none was written
	Card         template.HTML // of our own writer, which escapes what it is given
}

// Days and months are offered as far back as this.
const (
	daysOffered   = 62
	monthsOffered = 24
)

func (in *Intake) showCity(v *visit) error {
	return v.scorecard("/city", "", v.text("web.city.title"), func(w *bytes.Buffer, period string) error {
		return in.Scorecards.City(v.r.Context(), w, period, v.lang)
	})
}

func (in *Intake) showUnit(v *visit) error {
	id := v.r.PathValue("unit")
	if in.Workspace().Unit(id) == nil {
		return errNotFound
	}
	appeals := ""
	if v.session.Account.May(account.Reply, id) {
		appeals = appealsPath(id)
	}
	return v.scorecard("/units/"+url.PathEscape(id), id, v.unitName(id), func(w *bytes.Buffer, period string) error {
		return in.Scorecards.Unit(v.r.Context(), w, period, id, v.lang, appeals)
	})
}

func (v *visit) scorecard(path, unit, title string, write func(*bytes.Buffer, string) error) error {
	ctx := v.r.Context()
	at, periods, err := v.period(ctx)
	if err != nil {
		return err
	}
	var card bytes.Buffer
	if err := write(&card, at); err != nil {
		return err
	}
	p := scorecardPage{At: at, Card: template.HTML(card.String())}
	for _, name := range periods {
		if len(name) == len("2026-03") {
			p.Months = append(p.Months, name)
		} else {
			p.Days = append(p.Days, name)
		}
	}
	p.Days, p.Months = p.Days[:min(len(p.Days), daysOffered)], p.Months[:min(len(p.Months), monthsOffered)]
	switch _, err := v.in.Scorecards.Workbook(ctx, at, unit, v.lang); {
	case err == nil:
		p.Workbook = path + "/workbook?at=" + url.QueryEscape(at)
	case !errors.Is(err, ErrNoResults):
		return err
	}
	return v.show(http.StatusOK, "scorecard", title, p)
}

// period is that of ?at=, or the newest day for which there are results.
func (v *visit) period(ctx context.Context) (string, []string, error) {
	periods, err := v.in.Scorecards.Periods(ctx)
	if err != nil {
		return "", nil, err
	}
	at := v.r.URL.Query().Get("at")
	switch {
	case len(periods) == 0:
		return "", nil, ErrNoResults
	case at == "":
		at = periods[0]
	case !slices.Contains(periods, at):
		return "", nil, ErrNoResults
	}
	return at, periods, nil
}

func (in *Intake) sendCityWorkbook(v *visit) error {
	return v.sendWorkbook("", in.Workspace().City.In(v.lang))
}

func (in *Intake) sendUnitWorkbook(v *visit) error {
	id := v.r.PathValue("unit")
	if in.Workspace().Unit(id) == nil {
		return errNotFound
	}
	return v.sendWorkbook(id, v.unitName(id))
}

// sendWorkbook sends the workbook of a period, and writes down who took it.
func (v *visit) sendWorkbook(unit, name string) error {
	ctx := v.r.Context()
	at, _, err := v.period(ctx)
	if err != nil {
		return err
	}
	path, err := v.in.Scorecards.Workbook(ctx, at, unit, v.lang)
	if err != nil {
		return err
	}
	a := v.session.Account
	err = v.in.Trail.Audit(ctx, ledger.AuditRecord{At: v.in.Clock(), Actor: a.Name, Unit: unit, Action: "workbook.download", Object: filepath.Base(path), Detail: at, Remote: v.remote()})
	if err != nil {
		return err
	}
	return v.sendFile(path, v.text("web.workbook.file", at, name)+".xlsx", kindXLSX)
}
