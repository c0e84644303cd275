package pipeline_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline"
	"cdoscore/pipeline/workspace"
)

// warning is a source of one row that warns of it, and keeps what it was asked for.
type warning struct {
	asked connectors.Request
	done  bool
}

func (s *warning) Open(_ context.Context, r connectors.Request) (connectors.Extract, error) {
	s.asked, s.done = r, false
	return connectors.NewExtract(r, []connectors.Column{{Name: "id"}}, s, "x.xlsx", time.Time{}), nil
}

func (s *warning) Read(_ context.Context, w *connectors.RowWriter) error {
	if s.done {
		return io.EOF
	}
	s.done = true
	w.Warn("sheet 明细, cell A2", "excel.precision_lost")
	w.Begin(2)
	w.Text("1")
	return nil
}

func (s *warning) Close() error { return nil }

func TestWarningsOfAnExtractAreLogged(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": strings.Replace(daily, "name: id,", "name: id, title: {zh-Hans: 编号, en: Number},", 1)})
	source, log := &warning{}, &bytes.Buffer{}
	c.with(func(r *pipeline.Runner) {
		r.Source = func(*workspace.Dataset) (connectors.Source, error) { return source, nil }
		r.Log = slog.New(slog.NewTextHandler(log, nil))
		if _, err := r.Run(context.Background(), pipeline.Request{}); err != nil {
			t.Fatal(err)
		}
	})
	for _, want := range []string{"dataset=hrss/a", "slot=2026-03-02", "precision lost at source", "count=1", `at="sheet 明细, cell A2"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%q is not in the log:\n%s", want, log)
		}
	}
	if want := []string{"id", "编号", "Number"}; !slices.Equal(source.asked.Titles, want) {
		t.Errorf("titles %q, want %q", source.asked.Titles, want)
	}
}
