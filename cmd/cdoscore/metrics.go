package main

import (
	"net/http"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/clock"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/schedule"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the service's figures for Prometheus, in a registry of their own. No
// label names a unit, a dataset or a score.
type metrics struct {
	registry *prometheus.Registry
	clock    clock.Clock
	slots    *prometheus.CounterVec
	rows     prometheus.Counter
	rejected prometheus.Counter
	attempts *prometheus.CounterVec
	night    prometheus.Histogram
	stages   *prometheus.HistogramVec
	notices  *prometheus.CounterVec
}

// buckets reach from a small city's stage to a night of twelve hours.
var buckets = []float64{0.1, 0.5, 1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 14400, 43200}

func newMetrics(c clock.Clock, status func() schedule.Status, valid func() bool) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(), clock: c,
		slots:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "cdoscore_slots_total", Help: "Dataset slots that runs have scored, by the state of their delivery."}, []string{"state"}),
		rows:     prometheus.NewCounter(prometheus.CounterOpts{Name: "cdoscore_rows_total", Help: "Rows of the extracts that runs have scored."}),
		rejected: prometheus.NewCounter(prometheus.CounterOpts{Name: "cdoscore_rejected_records_total", Help: "Records of these extracts that could not be read as rows."}),
		attempts: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "cdoscore_night_attempts_total", Help: "Attempts at nights, by how they ended."}, []string{"outcome"}),
		night:    prometheus.NewHistogram(prometheus.HistogramOpts{Name: "cdoscore_night_seconds", Help: "How long attempts at nights took.", Buckets: buckets}),
		stages:   prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "cdoscore_stage_seconds", Help: "How long the stages of runs took.", Buckets: buckets}, []string{"stage"}),
		notices:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "cdoscore_notices_total", Help: "Attempts to send notices, by channel and whether they were sent."}, []string{"channel", "result"}),
	}
	m.registry.MustRegister(m.slots, m.rows, m.rejected, m.attempts, m.night, m.stages, m.notices,
		gauge("cdoscore_queue_depth", "Nights and retries that are due and wait.", func() float64 { return float64(status().Queued) }),
		gauge("cdoscore_night_working", "1 while a night is at work.", func() float64 { return oneIf(status().Working != nil) }),
		gauge("cdoscore_configuration_valid", "1 while the newest configuration that was read is valid.", func() float64 { return oneIf(valid()) }),
		gauge("cdoscore_next_night_timestamp_seconds", "When the next night begins.", func() float64 { return nextOf(status()) }),
	)
	for _, state := range ledger.States() {
		m.slots.WithLabelValues(state)
	}
	for _, outcome := range ledger.NightOutcomes() {
		m.attempts.WithLabelValues(outcome)
	}
	return m
}

func gauge(name, help string, value func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// nextOf is when the next night begins, in seconds since 1970; 0: never.
func nextOf(s schedule.Status) float64 {
	if w, ok := s.Soonest(); ok {
		return float64(w.At.Unix())
	}
	return 0
}

// handler answers /metrics.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// ran counts what a run did.
func (m *metrics) ran(s pipeline.Summary) {
	if s.Run.ID == "" {
		return
	}
	for _, x := range s.Slots {
		m.slots.WithLabelValues(x.State).Inc()
		m.rows.Add(float64(x.Delivery.Rows))
		m.rejected.Add(float64(x.Delivery.Rejected))
	}
}

// noticed counts an attempt to send a notice.
func (m *metrics) noticed(channel string, ok bool) {
	result := "failed"
	if ok {
		result = "sent"
	}
	m.notices.WithLabelValues(channel, result).Inc()
}

// ended counts an attempt at a night.
func (m *metrics) ended(a ledger.Attempt) {
	m.attempts.WithLabelValues(a.Outcome).Inc()
	m.night.Observe(a.Finished.Sub(a.Started).Seconds())
}

// stopwatch is the progress of a run that nobody watches: it times the stages.
type stopwatch struct {
	m     *metrics
	stage string
	began time.Time
}

func (s *stopwatch) Stage(name string, _ int) { s.stage, s.began = name, s.m.clock.Now() }
func (s *stopwatch) Step()                    {}
func (s *stopwatch) Done() {
	s.m.stages.WithLabelValues(s.stage).Observe(s.m.clock.Now().Sub(s.began).Seconds())
}
