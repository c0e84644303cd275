package http

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

// register has as many records, and hands them out in pages of three.
const register = 8

func pageOf(from int) string {
	var items []string
	for i := from; i < min(from+3, register); i++ {
		items = append(items, fmt.Sprintf(`{"no":%d}`, i))
	}
	return "[" + strings.Join(items, ",") + "]"
}

func api(t testing.TB, answer func(q func(string) int, r *http.Request) string) string {
	s := httptest.NewServer(guarded(func(w http.ResponseWriter, r *http.Request) {
		text := answer(func(name string) int { n, _ := strconv.Atoi(r.URL.Query().Get(name)); return n }, r)
		if text == "" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, text)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/records?key=" + token
}

func paged(url string, more connectors.Values) connectors.Values {
	v := values(url, connectors.Values{"format": {"json"}})
	for name, texts := range more {
		v[name] = texts
	}
	return v
}

func TestPages(t *testing.T) {
	cases := []struct {
		name    string
		options connectors.Values
		answer  func(q func(string) int, r *http.Request) string
	}{
		{"by number", connectors.Values{"page_param": {"page"}}, func(q func(string) int, _ *http.Request) string { return pageOf(3 * (q("page") - 1)) }},
		{"by offset", connectors.Values{"page_param": {"offset"}, "page_first": {"0"}, "page_step": {"3"}}, func(q func(string) int, _ *http.Request) string { return pageOf(q("offset")) }},
		{"by cursor, with the total", connectors.Values{"cursor": {"meta.next"}, "cursor_param": {"after"}, "records": {"data.items"}, "total": {"meta.total"}}, func(q func(string) int, _ *http.Request) string {
			next := "null"
			if q("after")+3 < register {
				next = fmt.Sprint(q("after") + 3)
			}
			return fmt.Sprintf(`{"meta":{"next":%s,"total":"%d"},"data":{"items":%s}}`, next, register, pageOf(q("after")))
		}},
		{"by link", connectors.Values{"next_link": {"next"}, "records": {"items"}}, func(q func(string) int, r *http.Request) string {
			next := ""
			if q("from")+3 < register {
				next = fmt.Sprintf(`,"next":"?from=%d"`, q("from")+3)
			}
			return fmt.Sprintf(`{"items":%s%s}`, pageOf(q("from")), next)
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rows, info, err := connectortest.ReadAll(connectortest.Open(t, Type(formats()), paged(api(t, c.answer), c.options), request()))
			var got []string
			for _, r := range rows {
				got = append(got, fmt.Sprint(r.Number, r.Cells))
			}
			if want := "1 [0] 2 [1] 3 [2] 4 [3] 5 [4] 6 [5] 7 [6] 8 [7]"; err != nil || strings.Join(got, " ") != want || info.Physical != register || strings.Contains(info.Origin, token) {
				t.Errorf("%s, %+v, %v", got, info, err)
			}
		})
	}
}

func TestPagesThatAreRefused(t *testing.T) {
	byNumber := connectors.Values{"page_param": {"page"}}
	byLink := connectors.Values{"next_link": {"next"}, "records": {"items"}}
	linkTo := func(next string) func(func(string) int, *http.Request) string {
		return func(func(string) int, *http.Request) string {
			return fmt.Sprintf(`{"items":[{"no":1}],"next":%q}`, next)
		}
	}
	cases := []struct {
		name    string
		options connectors.Values
		answer  func(q func(string) int, r *http.Request) string
		class   connectors.Class
		key     string
	}{
		{"the parameter is not heeded", byNumber, func(func(string) int, *http.Request) string { return pageOf(0) }, connectors.SourceFault, "http.page_loop"},
		{"a link to itself", byLink, linkTo("?key=" + token), connectors.SourceFault, "http.page_loop"},
		{"links in a circle", byLink, func(q func(string) int, _ *http.Request) string {
			return fmt.Sprintf(`{"items":[{"no":%d}],"next":"?p=%d"}`, q("p"), (q("p")+1)%3)
		}, connectors.SourceFault, "http.page_loop"},
		{"a link to elsewhere", byLink, linkTo("https://elsewhere.example/x"), connectors.SourceFault, "http.link_elsewhere"},
		{"a link that is none", byLink, linkTo("http://[::1"), connectors.SourceFault, "http.link_elsewhere"},
		{"without end", connectors.Values{"page_param": {"page"}, "max_pages": {"5"}}, func(q func(string) int, _ *http.Request) string { return fmt.Sprintf(`[{"no":%d}]`, q("page")) }, connectors.SourceFault, "http.too_many_pages"},
		{"no array", byLink, func(func(string) int, *http.Request) string { return `{"error":"` + token + `"}` }, connectors.Unreadable, "http.page_shape"},
		{"not JSON", byNumber, func(func(string) int, *http.Request) string { return `<html>` }, connectors.Unreadable, "http.page_shape"},
		{"fewer than announced", connectors.Values{"page_param": {"page"}, "records": {"items"}, "total": {"total"}}, func(q func(string) int, _ *http.Request) string {
			return fmt.Sprintf(`{"items":%s,"total":9}`, pageOf(3*(q("page")-1)))
		}, connectors.SourceFault, "http.total"},
		{"a later page is not there", byNumber, func(q func(string) int, _ *http.Request) string {
			if q("page") > 2 {
				return ""
			}
			return pageOf(3 * (q("page") - 1))
		}, connectors.SourceFault, "http.page_absent"},
		{"the first page is not there", byNumber, func(func(string) int, *http.Request) string { return "" }, connectors.Absent, "source.file_absent"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, err := connectortest.TryOpen(Type(formats()), paged(api(t, c.answer), c.options), request())
			if err == nil {
				e.Close()
			}
			if failure := connectortest.AsError(t, err); failure.Class != c.class || failure.Reason.Key != c.key || strings.Contains(err.Error(), token) {
				t.Errorf("class %d, %v", failure.Class, err)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	for name, more := range map[string]connectors.Values{
		"no host": {"url": {"permits.csv"}}, "ftp": {"url": {"ftp://x/y"}}, "bad date": {"url": {"http://x/{slott:2006}"}}, "header": {"headers": {"Authorization"}},
		"header of two lines": {"headers": {"A: b\r\nC: d"}}, "two ways": {"page_param": {"p"}, "next_link": {"n"}, "format": {"json"}}, "pages of csv": {"page_param": {"p"}},
		"cursor alone": {"cursor": {"c"}, "format": {"json"}}, "total without pages": {"total": {"t"}}, "cache of pages": {"page_param": {"p"}, "format": {"json"}, "cache": {"x"}},
		"step without a number": {"next_link": {"n"}, "page_step": {"3"}, "format": {"json"}}, "step of none": {"page_param": {"p"}, "page_step": {"0"}, "format": {"json"}},
	} {
		_, err := Type(formats()).New(values("http://127.0.0.1/"+token, more))
		if _, ok := err.(*connectors.OptionError); !ok || strings.Contains(err.Error(), token) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
