package http

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
	"cdoscore/connectors/spool"

	"golang.org/x/net/http/httpguts"
)

// Type is the http connector for the given formats.
func Type(formats []connectors.Type) connectors.Type {
	return connectors.Type{
		Name:    "http",
		Summary: "A file, or the pages of a JSON interface, by HTTP GET.",
		Options: spool.Options(options(), formats),
		New:     func(v connectors.Values) (connectors.Source, error) { return newSource(formats, v) },
	}
}

func options() []connectors.Option {
	return []connectors.Option{
		{Name: "url", Type: connectors.OptionText, Required: true, Doc: "address, with {slot:2006-01-02} (first day of the slot) and {slot_end:2006-01-02} (its last day); {{ is a plain {. A token belongs in headers, or in the query: the path is shown in messages"},
		{Name: "headers", Type: connectors.OptionList, Secret: true, Doc: `headers to send, such as "Authorization: Bearer ${TOKEN}"`},
		{Name: "ca_file", Type: connectors.OptionText, Doc: "file of the certificates to trust in place of the system's, absolute or from the workspace's folder"},
		{Name: "cache", Type: connectors.OptionText, Doc: "folder in which the last content is kept with its ETag, absolute or from the workspace's folder, so that an unchanged one is not sent again"},
		{Name: "page_param", Type: connectors.OptionText, Doc: "pages by number: the query's parameter; the first page without records is the end"},
		{Name: "page_first", Type: connectors.OptionInt, Default: "1", Doc: "number of the first page, with page_param"},
		{Name: "page_step", Type: connectors.OptionInt, Default: "1", Doc: "by how much the number grows, with page_param; the size of a page where the parameter is an offset"},
		{Name: "next_link", Type: connectors.OptionText, Doc: "pages by link: where the next page's address stands in a page, as in paging.next; none, null or an empty one is the end"},
		{Name: "cursor", Type: connectors.OptionText, Doc: "pages by cursor: where the cursor stands in a page, as in meta.cursor; none, null or an empty one is the end"},
		{Name: "cursor_param", Type: connectors.OptionText, Doc: "the query's parameter that takes the cursor"},
		{Name: "total", Type: connectors.OptionText, Doc: "where the number of all records stands in a page, as in meta.total: as many must have come"},
		{Name: "max_pages", Type: connectors.OptionInt, Default: "10000", Doc: "most pages to fetch; more are refused"},
	}
}

// source is a Source of what a server answers.
type source struct {
	spool   *spool.Source
	url     files.Dated
	headers http.Header
	caFile  string
	cache   string
	paging  *paging // nil: one file
}

func newSource(formats []connectors.Type, v connectors.Values) (connectors.Source, error) {
	s := &source{caFile: v.Text("ca_file", ""), cache: v.Text("cache", "")}
	var err error
	if s.spool, err = spool.New(options(), formats, v); err != nil {
		return nil, err
	}
	if s.url, err = files.ParseDated(v.Text("url", "")); err != nil {
		return nil, &connectors.OptionError{Option: "url", Message: err.Error()}
	}
	if _, err := address(s.url.For(connectors.Slot{})); err != nil {
		return nil, &connectors.OptionError{Option: "url", Message: "must be an address such as https://data.example.gov.cn/permits.csv"}
	}
	if s.headers, err = readHeaders(v.List("headers")); err != nil {
		return nil, err
	}
	if s.paging, err = readPaging(v); err != nil {
		return nil, err
	}
	switch {
	case s.paging != nil && s.spool.Format() != "json":
		return nil, &connectors.OptionError{Option: "format", Message: "must be json where there are pages"}
	case s.paging != nil && s.cache != "":
		return nil, &connectors.OptionError{Option: "cache", Message: "does not go with pages"}
	}
	return s, nil
}

// address reads a URL. Errors do not repeat it, since it may hold a secret.
func address(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("not an address")
	}
	u.Fragment = ""
	return u, nil
}

func readHeaders(lines []string) (http.Header, error) {
	h := http.Header{}
	for i, text := range lines {
		name, value, found := strings.Cut(text, ":")
		value = strings.TrimSpace(value)
		if !found || !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(value) {
			return nil, &connectors.OptionError{Option: "headers", Message: fmt.Sprintf(`item %d must be a header such as "Accept: text/csv"`, i+1)}
		}
		h.Add(name, value)
	}
	return h, nil
}

func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	u, err := address(s.url.For(r.Slot))
	if err != nil {
		return nil, connectors.NewError(connectors.Platform, "", err, "http.address")
	}
	return s.spool.Open(ctx, r, shown(u), func(ctx context.Context, to *spool.Folder) error {
		x, err := s.exchange(u, r.Dir)
		if err != nil {
			return err
		}
		defer x.close()
		switch {
		case s.paging != nil:
			return x.fetchPages(ctx, *s.paging, u, to)
		case s.cache != "":
			return x.fetchCached(ctx, u, within(r.Dir, s.cache), to)
		}
		return x.fetchFile(ctx, u, to)
	})
}

// Reach asks for the headers of the address only. Servers need not know this
// question: any answer that is neither a refusal nor a failure will do.
func (s *source) Reach(ctx context.Context, r connectors.Request) error {
	u, err := address(s.url.For(r.Slot))
	if err != nil {
		return connectors.NewError(connectors.Platform, "", err, "http.address")
	}
	x, err := s.exchange(u, r.Dir)
	if err != nil {
		return err
	}
	defer x.close()
	answer, err := x.ask(ctx, http.MethodHead, u, nil)
	if err != nil {
		return err
	}
	answer.Body.Close()
	if refusal := answer.StatusCode == http.StatusUnauthorized || answer.StatusCode == http.StatusForbidden; !refusal && (answer.StatusCode < 500 || answer.StatusCode == http.StatusNotImplemented) {
		return nil
	}
	return x.refused(u, answer)
}

// shown is an address without account and query.
func shown(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
