package main

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// expectClosed asks for what the officer made, as an officer of another unit and as the
// leadership: to the one it does not exist, to the other such pages are not open.
func expectClosed(t *testing.T, base, dir, upload, receipt string) {
	t.Helper()
	addAccount(t, dir, "stranger", "--role", "officer", "--unit", "edu")
	for name, want := range map[string]int{"officer": http.StatusOK, "stranger": http.StatusNotFound, "leader": http.StatusForbidden} {
		client := signedIn(t, base, name)
		for _, path := range []string{upload, upload + "/state", upload + "/returned", upload + "/original", receipt, "/datasets/" + doorDataset, "/datasets/" + doorDataset + "/template"} {
			if status, _ := client.get(path); status != want {
				t.Errorf("%s as %s: %d, want %d", path, name, status, want)
			}
		}
	}
}

// expectReview has a unit with a second person hand in a file: nobody confirms it before
// the other has approved it, and the receipt names both.
func expectReview(t *testing.T, base, dir, extract string) {
	t.Helper()
	addAccount(t, dir, "reviewer", "--role", "reviewer", "--unit", "edu")
	officer, reviewer := signedIn(t, base, "stranger"), signedIn(t, base, "reviewer")
	upload := officer.upload("/datasets/edu/school-enrolment", "2026-03-08", extract)
	for until := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if _, state := officer.get(upload + "/state"); !strings.Contains(state, `"waiting":true`) || time.Now().After(until) {
			break
		}
	}
	for _, step := range []struct {
		who    *browserless
		action string
		status int
		page   string
	}{
		{officer, "confirm", http.StatusUnprocessableEntity, "审核"},
		{reviewer, "approve", http.StatusUnprocessableEntity, ""}, // before it is submitted
		{officer, "submit", http.StatusOK, "待审核"},
		{officer, "approve", http.StatusForbidden, ""},
		{officer, "confirm", http.StatusUnprocessableEntity, "审核"},
		{reviewer, "approve", http.StatusOK, "审核通过"},
		{officer, "confirm", http.StatusOK, "EDU-2026-000001"},
	} {
		status, page := step.who.post(upload+"/"+step.action, nil)
		if status != step.status || !strings.Contains(page, step.page) {
			t.Errorf("%s as %s: %d, want %d and %q\n%s", step.action, step.who.name, status, step.status, step.page, page)
		}
	}
	if _, page := officer.get("/receipts/EDU-2026-000001"); !strings.Contains(page, "审核人") || !strings.Contains(page, "reviewer") {
		t.Error("the receipt does not name the reviewer")
	}
}

// browserless is a signed-in client that follows redirects.
type browserless struct {
	*http.Client
	t          *testing.T
	base, name string
	csrf       string
}

var hiddenFields = regexp.MustCompile(`name="(token|csrf)" value="([^"]+)"`)

func signedIn(t *testing.T, base, name string) *browserless {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browserless{Client: &http.Client{Jar: jar}, t: t, base: base, name: name}
	_, page := b.get("/signin")
	token := hiddenFields.FindStringSubmatch(page)
	if token == nil {
		t.Fatalf("the page of signing in has no token:\n%s", page)
	}
	if status, page := b.post("/signin", url.Values{"token": {token[2]}, "name": {name}, "password": {doorPassword}}); status != http.StatusOK {
		t.Fatalf("%s cannot sign in: %d\n%s", name, status, page)
	}
	return b
}

func (b *browserless) get(path string) (int, string) {
	b.t.Helper()
	answer, err := b.Get(b.base + path)
	return b.read(answer, err)
}

func (b *browserless) post(path string, form url.Values) (int, string) {
	b.t.Helper()
	if form == nil {
		form = url.Values{"csrf": {b.csrf}}
	}
	answer, err := b.PostForm(b.base+path, form)
	return b.read(answer, err)
}

func (b *browserless) read(answer *http.Response, err error) (int, string) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if m := hiddenFields.FindSubmatch(page); m != nil && string(m[1]) == "csrf" {
		b.csrf = string(m[2])
	}
	return answer.StatusCode, string(page)
}

// upload hands a file in and returns the path of its page.
func (b *browserless) upload(dataset, slot, file string) string {
	b.t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		b.t.Fatal(err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part := func(name string) io.Writer {
		w, err := form.CreateFormField(name)
		if err != nil {
			b.t.Fatal(err)
		}
		return w
	}
	io.WriteString(part("csrf"), b.csrf)
	io.WriteString(part("slot"), slot)
	w, err := form.CreateFormFile("file", "学籍异动.xlsx")
	if err != nil {
		b.t.Fatal(err)
	}
	w.Write(content)
	form.Close()
	answer, err := b.Post(b.base+dataset+"/uploads", form.FormDataContentType(), &body)
	status, page := b.read(answer, err)
	if status != http.StatusOK {
		b.t.Fatalf("upload: %d\n%s", status, page)
	}
	return answer.Request.URL.Path
}
