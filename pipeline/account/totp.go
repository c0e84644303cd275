package account

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"cdoscore/pipeline/ledger"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

const (
	codePeriod  = 30 // seconds
	secretBytes = 20
	sealBytes   = 32
)

// codeForm is what every authenticator app knows.
var codeForm = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// Enrolment is the secret of an account's one-time codes, shown once.
type Enrolment struct {
	Secret string // base32, to be typed in
	URL    string // otpauth://…, as a QR code
}

// EnrolTOTP gives an account a new secret for one-time codes (RFC 6238), from now on
// asked for at every sign-in.
func (s *Service) EnrolTOTP(ctx context.Context, by Actor, name, issuer string) (Enrolment, error) {
	name = fold(name)
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: name, Secret: random(secretBytes), Period: codePeriod, Digits: codeForm.Digits, Algorithm: codeForm.Algorithm})
	if err != nil {
		return Enrolment{}, fmt.Errorf("one-time codes of %s: %w", name, err)
	}
	sealed, err := s.seal(name, key.Secret())
	if err != nil {
		return Enrolment{}, err
	}
	err = s.change(ctx, by, "account.totp", name, func(a *ledger.Account) (string, error) {
		a.TOTP, a.TOTPStep = sealed, 0
		return "", nil
	})
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Secret: key.Secret(), URL: key.URL()}, nil
}

// RemoveTOTP lets an account sign in without a code.
func (s *Service) RemoveTOTP(ctx context.Context, by Actor, name string) error {
	return s.change(ctx, by, "account.totp_remove", name, func(a *ledger.Account) (string, error) {
		a.TOTP, a.TOTPStep = nil, 0
		return "", nil
	})
}

// checkCode returns the time step of a right code; the code of the step before and
// of the one after are right too. No step that was used before, or an earlier one,
// is right again. Without a secret there is nothing to check.
func (s *Service) checkCode(a ledger.Account, code string, now time.Time) (step int64, err error) {
	if len(a.TOTP) == 0 {
		return a.TOTPStep, nil
	}
	if code == "" {
		return 0, ErrCodeNeeded
	}
	secret, err := s.unseal(a.Name, a.TOTP)
	if err != nil {
		return 0, err
	}
	current := now.Unix() / codePeriod
	for _, step := range []int64{current - 1, current, current + 1} {
		// An error says that the code has not six digits.
		if right, err := hotp.ValidateCustom(code, uint64(step), secret, codeForm); err == nil && right && step > a.TOTPStep {
			return step, nil
		}
	}
	return 0, ErrCode
}

// seal encrypts a secret with the key file's key (AES-256-GCM), for one account
// only. A copy of the database alone does not give away the secrets.
func (s *Service) seal(name, secret string) ([]byte, error) {
	aead, err := s.sealer(true)
	if err != nil {
		return nil, err
	}
	nonce := random(aead.NonceSize())
	return aead.Seal(nonce, nonce, []byte(secret), []byte(name)), nil
}

func (s *Service) unseal(name string, sealed []byte) (string, error) {
	aead, err := s.sealer(false)
	if err != nil {
		return "", err
	}
	if len(sealed) < aead.NonceSize() {
		return "", fmt.Errorf("the secret of %s's one-time codes is damaged: make a new one with `cdoscore user totp %s`", name, name)
	}
	secret, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], []byte(name))
	if err != nil {
		return "", fmt.Errorf("the secret of %s's one-time codes does not open with the key in %s: restore the key file, or make a new secret with `cdoscore user totp %s`", name, s.o.KeyFile, name)
	}
	return string(secret), nil
}

func (s *Service) sealer(mayMake bool) (cipher.AEAD, error) {
	if s.o.KeyFile == "" {
		return nil, errors.New("one-time codes need a key file")
	}
	key, err := os.ReadFile(s.o.KeyFile)
	if mayMake && errors.Is(err, fs.ErrNotExist) {
		key, err = makeKeyFile(s.o.KeyFile)
	}
	if err != nil {
		return nil, fmt.Errorf("key of the one-time codes: %w", err)
	}
	if len(key) != sealBytes {
		return nil, fmt.Errorf("key of the one-time codes: %s has %d bytes, not %d: restore it from a backup", s.o.KeyFile, len(key), sealBytes)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// makeKeyFile never replaces a key: what it sealed would be lost.
func makeKeyFile(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	key := random(sealBytes)
	_, err = f.Write(key)
	return key, errors.Join(err, f.Sync(), f.Close())
}
