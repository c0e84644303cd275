package submission

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"cdoscore/pipeline/ledger"
)

// partFile is an upload that is not complete yet.
const partFile = "original.part"

// Receive stores a file under a generated name while it counts, hashes and looks
// into it, and queues its check. The error is a *Refusal where the file is none
// that the desk takes; a refused file is not kept, but the attempt is on record.
func (d *Desk) Receive(ctx context.Context, who Actor, dataset, slot, filename string, body io.Reader) (Upload, error) {
	set, err := d.dataset(who, dataset)
	if err != nil {
		return Upload{}, err
	}
	s, err := d.slot(ctx, set, slot)
	if err != nil {
		return Upload{}, err
	}
	if err := d.queue.room(set.Unit, d.Limits.Waiting); err != nil {
		return Upload{}, err
	}
	u := Upload{ID: newID(), Unit: set.Unit, Dataset: set.ID, Slot: s.Name(), State: ledger.UploadReceived, Filename: displayName(filename), ReceivedBy: who.Name}
	refused, err := d.store(&u, body)
	if err != nil {
		return Upload{}, errors.Join(fmt.Errorf("store an upload for %s: %w", set.ID, err), os.RemoveAll(d.folder(u.ID)))
	}
	return d.enter(ctx, who, u, refused)
}

// enter puts a stored, or refused, upload on record.
func (d *Desk) enter(ctx context.Context, who Actor, u Upload, refused *Refusal) (Upload, error) {
	u.Received = d.Clock()
	action := "upload.receive"
	if refused != nil {
		u.State, u.Reason, action = ledger.UploadRefused, refused.Note, "upload.refuse"
	}
	u, err := d.Ledger.AddUpload(ctx, u, d.audited(who, u, action, fmt.Sprintf("%d bytes, SHA-256 %s", u.Bytes, u.SHA256)))
	if err != nil {
		return Upload{}, errors.Join(err, os.RemoveAll(d.folder(u.ID)))
	}
	if refused != nil {
		return u, refused
	}
	d.queue.add(u.Unit, u.ID)
	return u, nil
}

// store writes the file and is done when it is on the disk under its name. What is
// refused is removed.
func (d *Desk) store(u *Upload, body io.Reader) (*Refusal, error) {
	folder := d.folder(u.ID)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(folder, partFile), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	refused, err := d.copy(u, f, body)
	if err == nil && refused == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	if refused != nil {
		return refused, os.RemoveAll(folder)
	}
	if err := os.Rename(f.Name(), filepath.Join(folder, OriginalFile)); err != nil {
		return nil, err
	}
	return nil, errors.Join(syncFolder(folder), syncFolder(d.Dir))
}

// copy writes the body to f, no byte more than the limit and one.
func (d *Desk) copy(u *Upload, f io.Writer, body io.Reader) (*Refusal, error) {
	var c content
	hash := sha256.New()
	source := &told{from: body}
	n, err := io.Copy(io.MultiWriter(f, hash, &c), io.LimitReader(source, d.Limits.Bytes+1))
	u.Bytes, u.SHA256 = n, hex.EncodeToString(hash.Sum(nil))
	switch {
	case source.failed != nil:
		return refusal("submission.cut"), nil
	case err != nil:
		return nil, err
	case n > d.Limits.Bytes:
		return refusal("submission.too_large", sizeText(d.Limits.Bytes)), nil
	}
	format, encoding, key, args := c.kind()
	u.Format, u.Encoding = format, encoding
	if key != "" {
		return refusal(key, args...), nil
	}
	return nil, nil
}

// told keeps the fault of the sender apart from those of our disk.
type told struct {
	from   io.Reader
	failed error
}

func (t *told) Read(p []byte) (int, error) {
	n, err := t.from.Read(p)
	if err != nil && err != io.EOF {
		t.failed = err
	}
	return n, err
}

func sizeText(bytes int64) string {
	if bytes >= 1<<20 {
		return fmt.Sprintf("%d MiB", bytes>>20)
	}
	return fmt.Sprintf("%d KiB", bytes>>10)
}

// folder is where everything of an upload lies.
func (d *Desk) folder(id string) string { return filepath.Join(d.Dir, id) }

// Original is where the file of an upload lies below a desk's folder.
func Original(dir, id string) string { return filepath.Join(dir, id, OriginalFile) }

func newID() string {
	var raw [16]byte
	rand.Read(raw[:]) // never fails: it would rather end the program
	return hex.EncodeToString(raw[:])
}

// maxName is how many characters of a file's name are kept.
const maxName = 120

// displayName is what is kept of the name that the sender gave a file: its last
// element, without what cannot be seen. It is only ever shown.
func displayName(name string) string {
	name = strings.ToValidUTF8(name, "�")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return -1
	}, name))
	if utf8.RuneCountInString(name) > maxName {
		name = string([]rune(name)[:maxName]) + "…"
	}
	if name == "" || name == "." || name == ".." {
		return "-"
	}
	return name
}

// audited is a record of the audit trail about an upload.
func (d *Desk) audited(who Actor, u Upload, action, detail string) ledger.AuditRecord {
	return ledger.AuditRecord{At: d.Clock(), Actor: who.Name, Unit: u.Unit, Action: action, Object: u.ID, Remote: who.Remote,
		Detail: strings.Join([]string{u.Dataset, u.Slot, detail}, " ")}
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
