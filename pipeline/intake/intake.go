package intake

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/rectification"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/message"
	"cdoscore/rules"
)

// Accounts says who is there; *account.Service does.
type Accounts interface {
	SignIn(ctx context.Context, name, password, code, remote string) (account.Session, error)
	Session(ctx context.Context, token string) (account.Session, error)
	SignOut(ctx context.Context, token, remote string) error
	ChangePassword(ctx context.Context, s account.Session, old, password, remote string) (account.Session, error)
	Accounts(ctx context.Context) ([]account.Account, error)
	SetDisabled(ctx context.Context, by account.Actor, name string, disabled bool) error
	SignOutAll(ctx context.Context, by account.Actor, name string) error
}

// Desk takes what units hand in; *submission.Desk does.
type Desk interface {
	Due(ctx context.Context, unit string) ([]submission.DueDataset, error)
	Slots(ctx context.Context, who submission.Actor, dataset string, limit int) ([]submission.DueDataset, error)
	Receive(ctx context.Context, who submission.Actor, dataset, slot, filename string, body io.Reader) (submission.Upload, error)
	Upload(ctx context.Context, who submission.Actor, id string) (submission.Upload, error)
	Uploads(ctx context.Context, unit, dataset string) ([]submission.Upload, error)
	Result(ctx context.Context, who submission.Actor, id string) (submission.CheckResult, error)
	Submit(ctx context.Context, who submission.Actor, id string) (submission.Upload, error)
	Approve(ctx context.Context, who submission.Actor, id string) (submission.Upload, error)
	Reject(ctx context.Context, who submission.Actor, id, reason string) (submission.Upload, error)
	Confirm(ctx context.Context, who submission.Actor, id string) (submission.Receipt, error)
	Withdraw(ctx context.Context, who submission.Actor, id, reason string) (submission.Upload, error)
	NilReturn(ctx context.Context, who submission.Actor, dataset, slot, reason string) (submission.Receipt, error)
	Receipt(ctx context.Context, who submission.Actor, number string) (submission.Receipt, error)
	Returned(ctx context.Context, who submission.Actor, id string) (path, name string, err error)
	Original(ctx context.Context, who submission.Actor, id string) (path, name string, err error)
	Export(ctx context.Context, who submission.Actor, dataset, slot, format string, w io.Writer) error
	History(ctx context.Context, unit, dataset string) ([]submission.Event, error)
	Waiting() int // uploads that wait for their checks
}

// Scorecards writes what the assessment says, as parts of a page: figures of units,
// and masked samples. Whether the reader may see them was decided before.
type Scorecards interface {
	// Periods lists the days (2026-03-15) and months (2026-03) for which there are
	// results, each kind newest first, days before months.
	Periods(ctx context.Context) ([]string, error)
	// City and Unit write the part of a page for a period; links lead to /units/{unit}
	// with ?at=, and where appeals is not "", from the lines of a unit to that address
	// with ?code=.
	City(ctx context.Context, w io.Writer, period, lang string) error
	Unit(ctx context.Context, w io.Writer, period, unit, lang, appeals string) error
	// Losses are what a unit's findings cost it on the newest day for which there are
	// results, by number; of a finding that the day does not tell of there is none.
	Losses(ctx context.Context, unit string) (day string, of map[string]Loss, err error)
	// Workbook is the path of a period's workbook, of the city where unit is "";
	// ErrNoResults where none was written.
	Workbook(ctx context.Context, period, unit, lang string) (path string, err error)
}

// Loss is what one line costs its unit, in points of the unit's 100.
type Loss struct{ Lost, Recoverable float64 }

// ErrNoResults is wrapped by Scorecards where a period has no results or workbook.
var ErrNoResults = errors.New("there are no results for this period")

// ErrNoTemplate is wrapped by Options.Template.
var ErrNoTemplate = errors.New("the dataset can have no template")

// Trail is the audit trail; *ledger.Ledger is one.
type Trail interface {
	Audit(ctx context.Context, a ledger.AuditRecord) error
	AuditTrail(ctx context.Context, f func(ledger.AuditRecord) error) error
	VerifyAudit(ctx context.Context) (ledger.AuditRecord, error)
}

// Nights lists the newest planned nights, newest first; *ledger.Ledger does.
type Nights interface {
	RecentNights(ctx context.Context, limit int) ([]ledger.Night, error)
}

// Options are the parts of the intake. All are needed, but for those that say so.
type Options struct {
	Workspace  func() *workspace.Workspace // the newest configuration
	Accounts   Accounts
	Desk       Desk
	Scorecards Scorecards
	Trail      Trail
	Nights     Nights
	// Findings and Appeals are as of now: of the newest configuration.
	Findings func() *rectification.Register
	Appeals  func() *appeal.Docket
	// Template writes a dataset's upload template as a workbook; ErrNoTemplate where the
	// dataset can have none.
	Template func(w io.Writer, dataset *workspace.Dataset, lang string) error
	Catalog  func(lang string) *message.Catalog
	// Stylesheet is that of the scorecards, whose design the pages share.
	Stylesheet []byte
	Clock      func() time.Time
	Log        *slog.Logger
	MaxUpload  int64 // bytes of one upload, told to the sender beforehand; 0: 512 MiB
	TLS        bool  // the server speaks TLS itself
	// BehindProxy says that all requests come through one trusted proxy that speaks TLS to
	// the outside and sets X-Forwarded-For.
	BehindProxy bool
}

// Intake is the handler of all pages.
type Intake struct {
	Options
	pages   map[string]*template.Template // by language
	static  map[string]staticFile
	handler http.Handler
}

// New makes the handler.
func New(o Options) (*Intake, error) {
	if o.MaxUpload == 0 {
		o.MaxUpload = 512 << 20
	}
	in := &Intake{Options: o, pages: map[string]*template.Template{}}
	var err error
	if in.static, err = in.staticFiles(); err != nil {
		return nil, err
	}
	for _, lang := range message.Languages {
		if in.pages[lang], err = in.parse(o.Catalog(lang)); err != nil {
			return nil, fmt.Errorf("pages in %s: %w", lang, err)
		}
	}
	in.handler = in.protect(in.mux())
	return in, nil
}

// ServeHTTP answers one request.
func (in *Intake) ServeHTTP(w http.ResponseWriter, r *http.Request) { in.handler.ServeHTTP(w, r) }

// secondPerson reports whether a unit's uploads are reviewed by another person before
// they are confirmed.
func (in *Intake) secondPerson(unit string) bool {
	u := in.Workspace().Unit(unit)
	return u != nil && u.SecondPerson
}

// secure reports whether browsers speak TLS to us or to the proxy before us.
func (in *Intake) secure() bool { return in.TLS || in.BehindProxy }

// Texts are the messages of the pages, for the catalogue. The caller owns the map.
func Texts() map[string]rules.Text { return texts() }
