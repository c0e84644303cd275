package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Notice is one message to one recipient. Its text lies in a file of the outbox.
type Notice struct {
	Seq     int64
	Key     string // what it tells whom: each is told once
	Channel string
	Target  string
	File    string // relative to the outbox
	Created time.Time
	Tries   int
	Next    time.Time // when it is to be sent; zero: no more
	Sent    time.Time // zero: not sent
	Error   string    // of the last try
}

// HasNotice reports whether a notice was recorded under a key.
func (l *Ledger) HasNotice(ctx context.Context, key string) (bool, error) {
	var known bool
	if err := l.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM notices WHERE key = ?)`, key).Scan(&known); err != nil {
		return false, fmt.Errorf("read notices: %w", err)
	}
	return known, nil
}

// AddNotice records a notice that is to be sent at once; Key, Channel, Target, File
// and Created are given. One that is recorded already stays as it is.
func (l *Ledger) AddNotice(ctx context.Context, n Notice) error {
	_, err := l.write.ExecContext(ctx, `INSERT INTO notices (key, channel, target, file, created, tries, next, error) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?5, '') ON CONFLICT DO NOTHING`,
		n.Key, n.Channel, n.Target, n.File, moment(n.Created))
	if err != nil {
		return fmt.Errorf("record the notice %s: %w", n.File, err)
	}
	return nil
}

// MarkNotice records an attempt to send a notice: Tries, Next, Sent and Error.
func (l *Ledger) MarkNotice(ctx context.Context, n Notice) error {
	_, err := l.write.ExecContext(ctx, `UPDATE notices SET tries = ?, next = ?, sent = ?, error = ? WHERE seq = ?`,
		n.Tries, moment(n.Next), moment(n.Sent), n.Error, n.Seq)
	if err != nil {
		return fmt.Errorf("record the attempt to send %s: %w", n.File, err)
	}
	return nil
}

// DueNotices returns the notices that are to be sent by a moment, oldest first.
func (l *Ledger) DueNotices(ctx context.Context, now time.Time) ([]Notice, error) {
	return l.notices(ctx, `next <= ? ORDER BY seq`, moment(now))
}

// Notices returns every notice, oldest first.
func (l *Ledger) Notices(ctx context.Context) ([]Notice, error) {
	return l.notices(ctx, `1 = 1 ORDER BY seq`)
}

func (l *Ledger) notices(ctx context.Context, where string, args ...any) ([]Notice, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT seq, key, channel, target, file, created, tries, next, sent, error FROM notices WHERE `+where, args...)
	out, err := collect(rows, err, func(r *sql.Rows) (Notice, error) {
		var n Notice
		var created, next, sent sql.NullInt64
		err := r.Scan(&n.Seq, &n.Key, &n.Channel, &n.Target, &n.File, &created, &n.Tries, &next, &sent, &n.Error)
		n.Created, n.Next, n.Sent = l.time(created), l.time(next), l.time(sent)
		return n, err
	})
	if err != nil {
		return nil, fmt.Errorf("read notices: %w", err)
	}
	return out, nil
}
