package notice

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"cdoscore/pipeline/workspace"
)

// SignatureHeader holds "sha256=" and the HMAC-SHA256 of the body in hex, where the
// webhook has a secret.
const SignatureHeader = "X-Cdoscore-Signature"

// answerBytes is how much of an answer is read.
const answerBytes = 64 << 10

// post posts a notice to a webhook. Whatever is not a 2xx is an error; nothing is
// followed elsewhere. The URL, which may hold a secret, is in no error.
func post(ctx context.Context, w workspace.Webhook, data []byte, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(data))
	if err != nil {
		return errors.New("the webhook's url cannot be used")
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("User-Agent", "cdoscore")
	if w.Secret != "" {
		r.Header.Set(SignatureHeader, Signature(w.Secret, data))
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	if err != nil {
		return fmt.Errorf("post to the webhook: %w", err)
	}
	defer answer.Body.Close()
	if _, err := io.CopyN(io.Discard, answer.Body, answerBytes); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("post to the webhook: %w", err)
	}
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("the webhook answers %s", answer.Status)
	}
	return nil
}

// Signature is what SignatureHeader holds for a body.
func Signature(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}
