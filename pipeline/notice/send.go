package notice

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// The waits between attempts to send, and how often one is made.
const (
	firstWait   = time.Minute
	longestWait = 6 * time.Hour
	maxTries    = 12
	// timeLimit is how long one attempt may take.
	timeLimit = 20 * time.Second
)

// Sender sends what stands in the outbox.
type Sender struct {
	Workspace *workspace.Workspace
	Ledger    *ledger.Ledger
	Now       func() time.Time
	Log       *slog.Logger
	// Sent is told of each attempt.
	Sent func(channel string, ok bool)
}

// Send makes one attempt at every notice that is due to be sent. One that fails is
// tried again later, some times, and stays in the outbox in any case. Only a failure
// of the ledger is an error.
func (s *Sender) Send(ctx context.Context) error {
	due, err := s.Ledger.DueNotices(ctx, s.Now())
	if err != nil {
		return err
	}
	for _, n := range due {
		if ctx.Err() != nil {
			return nil
		}
		if n.Channel == Mail && s.Workspace.Mail.Host == "" {
			continue // it stays in the outbox until there is a server
		}
		sending := s.try(ctx, n)
		if ctx.Err() != nil {
			return nil
		}
		n.Tries++
		n.Next, n.Error = time.Time{}, ""
		if sending == nil {
			n.Sent = s.Now()
			s.Log.Info("notice sent", "channel", n.Channel, "file", n.File)
		} else {
			n.Error = sending.Error()
			if n.Tries < maxTries {
				n.Next = s.Now().Add(wait(n.Tries))
			}
			s.Log.Warn("notice not sent", "channel", n.Channel, "file", n.File, "try", n.Tries, "again", n.Next, "reason", n.Error)
		}
		s.Sent(n.Channel, sending == nil)
		if err := s.Ledger.MarkNotice(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (s *Sender) try(ctx context.Context, n ledger.Notice) error {
	data, err := os.ReadFile(filepath.Join(s.Workspace.OutboxDir(), filepath.FromSlash(n.File)))
	if err != nil {
		return fmt.Errorf("read the notice: %w", err)
	}
	if n.Channel == Mail {
		ctx, cancel := context.WithTimeout(ctx, timeLimit)
		defer cancel()
		m := &Mailer{Server: s.Workspace.Mail, Dir: s.Workspace.Dir, Timeout: timeLimit}
		return m.Send(ctx, n.Target, data)
	}
	for _, rule := range s.Workspace.Notices {
		if rule.Webhook.Written == n.Target {
			return post(ctx, rule.Webhook, data, timeLimit)
		}
	}
	return fmt.Errorf("the configuration has no such webhook any more")
}

// wait is how long to wait after a number of tries.
func wait(tries int) time.Duration {
	d := firstWait
	for range tries - 1 {
		if d *= 2; d >= longestWait {
			return longestWait
		}
	}
	return d
}
