package notice

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cdoscore/pipeline/ledger"
)

// The channels of notices.
const (
	Mail    = "mail"
	Webhook = "webhook"
)

// Outbox is the folder of all notices. What stands in it is recorded in the ledger
// and sent from there.
type Outbox struct {
	Dir    string
	From   string // of mails
	Ledger *ledger.Ledger
	Now    func() time.Time
}

// Post writes a notice for one recipient and records it, unless that recipient was
// told of this occasion, unit and day before: then false. The target is an address
// or a webhook's URL as the configuration writes it.
func (o *Outbox) Post(ctx context.Context, channel, target string, f Facts, text Text) (bool, error) {
	key := strings.Join([]string{f.Day, f.Job, f.On, f.Unit, channel, target}, "\x1f")
	if known, err := o.Ledger.HasNotice(ctx, key); err != nil || known {
		return false, err
	}
	sum := sha256.Sum256([]byte(key))
	id := hex.EncodeToString(sum[:6])
	var data []byte
	var err error
	name := filepath.Join(f.Day, f.On+"-"+id)
	if channel == Mail {
		name += ".eml"
		data, err = mailOf(o.From, target, id, o.Now(), text)
	} else {
		name += ".json"
		data, err = json.MarshalIndent(payloadOf(id, f, text), "", "  ")
	}
	if err != nil {
		return false, fmt.Errorf("write the notice %s: %w", name, err)
	}
	path := filepath.Join(o.Dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return false, fmt.Errorf("folder of notices: %w", err)
	}
	// Whatever a process that was killed between the file and its record has written
	// is written again.
	if err := writeWhole(path, data); err != nil {
		return false, fmt.Errorf("write the notice %s: %w", name, err)
	}
	return true, o.Ledger.AddNotice(ctx, ledger.Notice{Key: key, Channel: channel, Target: target, File: name, Created: o.Now()})
}

// writeWhole writes a file that is whole or not there. Its temporary name is always
// the same, so that a killed process leaves nothing that is not written again.
func writeWhole(path string, data []byte) error {
	f, err := os.OpenFile(path+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

// payload is what a webhook is posted.
type payload struct {
	ID       string `json:"id"` // the same for every attempt
	On       string `json:"on"`
	City     string `json:"city"`
	Unit     string `json:"unit,omitempty"`
	Day      string `json:"day"`
	Outcome  string `json:"outcome,omitempty"`
	Run      string `json:"run,omitempty"`
	Slots    int    `json:"slots,omitempty"`
	Assessed int    `json:"assessed,omitempty"`
	Subject  string `json:"subject"`
	Text     string `json:"text"`
	Items    []Item `json:"items,omitempty"`
}

func payloadOf(id string, f Facts, text Text) payload {
	return payload{ID: id, On: f.On, City: f.City, Unit: f.Unit, Day: f.Day, Outcome: f.Outcome, Run: f.Run, Slots: f.Slots, Assessed: f.Assessed,
		Subject: text.Subject, Text: text.Body, Items: f.Items}
}
