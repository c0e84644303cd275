package connectors

import (
	"fmt"
	"maps"
	"strings"
)

// Message is a text of the message catalogue in the three languages of reports.
// {0}, {1}, … stand for the arguments of a Reason, in order.
type Message struct {
	ZhHans string
	ZhHant string
	En     string
}

// Reasons is the catalogue of every key that a connector gives as a Reason. The
// caller owns the map.
func Reasons() map[string]Message { return maps.Clone(catalogue) }

// catalogue is never written after the start.
var catalogue = func() map[string]Message {
	all := map[string]Message{}
	for _, part := range []map[string]Message{sourceReasons, textReasons, workbookReasons, typedReasons, databaseReasons, remoteReasons} {
		maps.Copy(all, part)
	}
	return all
}()

// NewReason is the reason with this key; English is filled from the catalogue. A
// key that the catalogue lacks, or another number of arguments than its text has
// marks, is a mistake of the program and panics.
func NewReason(key string, args ...string) Reason {
	m, ok := catalogue[key]
	if !ok {
		panic(fmt.Sprintf("connectors: no reason with key %q in the catalogue", key))
	}
	if want := m.Marks(); want != len(args) {
		panic(fmt.Sprintf("connectors: reason %q takes %d arguments, got %d", key, want, len(args)))
	}
	return Reason{Key: key, Args: args, English: fill(m.En, args)}
}

// NewError is a failure of the whole extract for a reason of the catalogue.
// cause may be nil.
func NewError(class Class, where string, cause error, key string, args ...string) *Error {
	return &Error{Class: class, Where: where, Reason: NewReason(key, args...), Err: cause}
}

// Marks is how many arguments the message takes.
func (m Message) Marks() int {
	n := 0
	for strings.Contains(m.En, fmt.Sprintf("{%d}", n)) {
		n++
	}
	return n
}

func fill(text string, args []string) string {
	pairs := make([]string, 0, 2*len(args))
	for i, a := range args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i), a)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
