package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/ledger"
)

// stopper gives the stop signal when a stage begins, and holds the stage until the
// signal has gone through.
type stopper struct {
	at   string
	stop context.CancelFunc
	hit  bool
}

func (s *stopper) Stage(name string, _ int) {
	if name == s.at {
		s.hit = true
		s.stop()
		time.Sleep(200 * time.Millisecond)
	}
}
func (s *stopper) Step() {}
func (s *stopper) Done() {}

// TestStoppedAtEveryStage: a stop signal in any stage leaves no slot with half a
// result, and the next start completes the night.
func TestStoppedAtEveryStage(t *testing.T) {
	undisturbed := layOut(t, slowNight())
	must(t, exitUnassessed, "night", undisturbed, "--now", nightNow)
	want := theResults(t, undisturbed)
	for _, stage := range []string{"pull", "bind", "score", "publish", "report"} {
		t.Run(stage, func(t *testing.T) {
			f := slowNight()
			f["cdoscore.yaml"] += "stop_grace: 0m\n"
			dir := layOut(t, f)
			stopAt(t, dir, stage)
			l := readLedger(t, dir)
			nights, err := l.RecentNights(context.Background(), 2)
			if err != nil || len(nights) != 1 || !nights[0].Settled.IsZero() || nights[0].Last.Outcome != ledger.NightStopped {
				t.Errorf("nights after the signal: %+v, %v", nights, err)
			}
			current, err := l.CurrentResults(context.Background(), ledger.Filter{})
			if full := stage == "report"; err != nil || full != (len(current) == slowDatasets) || !full && len(current) != 0 {
				t.Errorf("%d slots have a result after the signal, %v", len(current), err)
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			must(t, exitUnassessed, "night", dir, "--now", nightLater)
			if !bytes.Equal(want, theResults(t, dir)) {
				t.Error("the results differ from the undisturbed ones")
			}
			expectWhole(t, dir, 2)
		})
	}
}

// stopAt carries out the night and stops it when a stage begins.
func stopAt(t *testing.T, dir, stage string) {
	t.Helper()
	g := &globals{workspace: dir, now: nightNow, command: "cdoscore night"}
	s, err := g.openService(context.Background(), slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	p := &stopper{at: stage, stop: stop}
	s.progress = func() pipeline.Progress { return p }
	if err := s.scheduler.Due(ctx); err != nil {
		t.Fatal(err)
	}
	if !p.hit {
		t.Fatalf("there was no stage %s", stage)
	}
}

// TestHealthAndMetrics: what the service answers names no unit and no dataset.
func TestHealthAndMetrics(t *testing.T) {
	dir := layOut(t, slowNight())
	g := &globals{workspace: dir, now: nightNow, command: "cdoscore serve"}
	s, err := g.openService(context.Background(), slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.scheduler.Due(context.Background()); err != nil {
		t.Fatal(err)
	}
	handler := s.handler(http.NotFoundHandler())
	health := answer(t, handler, "/healthz", http.StatusOK)
	for _, part := range []string{`"ok": true`, `"outcome": "incomplete"`, `"day": "2026-03-02"`, `"next_night": "2026-03-04 06:00 +08:00"`, `"command": "cdoscore serve"`} {
		if !strings.Contains(health, part) {
			t.Errorf("/healthz lacks %s:\n%s", part, health)
		}
	}
	figures := answer(t, handler, "/metrics", http.StatusOK)
	for _, line := range []string{
		`cdoscore_slots_total{state="missing"} 1`, `cdoscore_slots_total{state="on_time"} 8`, `cdoscore_slots_total{state="received"} 1`,
		`cdoscore_night_attempts_total{outcome="incomplete"} 1`, `cdoscore_rows_total 292`, `cdoscore_queue_depth 0`, `cdoscore_configuration_valid 1`,
		`cdoscore_stage_seconds_count{stage="pull"} 1`, `cdoscore_stage_seconds_count{stage="report"} 1`,
	} {
		if !strings.Contains(figures, line+"\n") {
			t.Errorf("/metrics lacks %s:\n%s", line, figures)
		}
	}
	for _, line := range strings.Split(figures, "\n") {
		if line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "cdoscore_") {
			t.Errorf("a figure of another name: %s", line)
		}
	}
	for _, name := range []string{"alpha", "beta", "slow0", "missing_", "referring"} {
		if strings.Contains(health+figures, name) {
			t.Errorf("the answers name %s", name)
		}
	}
	files{"cdoscore.yaml": "city: 演练市\nnonsense: 1\n"}.write(t, dir)
	if _, err := s.configure(context.Background()); err == nil {
		t.Fatal("the broken configuration was taken")
	}
	if refused := answer(t, handler, "/healthz", http.StatusServiceUnavailable); !strings.Contains(refused, `"configuration_invalid": true`) {
		t.Errorf("/healthz with a broken configuration:\n%s", refused)
	}
}

func answer(t *testing.T, h http.Handler, path string, status int) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != status {
		t.Errorf("%s: status %d, want %d", path, w.Code, status)
	}
	return w.Body.String()
}
