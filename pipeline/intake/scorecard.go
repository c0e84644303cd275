package intake

import (
	"bytes"
	"context"
	"html/template"
	"net/http"
	"net/url"
	"path/filepath"
	"time"

	"cdoscore/pipeline/ledger"
)

// scorecardPage holds a part written by Scorecards.
type scorecardPage struct {
	Days     []dayLink
	Day      string
	Workbook string
	Card     template.HTML // of our own writer, which escapes what it is given
}

// dayLink is a day for which there are results.
type dayLink struct {
	Day  string
	Here bool
}

// daysOffered bounds the choice of days.
const daysOffered = 62

func (in *Intake) showCity(v *visit) error {
	return v.scorecard("/city", v.text("web.city.title"), func(w *bytes.Buffer, day time.Time) error {
		return in.Scorecards.City(v.r.Context(), w, day, v.lang)
	})
}

func (in *Intake) showUnit(v *visit) error {
	id := v.r.PathValue("unit")
	if in.Workspace().Unit(id) == nil {
		return errNotFound
	}
	return v.scorecard("/units/"+url.PathEscape(id), v.unitName(id), func(w *bytes.Buffer, day time.Time) error {
		return in.Scorecards.Unit(v.r.Context(), w, day, id, v.lang)
	})
}

func (v *visit) scorecard(path, title string, write func(*bytes.Buffer, time.Time) error) error {
	day, days, err := v.day(v.r.Context())
	if err != nil {
		return err
	}
	var card bytes.Buffer
	if err := write(&card, day); err != nil {
		return err
	}
	p := scorecardPage{Day: day.Format(time.DateOnly), Card: template.HTML(card.String()), Workbook: path + "/workbook?day=" + day.Format(time.DateOnly)}
	for _, d := range days[:min(len(days), daysOffered)] {
		name := d.Format(time.DateOnly)
		p.Days = append(p.Days, dayLink{name, name == p.Day})
	}
	return v.show(http.StatusOK, "scorecard", title, p)
}

// day is that of ?day=, or the newest for which there are results.
func (v *visit) day(ctx context.Context) (time.Time, []time.Time, error) {
	days, err := v.in.Scorecards.Days(ctx)
	if err != nil {
		return time.Time{}, nil, err
	}
	if len(days) == 0 {
		return time.Time{}, nil, ErrNoResults
	}
	asked := v.r.URL.Query().Get("day")
	if asked == "" {
		return days[0], days, nil
	}
	for _, d := range days {
		if d.Format(time.DateOnly) == asked {
			return d, days, nil
		}
	}
	return time.Time{}, nil, ErrNoResults
}

func (in *Intake) sendCityWorkbook(v *visit) error { return v.sendWorkbook("", "city") }

func (in *Intake) sendUnitWorkbook(v *visit) error {
	id := v.r.PathValue("unit")
	if in.Workspace().Unit(id) == nil {
		return errNotFound
	}
	return v.sendWorkbook(id, v.unitName(id))
}

// sendWorkbook sends the workbook of a day, and writes down who took it.
func (v *visit) sendWorkbook(unit, name string) error {
	ctx := v.r.Context()
	day, _, err := v.day(ctx)
	if err != nil {
		return err
	}
	path, err := v.in.Scorecards.Workbook(ctx, day, unit, v.lang)
	if err != nil {
		return err
	}
	a := v.session.Account
	err = v.in.Trail.Audit(ctx, ledger.AuditRecord{At: v.in.Clock(), Actor: a.Name, Unit: unit, Action: "workbook.download", Object: filepath.Base(path), Detail: day.Format(time.DateOnly), Remote: v.remote()})
	if err != nil {
		return err
	}
	if unit == "" {
		name = v.in.Workspace().City.In(v.lang)
	}
	return v.sendFile(path, v.text("web.workbook.file", day.Format(time.DateOnly), name)+".xlsx", kindXLSX)
}
