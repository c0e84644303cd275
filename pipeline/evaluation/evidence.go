package evaluation

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"cdoscore/pipeline/ledger"

	"github.com/google/renameio/v2"
)

// EvidenceFolder lies below the state folder.
const EvidenceFolder = "evidence"

// maxEvidence bounds a file of evidence, in bytes.
const maxEvidence = 200 << 20

// AddEvidence keeps a file as evidence for one item of one unit, under a number such
// as HRSS-C02-003. The file's name is recorded, and never used as one.
func (e *Evaluator) AddEvidence(ctx context.Context, file, unit, item, by string) (ledger.Evidence, error) {
	s, err := e.Standing(ctx)
	if err != nil {
		return ledger.Evidence{}, err
	}
	switch s.State() {
	case "", Approved, Bulletin:
		return ledger.Evidence{}, refuse(e.Cycle.Name, s.States, "it takes no evidence")
	}
	if strings.TrimSpace(by) == "" {
		return ledger.Evidence{}, errors.New("evidence is handed in by somebody: name them with --by")
	}
	x := ledger.Evidence{Cycle: e.Cycle.Name, Unit: unit, Indicator: item, Name: filepath.Base(file), At: e.Now, By: by}
	if err := e.keep(file, &x); err != nil {
		return ledger.Evidence{}, err
	}
	prefix := evidencePrefix(unit, item)
	added, err := e.Ledger.AddEvidence(ctx, x, e.Actor, func(taken func(string) bool) string {
		for n := 1; ; n++ {
			if number := fmt.Sprintf("%s-%03d", prefix, n); !taken(number) {
				return number
			}
		}
	})
	if err != nil {
		return ledger.Evidence{}, errors.Join(err, os.Remove(filepath.Join(e.Workspace.VarDir(), filepath.FromSlash(x.Path))))
	}
	return added, nil
}

// VerifyEvidence reads the kept files again and names those that are gone or not as
// they were handed in.
func (e *Evaluator) VerifyEvidence(ctx context.Context) (checked int, wrong []string, err error) {
	list, err := e.Ledger.EvidenceOf(ctx, e.Cycle.Name)
	if err != nil {
		return 0, nil, err
	}
	for _, x := range list {
		f, err := os.Open(filepath.Join(e.Workspace.VarDir(), filepath.FromSlash(x.Path)))
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("%s: %v", x.Number, err))
			continue
		}
		h := sha256.New()
		_, err = io.Copy(h, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return checked, wrong, fmt.Errorf("evidence %s: %w", x.Number, err)
		}
		if got := hex.EncodeToString(h.Sum(nil)); got != x.SHA256 {
			wrong = append(wrong, fmt.Sprintf("%s: SHA-256 is %s, was %s when it was handed in", x.Number, got, x.SHA256))
		}
	}
	return len(list), wrong, nil
}

// keep copies a file below the state folder under a generated name.
func (e *Evaluator) keep(file string, x *ledger.Evidence) error {
	in, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	defer in.Close()
	if info, err := in.Stat(); err != nil || !info.Mode().IsRegular() {
		return errors.Join(fmt.Errorf("evidence %s is no file", file), err)
	}
	x.Path = path.Join(EvidenceFolder, e.Cycle.Name, rand.Text()+".bin")
	to := filepath.Join(e.Workspace.VarDir(), filepath.FromSlash(x.Path))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("folder of the evidence: %w", err)
	}
	out, err := renameio.NewPendingFile(to, renameio.WithPermissions(0o600))
	if err != nil {
		return fmt.Errorf("keep evidence: %w", err)
	}
	defer out.Cleanup()
	h := sha256.New()
	x.Size, err = io.Copy(io.MultiWriter(out, h), io.LimitReader(in, maxEvidence+1))
	switch {
	case err != nil:
		return fmt.Errorf("keep evidence: %w", err)
	case x.Size == 0:
		return fmt.Errorf("evidence %s is empty", file)
	case x.Size > maxEvidence:
		return fmt.Errorf("evidence %s is larger than %d MB: hand in a smaller file", file, maxEvidence>>20)
	}
	x.SHA256 = hex.EncodeToString(h.Sum(nil))
	if err := out.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("keep evidence: %w", err)
	}
	return nil
}

var itemForm = regexp.MustCompile(`^([A-Za-z]+)([0-9])$`)

// evidencePrefix writes C2 of hrss as HRSS-C02.
func evidencePrefix(unit, item string) string {
	if m := itemForm.FindStringSubmatch(item); m != nil {
		item = m[1] + "0" + m[2]
	}
	return strings.ToUpper(unit + "-" + item)
}
