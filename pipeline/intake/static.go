package intake

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"strings"
)

//go:embed static
var staticFS embed.FS

// staticFile is a style or script, which all may read.
type staticFile struct {
	kind    string
	content []byte
	hash    string
}

// staticFiles are the only files that are served by name: a fixed list, in memory.
func (in *Intake) staticFiles() (map[string]staticFile, error) {
	out := map[string]staticFile{"scorecard.css": {kind: "text/css; charset=utf-8", content: in.Stylesheet}}
	for name, kind := range map[string]string{"intake.css": "text/css; charset=utf-8", "intake.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"} {
		content, err := staticFS.ReadFile("static/" + name)
		if err != nil {
			return nil, err
		}
		out[name] = staticFile{kind: kind, content: content}
	}
	for name, f := range out {
		sum := sha256.Sum256(f.content)
		f.hash = hex.EncodeToString(sum[:8])
		out[name] = f
	}
	return out, nil
}

// stamp changes with every change of a file, so that a browser may keep it for long.
func (in *Intake) stamp() string {
	return in.static["scorecard.css"].hash[:6] + in.static["intake.css"].hash[:6] + in.static["intake.js"].hash[:6]
}

func (in *Intake) sendStatic(v *visit) error {
	f, ok := in.static[v.r.PathValue("file")]
	if !ok {
		return errNotFound
	}
	h := v.w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("ETag", `"`+f.hash+`"`)
	h.Set("Cache-Control", "public, max-age=86400")
	if strings.Contains(v.r.Header.Get("If-None-Match"), f.hash) {
		v.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	_, err := v.w.Write(f.content)
	return ignoreGone(v, err)
}
