package http

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"

	"cdoscore/connectors"
	"cdoscore/connectors/spool"

	"github.com/google/renameio/v2"
)

// cached is what is kept of the last content of one address: the content lies
// beside it.
type cached struct {
	ETag         string `json:"etag"`
	LastModified string `json:"last_modified"`
	SHA256       string `json:"sha256"`
}

// fetchCached asks for the content only where it is not what was kept.
func (x *exchange) fetchCached(ctx context.Context, u *url.URL, dir string, to *spool.Folder) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return connectors.NewError(connectors.Platform, dir, err, "source.platform")
	}
	name := sha256.Sum256([]byte(u.String())) // an address may hold a secret
	base := filepath.Join(dir, hex.EncodeToString(name[:16]))
	kept := loadCached(base)
	answer, err := x.get(ctx, u, kept.conditions())
	if err != nil {
		return err
	}
	if answer.StatusCode == http.StatusNotModified {
		answer.Body.Close()
		return kept.restore(base, u, to)
	}
	if err := x.keep(ctx, u, answer, path.Base(u.Path), to); err != nil {
		return err
	}
	kept = cached{ETag: answer.Header.Get("ETag"), LastModified: answer.Header.Get("Last-Modified")}
	if err := kept.save(base, to.Last()); err != nil {
		return connectors.NewError(connectors.Platform, dir, err, "source.platform")
	}
	return nil
}

// loadCached is empty where nothing sound is kept; then the content is sent again.
func loadCached(base string) cached {
	var kept cached
	text, err := os.ReadFile(base + ".json")
	if err != nil || json.Unmarshal(text, &kept) != nil {
		return cached{}
	}
	if sum, err := sumOf(base + ".body"); err != nil || sum != kept.SHA256 {
		return cached{}
	}
	return kept
}

func (c cached) conditions() http.Header {
	h := http.Header{}
	if c.ETag != "" {
		h.Set("If-None-Match", c.ETag)
	}
	if c.LastModified != "" {
		h.Set("If-Modified-Since", c.LastModified)
	}
	return h
}

func (c cached) restore(base string, u *url.URL, to *spool.Folder) error {
	body, err := os.Open(base + ".body")
	if err != nil {
		return connectors.NewError(connectors.Platform, base, err, "source.platform")
	}
	defer body.Close()
	answer := &http.Response{Header: http.Header{"Last-Modified": {c.LastModified}}}
	return to.Add(shown(u), path.Base(u.Path), modified(answer), func(w io.Writer) error {
		_, err := io.Copy(w, body)
		return err
	})
}

// save keeps the content first and then what is said of it: where the second is
// missing, or of another content, the first is not used.
func (c cached) save(base, content string) error {
	body, err := os.Open(content)
	if err != nil {
		return err
	}
	defer body.Close()
	copied, err := renameio.NewPendingFile(base+".body", renameio.WithPermissions(0o600))
	if err != nil {
		return err
	}
	defer copied.Cleanup()
	hash := sha256.New()
	if _, err := io.Copy(io.MultiWriter(copied, hash), body); err != nil {
		return err
	}
	if err := copied.CloseAtomicallyReplace(); err != nil {
		return err
	}
	c.SHA256 = hex.EncodeToString(hash.Sum(nil))
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return renameio.WriteFile(base+".json", text, 0o600)
}

func sumOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
