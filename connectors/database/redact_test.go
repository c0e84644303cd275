package database

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestRedaction(t *testing.T) {
	const password = `p@ss:w/rd %41'?#"`
	r := newRedactor([]string{"", password, "postgres://u:" + url.QueryEscape(password) + "@h/d"})
	for _, text := range []string{
		password,
		url.QueryEscape(password),
		url.PathEscape(password),
		(&url.URL{Scheme: "postgres", User: url.UserPassword("u", password), Host: "h"}).String(),
		fmt.Sprintf("%q", password),
		strings.ReplaceAll(password, "'", "''"),
		"postgres://u:" + url.QueryEscape(password) + "@h/d",
	} {
		got := r.text("before " + text + "\nafter")
		if strings.Contains(got, "rd") || strings.Contains(got, "ss") || !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") {
			t.Errorf("%s becomes %s", text, got)
		}
	}
}
