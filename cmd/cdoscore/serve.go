package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"
)

type serveFlags struct {
	listen          string
	logFormat       string
	tlsCert, tlsKey string
	behindProxy     bool
}

func newServe(g *globals) *cobra.Command {
	f := &serveFlags{}
	c := &cobra.Command{
		Use:   "serve [DIR]",
		Short: "Carry out every night by the schedule, and answer on one port",
		Long: "Runs until it is stopped (SIGTERM or Ctrl-C): the night at work then ends by itself within `stop_grace`, or is broken off and done again at the next start. A second signal ends it at once.\n" +
			"/healthz says how the service is, /metrics holds figures for Prometheus, and all else is the departments' door: accounts are made with `cdoscore user add`.\n" +
			"Passwords and extracts must not travel in clear: give --tls-cert and --tls-key, or let a proxy speak TLS and say --behind-proxy.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			return g.serve(c.Context(), f, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	c.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8080", "address to answer on")
	c.Flags().StringVar(&f.tlsCert, "tls-cert", "", "certificate with its chain, PEM: answer by TLS")
	c.Flags().StringVar(&f.tlsKey, "tls-key", "", "key of the certificate, PEM")
	c.Flags().BoolVar(&f.behindProxy, "behind-proxy", false, "all requests come through one proxy that speaks TLS, passes Host on and sets X-Forwarded-For")
	c.MarkFlagsRequiredTogether("tls-cert", "tls-key")
	f.addLogFormat(c)
	return c
}

func newNight(g *globals) *cobra.Command {
	f := &serveFlags{}
	c := &cobra.Command{
		Use:   "night [DIR]",
		Short: "Carry out what the schedule owes by now, then end: for a timer in place of serve",
		Long: "Nights that were missed within `catch_up` or were broken off are carried out, each with its own day, and sources that were down are asked again.\n" +
			"Where no night was ever planned, the newest one is due.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			return g.night(c.Context(), f, c.ErrOrStderr())
		},
	}
	f.addLogFormat(c)
	return c
}

func (f *serveFlags) addLogFormat(c *cobra.Command) {
	c.Flags().StringVar(&f.logFormat, "log-format", "text", "form of the log: text or json")
}

// logger writes the service's log, a line for each record.
func (f *serveFlags) logger(to io.Writer) (*slog.Logger, error) {
	switch f.logFormat {
	case "text":
		return slog.New(slog.NewTextHandler(to, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(to, nil)), nil
	}
	return nil, fmt.Errorf("--log-format %q: must be text or json", f.logFormat)
}

// night carries out what is due by now. Like run it says by its exit code whether
// something could not be assessed.
func (g *globals) night(ctx context.Context, f *serveFlags, stderr io.Writer) (err error) {
	log, err := f.logger(stderr)
	if err != nil {
		return err
	}
	s, err := g.openService(ctx, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	ctx, release := s.lease.Context(ctx)
	defer release()
	if err := s.scheduler.Due(ctx); err != nil {
		return err
	}
	if err := s.sender().Send(ctx); err != nil {
		return err
	}
	return s.verdict()
}

// serve runs the scheduler and the server until the context ends or one of them
// cannot go on.
func (g *globals) serve(ctx context.Context, f *serveFlags, stdout, stderr io.Writer) (err error) {
	log, err := f.logger(stderr)
	if err != nil {
		return err
	}
	s, err := g.openService(ctx, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	door, err := s.openDoor(ctx, f)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, door.Close(ctx)) }()
	listener, err := f.open(log)
	if err != nil {
		return err
	}
	if err := s.scheduler.Begin(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	fmt.Fprintln(stdout, catalog(s.lang).Text("cli.serve", f.scheme()+listener.Addr().String(), s.nextNight()))
	ctx, release := s.lease.Context(ctx)
	defer release()
	go door.keep(ctx, s)
	return s.run(ctx, listener, s.handler(door))
}

// open begins to listen, by TLS where there is a certificate.
func (f *serveFlags) open(log *slog.Logger) (net.Listener, error) {
	listener, err := net.Listen("tcp", f.listen)
	if err != nil {
		return nil, fmt.Errorf("--listen %s: %w", f.listen, err)
	}
	if f.tlsCert == "" {
		if at, ok := listener.Addr().(*net.TCPAddr); !f.behindProxy && (!ok || !at.IP.IsLoopback()) {
			log.Warn("passwords and extracts travel in clear: give --tls-cert and --tls-key, or --behind-proxy", "address", listener.Addr().String())
		}
		return listener, nil
	}
	pair, err := tls.LoadX509KeyPair(f.tlsCert, f.tlsKey)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("--tls-cert, --tls-key: %w", err), listener.Close())
	}
	return tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}), nil
}

func (f *serveFlags) scheme() string {
	if f.tlsCert != "" {
		return "https://"
	}
	return "http://"
}

// handler is everything that answers on the port.
func (s *service) handler(pages http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", s.health)
	mux.Handle("GET /metrics", s.metrics.handler())
	mux.Handle("/", pages)
	return mux
}

// drain is how long answers under way may take when the service is to stop.
const drain = 10 * time.Second

// run serves until the context ends; then no more is answered, and the night at
// work ends within its grace.
func (s *service) run(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	answered := make(chan error, 1)
	go func() {
		err := server.Serve(listener)
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		} else {
			cancel(err)
		}
		answered <- err
	}()
	s.log.Info("service begins", "address", listener.Addr().String(), "pid", os.Getpid())
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		s.sendNotices(ctx)
	}()
	err := s.scheduler.Serve(ctx)
	cancel(nil)
	<-sent
	s.log.Info("service ends", "reason", context.Cause(ctx))
	ending, done := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer done()
	return errors.Join(err, server.Shutdown(ending), <-answered, s.lost(ctx))
}

// lost is the reason for which the service ended, unless it was told to.
func (s *service) lost(ctx context.Context) error {
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// nextNight is when the next night begins, for people.
func (s *service) nextNight() string {
	if next, ok := s.scheduler.Status().Soonest(); ok {
		return next.At.Format("2006-01-02 15:04 -07:00")
	}
	return "-"
}
