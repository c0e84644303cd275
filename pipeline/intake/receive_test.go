package intake_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"cdoscore/pipeline/intake"
)

// counter counts what of a body was asked for.
type counter struct {
	io.Reader
	n int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

// TestTokenBeforeBody refuses a forged upload without taking in its file.
func TestTokenBeforeBody(t *testing.T) {
	s := newSite(t, func(o *intake.Options) { o.MaxUpload = 1 << 30 })
	p := s.as("officer-hrss")
	head := "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nwrong\r\n--b\r\nContent-Disposition: form-data; name=\"slot\"\r\n\r\n2026-03-09\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n"
	body := &counter{Reader: io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, 64<<20))}
	r := httptest.NewRequest("POST", "/datasets/hrss/people/uploads", body)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	u, _ := url.Parse(s.server.URL)
	for _, c := range p.Jar.Cookies(u) {
		r.AddCookie(c)
	}
	in, err := intake.New(s.options)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	in.ServeHTTP(w, r)
	if w.Code != barred || body.n > 64<<10 {
		t.Errorf("status %d after %d bytes, want 403 after the fields", w.Code, body.n)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestUploadLimits takes what fits, and tells plainly of what does not.
func TestUploadLimits(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-hrss")
	if status, _, head := p.upload("hrss/people", p.token, "名册.xlsx", strings.Repeat("x", 1<<20)); status != moved || head.Get("Location") != "/uploads/"+strings.Repeat("9", 32) {
		t.Errorf("an upload of 1 MiB: %d to %q", status, head.Get("Location"))
	}
	if s.desk.name != "名册.xlsx" {
		t.Errorf("the desk was told the name %q", s.desk.name)
	}
	if status, page, _ := p.upload("hrss/people", p.token, "a.xlsx", strings.Repeat("x", 2<<20)); status != http.StatusRequestEntityTooLarge || !strings.Contains(page, "过大") {
		t.Errorf("an upload of 2 MiB: %d", status)
	}
	if status, page, _ := p.upload("hrss/people", p.token, "", ""); status != http.StatusBadRequest || !strings.Contains(page, "没有选择文件") {
		t.Errorf("no file: %d", status)
	}
	if status, _, _ := p.postValid("/datasets/hrss/people/nil", url.Values{"slot": {"2026-03-09"}, "reason": {strings.Repeat("长", 40000)}}); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of 120 kB: %d", status)
	}
	if status, _, _ := p.postValid("/datasets/hrss/people/nil", url.Values{"slot": {"2026-03-09"}, "reason": {" "}}); status != http.StatusUnprocessableEntity {
		t.Errorf("a nil return without a reason: %d", status)
	}
}

func TestSenderName(t *testing.T) {
	for given, want := range map[string]string{
		`C:\Users\陈\名册.xlsx`: "名册.xlsx", "../../etc/passwd": "passwd", "名册.xlsx": "名册.xlsx", "a\xffb": "a\uFFFDb",
	} {
		if got := intake.SenderName(given); got != want {
			t.Errorf("%q is called %q, want %q", given, got, want)
		}
	}
	if got := intake.SenderName(strings.Repeat("长", 200) + ".xlsx"); len(got) > 255 || !strings.HasSuffix(got, "长.xlsx") {
		t.Errorf("a long name becomes %d bytes", len(got))
	}
}

// TestRefusals of the desk come as its own words, with the way back.
func TestRefusals(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-hrss")
	s.desk.refuse = true
	for path, back := range map[string]string{
		"/uploads/" + idOf("hrss") + "/confirm": "/uploads/" + idOf("hrss"),
		"/datasets/hrss/people/nil":             "/datasets/hrss/people",
		"/datasets/hrss/people/export":          "/datasets/hrss/people",
	} {
		form := url.Values{}
		for k, v := range why {
			form[k] = v
		}
		status, page, _ := p.postValid(path, form)
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, "现在不能这样做") || !strings.Contains(page, `href="`+back+`"`) {
			t.Errorf("%s: %d\n%s", path, status, page)
		}
	}
	if status, page, _ := p.upload("hrss/people", p.token, "a.xlsx", strings.Repeat("x", 1<<19)); status != http.StatusUnprocessableEntity || !strings.Contains(page, "现在不能这样做") {
		t.Errorf("upload: %d", status)
	}
}

// TestSlowSender takes an upload that comes piece by piece, and serves others meanwhile.
func TestSlowSender(t *testing.T) {
	s := newSite(t)
	p := s.as("officer-hrss")
	reader, writer := io.Pipe()
	r := p.request("POST", "/datasets/hrss/people/uploads", reader)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	ended := make(chan int)
	go func() {
		status, _, _ := p.send(r)
		ended <- status
	}()
	head := "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + p.token + "\r\n--b\r\nContent-Disposition: form-data; name=\"slot\"\r\n\r\n2026-03-09\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n"
	for _, piece := range []string{head[:20], head[20:], "one", "two", "\r\n--b--\r\n"} {
		if _, err := io.WriteString(writer, piece); err != nil {
			t.Fatal(err)
		}
		if status, _, _ := s.stranger().get("/signin"); status != ok {
			t.Errorf("meanwhile another is answered %d", status)
		}
	}
	writer.Close()
	if status := <-ended; status != moved || s.desk.bytes != 6 {
		t.Errorf("%d, with %d bytes", status, s.desk.bytes)
	}
}
