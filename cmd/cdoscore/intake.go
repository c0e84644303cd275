package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/intake"
	"cdoscore/pipeline/rectification"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/html"
	"cdoscore/reports/xlsx"
)

// door is the department's door while the service runs: its pages, the desk behind
// them, and an engine of their own, since a night opens and closes its own.
type door struct {
	http.Handler
	site     *site
	desk     *submission.Desk
	accounts *account.Service
}

// openDoor opens the desk and makes the pages.
func (s *service) openDoor(ctx context.Context, f *serveFlags) (d *door, err error) {
	w := s.workspace.Load()
	engine, err := openEngine(w, false)
	if err != nil {
		return nil, err
	}
	d = &door{site: &site{w: w, ledger: s.ledger, engine: engine, clock: s.clock.Now, lang: s.lang}}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Close(ctx))
		}
	}()
	now := func() time.Time { return s.clock.Now().In(w.Zone) }
	desk, err := newDesk(d.site, s.workspace.Load, now, s.log)
	if err != nil {
		return d, err
	}
	if err = desk.Open(ctx); err != nil {
		return d, err
	}
	d.desk, d.accounts = desk, accountService(w, s.ledger, s.clock.Now)
	cards, err := newScorecardPages(d.site, s.workspace.Load)
	if err != nil {
		return d, err
	}
	d.Handler, err = intake.New(intake.Options{
		Workspace: func() *workspace.Workspace { return s.inLanguage(s.workspace.Load()) },
		Accounts:  d.accounts, Desk: desk, Scorecards: cards, Trail: s.ledger, Nights: s.ledger,
		Findings: func() *rectification.Register { return d.site.of(s.workspace.Load()).register() },
		Appeals:  func() *appeal.Docket { return d.site.of(s.workspace.Load()).docket() },
		Template: func(to io.Writer, set *workspace.Dataset, lang string) error {
			return sendTemplate(to, filepath.Join(s.varDir, tempFolder), set, lang, now())
		},
		Catalog: catalog, Stylesheet: html.Stylesheet(), Clock: now, Log: s.log, MaxUpload: desk.Limits.Bytes,
		TLS: f.tlsCert != "", BehindProxy: f.behindProxy,
	})
	return d, err
}

// of is the site with another configuration, as it is once the newest one is read.
func (s *site) of(w *workspace.Workspace) *site {
	other := *s
	other.w = w
	return &other
}

// sendTemplate writes a dataset's template by way of a folder.
func sendTemplate(to io.Writer, dir string, set *workspace.Dataset, lang string, at time.Time) (err error) {
	t, err := templateOf(set, lang, at)
	if err != nil {
		return fmt.Errorf("%w: %w", intake.ErrNoTemplate, err)
	}
	f, err := os.CreateTemp(dir, "template-*.xlsx")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	if err := xlsx.WriteTemplate(f.Name(), t, lang); err != nil {
		return err
	}
	written, err := os.ReadFile(f.Name())
	if err != nil {
		return err
	}
	_, err = to.Write(written)
	return err
}

// inLanguage is a configuration with --lang, which stands above its own.
func (s *service) inLanguage(w *workspace.Workspace) *workspace.Workspace {
	if s.g.lang == "" || w.Language == s.g.lang {
		return w
	}
	spoken := *w
	spoken.Language = s.g.lang
	return &spoken
}

// flushEvery is how often throttled sign-ins are written down.
const flushEvery = time.Minute

// keep writes down throttled sign-ins until the context ends.
func (d *door) keep(ctx context.Context, s *service) {
	for {
		timer := s.clock.Timer(flushEvery)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
			if err := d.accounts.Flush(ctx); err != nil && ctx.Err() == nil {
				s.log.Error("throttled sign-ins not written down", "reason", err)
			}
		}
	}
}

// Close ends what openDoor began: no upload is taken any more, checks at work end.
func (d *door) Close(ctx context.Context) error {
	var errs []error
	if d.accounts != nil {
		errs = append(errs, d.accounts.Flush(context.WithoutCancel(ctx)))
	}
	if d.desk != nil {
		errs = append(errs, d.desk.Close())
	}
	errs = append(errs, d.site.engine.Close())
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close the intake: %w", err)
	}
	return nil
}
