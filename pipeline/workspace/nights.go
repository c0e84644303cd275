package workspace

import (
	"net/mail"
	"time"

	"cdoscore/rules"
)

// What holds of nights where nothing is declared.
const (
	defaultCatchUp    = 72 * time.Hour
	defaultNightLimit = 12 * time.Hour
	defaultStopGrace  = time.Minute
	// DefaultPullLimit is how long one pull of a dataset may take.
	DefaultPullLimit = 2 * time.Hour
)

// Nights says how nights are carried out.
type Nights struct {
	CatchUp   time.Duration // a night missed for longer is not run any more; 0: none is caught up
	Limit     time.Duration // a night at work for longer is given up
	StopGrace time.Duration // how long a night may go on when the service is to stop
}

func readNights(r *rules.Reader) Nights {
	n := Nights{CatchUp: defaultCatchUp, Limit: readLimit(r, "timeout", defaultNightLimit), StopGrace: defaultStopGrace}
	if x := r.Get("catch_up"); x == nil || x.Text != "0" {
		n.CatchUp = readSpan(r, "catch_up", n.CatchUp)
	} else {
		n.CatchUp = 0
	}
	n.StopGrace = readSpan(r, "stop_grace", n.StopGrace)
	return n
}

// readLimit is readSpan for a span that must not be nothing.
func readLimit(r *rules.Reader, key string, def time.Duration) time.Duration {
	limit := readSpan(r, key, def)
	if limit <= 0 {
		r.Diags().Addf(r.Get(key).Pos, "%q must be longer than nothing: leave it out for %s", key, def)
		return def
	}
	return limit
}

// readAddresses reads e-mail addresses, each without a name.
func readAddresses(r *rules.Reader, key string) []string {
	var out []string
	for _, n := range r.Texts(key, false) {
		if !isAddress(n.Text) {
			r.Diags().Addf(n.Pos, "%q: %q is no e-mail address: write it as cdo@hrss.example.gov.cn", key, n.Text)
			continue
		}
		out = append(out, n.Text)
	}
	return out
}

func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}
