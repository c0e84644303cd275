package snapshot

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
	"unicode/utf8"

	"cdoscore/connectors"
)

// rejectedLine is one line of rejected.jsonl. A record that is not UTF-8 stands in
// RawBytes (base64), so that no byte of it is lost.
type rejectedLine struct {
	Row      int64    `json:"row"`
	Where    string   `json:"where"`
	Key      string   `json:"key"`
	Args     []string `json:"args,omitempty"`
	English  string   `json:"english"`
	Raw      string   `json:"raw,omitempty"`
	RawBytes []byte   `json:"raw_bytes,omitempty"`
}

// ReadRejected returns the rejected records of the snapshot in dir, unmasked, in
// their order. Its error wraps ErrDeleted where retention has deleted them.
func ReadRejected(dir string) ([]connectors.Rejection, error) {
	m, err := Load(dir)
	if err != nil || m.Rejected == 0 {
		return nil, err
	}
	if !m.DeletedAt.IsZero() {
		return nil, fmt.Errorf("read rejected records of %s: %w, on %s", dir, ErrDeleted, m.DeletedAt.Format(time.RFC3339))
	}
	f, err := os.Open(filepath.Join(dir, RejectedFile))
	if err != nil {
		return nil, fmt.Errorf("read rejected records: %w", err)
	}
	defer f.Close()
	out := make([]connectors.Rejection, 0, m.Rejected)
	lines := json.NewDecoder(bufio.NewReader(f))
	for {
		var line rejectedLine
		err := lines.Decode(&line)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read rejected records: %s, record %d: %w", f.Name(), len(out)+1, err)
		}
		out = append(out, line.rejection())
	}
}

// writeRejected writes rejected.jsonl and returns its SHA-256; without rejected
// records there is no file and no hash.
func writeRejected(folder string, rejected []connectors.Rejection) (string, error) {
	if len(rejected) == 0 {
		return "", nil
	}
	hash := sha256.New()
	err := writeFile(filepath.Join(folder, RejectedFile), func(f *os.File) error {
		buffered := bufio.NewWriter(io.MultiWriter(f, hash))
		lines := json.NewEncoder(buffered)
		lines.SetEscapeHTML(false)
		for _, r := range rejected {
			if err := lines.Encode(newRejectedLine(r)); err != nil {
				return err
			}
		}
		return buffered.Flush()
	})
	return hex.EncodeToString(hash.Sum(nil)), err
}

func newRejectedLine(r connectors.Rejection) rejectedLine {
	line := rejectedLine{Row: r.Row, Where: r.Where, Key: r.Reason.Key, Args: r.Reason.Args, English: r.Reason.English}
	if utf8.ValidString(r.Raw) {
		line.Raw = r.Raw
	} else {
		line.RawBytes = []byte(r.Raw)
	}
	return line
}

func (l rejectedLine) rejection() connectors.Rejection {
	raw := l.Raw
	if l.RawBytes != nil {
		raw = string(l.RawBytes)
	}
	return connectors.Rejection{
		Row:    l.Row,
		Where:  l.Where,
		Reason: connectors.Reason{Key: l.Key, Args: l.Args, English: l.English},
		Raw:    raw,
	}
}
