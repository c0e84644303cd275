package http

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/spool"
)

// maxPageBytes bounds a page, which is looked at in memory.
const maxPageBytes = 256 << 20

// walk is the state of fetching page by page.
type walk struct {
	paging
	x       *exchange
	page    int64 // fetched so far
	records int64
	seen    map[string]bool // addresses asked for
	last    [sha256.Size]byte
}

// page is what paging needs to know of one.
type page struct {
	records int64
	total   string
	next    string // link or cursor; empty: there is none
	sum     [sha256.Size]byte
}

// fetchPages brings every page as a file. More pages than allowed, or a page for
// the second time, end the extract: a part of the records would pass for all.
func (x *exchange) fetchPages(ctx context.Context, p paging, u *url.URL, to *spool.Folder) error {
	w := &walk{paging: p, x: x, seen: map[string]bool{}}
	if p.param != "" {
		u = withParam(u, p.param, strconv.FormatInt(p.first, 10))
	}
	for u != nil {
		if w.page == p.max {
			return connectors.NewError(connectors.SourceFault, shown(u), nil, "http.too_many_pages", fmt.Sprint(p.max))
		}
		if w.seen[u.String()] {
			return connectors.NewError(connectors.SourceFault, shown(u), nil, "http.page_loop", fmt.Sprint(w.page))
		}
		w.seen[u.String()] = true
		one, err := w.fetch(ctx, u, to)
		if err != nil {
			return err
		}
		if u, err = w.after(u, one); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) fetch(ctx context.Context, u *url.URL, to *spool.Folder) (page, error) {
	answer, err := w.x.get(ctx, u, nil)
	if err != nil {
		return page{}, w.notAbsent(u, err)
	}
	w.page++
	if err := w.x.keep(ctx, u, answer, fmt.Sprintf("page-%06d.json", w.page), to); err != nil {
		return page{}, err
	}
	if to.Size() > maxPageBytes {
		return page{}, connectors.NewError(connectors.Unreadable, shown(u), nil, "remote.too_large", fmt.Sprint(maxPageBytes))
	}
	text, err := os.ReadFile(to.Last())
	if err != nil {
		return page{}, connectors.NewError(connectors.Platform, shown(u), err, "source.platform")
	}
	one, missing := w.inspect(text)
	if missing != "" {
		return page{}, connectors.NewError(connectors.Unreadable, shown(u), nil, "http.page_shape", fmt.Sprint(w.page), missing)
	}
	w.records += one.records
	return one, nil
}

// notAbsent: where the first page was there, a later one that is not there does not
// mean that nothing was delivered.
func (w *walk) notAbsent(u *url.URL, err error) error {
	var failure *connectors.Error
	if w.page > 0 && errors.As(err, &failure) && failure.Class == connectors.Absent {
		return connectors.NewError(connectors.SourceFault, shown(u), nil, "http.page_absent", fmt.Sprint(w.page+1))
	}
	return err
}

// inspect reads a page; missing names the place at which it is not as declared.
func (w *walk) inspect(text []byte) (one page, missing string) {
	text = []byte(strings.TrimPrefix(string(text), "\ufeff"))
	array, found := lookup(text, w.paging.records)
	var elements []json.RawMessage
	if !found || array[0] != '[' || json.Unmarshal(array, &elements) != nil {
		return one, place(w.paging.records)
	}
	one.records, one.sum = int64(len(elements)), sha256.Sum256(array)
	if w.total != nil {
		total, found := lookup(text, w.total)
		if one.total = plain(total); !found || !digits(one.total) {
			return one, place(w.total)
		}
	}
	if keys := append(w.link, w.cursor...); len(keys) > 0 {
		next, _ := lookup(text, keys)
		one.next = plain(next)
	}
	return one, ""
}

// after is the address of the page that follows, nil after the last.
func (w *walk) after(u *url.URL, one page) (*url.URL, error) {
	if w.page > 1 && one.records > 0 && one.sum == w.last {
		return nil, connectors.NewError(connectors.SourceFault, shown(u), nil, "http.page_loop", fmt.Sprint(w.page))
	}
	w.last = one.sum
	switch {
	case w.param != "" && one.records > 0:
		return withParam(u, w.param, strconv.FormatInt(w.first+w.page*w.step, 10)), nil
	case w.param == "" && one.next != "":
		return w.follow(u, one.next)
	}
	if w.total != nil && one.total != strconv.FormatInt(w.records, 10) {
		return nil, spool.Transient(connectors.NewError(connectors.SourceFault, shown(u), nil, "http.total", one.total, fmt.Sprint(w.records)))
	}
	return nil, nil
}

func (w *walk) follow(u *url.URL, next string) (*url.URL, error) {
	if w.cursor != nil {
		return withParam(u, w.cursorParam, next), nil
	}
	link, err := u.Parse(next)
	if err != nil || !sameServer(link, u) {
		return nil, connectors.NewError(connectors.SourceFault, shown(u), nil, "http.link_elsewhere", fmt.Sprint(w.page))
	}
	link.Fragment = ""
	return link, nil
}

func withParam(u *url.URL, name, value string) *url.URL {
	next := *u
	query := next.Query()
	query.Set(name, value)
	next.RawQuery = query.Encode()
	return &next
}

// lookup walks down the keys of nested objects.
func lookup(text json.RawMessage, keys []string) (json.RawMessage, bool) {
	for _, key := range keys {
		var object map[string]json.RawMessage
		if json.Unmarshal(text, &object) != nil {
			return nil, false
		}
		var found bool
		if text, found = object[key]; !found {
			return nil, false
		}
	}
	text = json.RawMessage(strings.TrimSpace(string(text)))
	return text, len(text) > 0
}

// plain is the text of a string or a number; empty for everything else.
func plain(text json.RawMessage) string {
	var s string
	if json.Unmarshal(text, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(text, &n) == nil {
		return n.String()
	}
	return ""
}

func digits(text string) bool {
	_, err := strconv.ParseUint(text, 10, 64)
	return err == nil
}

func place(keys []string) string { return strings.Join(append([]string{"$"}, keys...), ".") }
