package intake

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
	"unicode"
)

const (
	kindXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	kindCSV  = "text/csv; charset=utf-8"
)

// disposition has the browser save a file under a name (RFC 6266): in UTF-8, and in
// ASCII for those that read no other. No character of the name can end the header or
// lead to another folder.
func disposition(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control) || strings.ContainsRune(`/\:*?"<>|`, r) || r == unicode.ReplacementChar {
			return '_'
		}
		return r
	}, name)
	name = strings.TrimLeft(name, ". ")
	ascii := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || r == '%' || r == ';' {
			return '_'
		}
		return r
	}, name)
	// url.PathEscape leaves some characters that RFC 8187 wants escaped.
	encoded := strings.NewReplacer("'", "%27", "(", "%28", ")", "%29", "*", "%2A", "@", "%40", ":", "%3A", ",", "%2C", ";", "%3B", "=", "%3D").Replace(url.PathEscape(name))
	return `attachment; filename="` + ascii + `"; filename*=UTF-8''` + encoded
}

func (v *visit) downloadHeaders(name, kind string) {
	h := v.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", disposition(name))
}

// sendFile sends a file of ours under a name.
func (v *visit) sendFile(path, name, kind string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	v.downloadHeaders(name, kind)
	http.ServeContent(&download{v: v, started: true}, v.r, "", time.Time{}, f)
	return nil
}

func (v *visit) sendBytes(content []byte, name, kind string) error {
	w := &download{v: v, name: name, kind: kind}
	_, err := w.Write(content)
	return ignoreGone(v, err)
}

// download names what is sent at its first byte, so that an error before it can still
// be shown as a page, and gives a slow taker time as long as something goes.
type download struct {
	v          *visit
	name, kind string
	started    bool
}

func (d *download) Header() http.Header { return d.v.w.Header() }

func (d *download) WriteHeader(status int) { d.v.w.WriteHeader(status) }

func (d *download) Write(p []byte) (int, error) {
	if !d.started {
		d.started = true
		d.v.downloadHeaders(d.name, d.kind)
	}
	writeBy(d.v.w, stallTime)
	return d.v.w.Write(p)
}
