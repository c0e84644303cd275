package submission

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"cdoscore/connectors"
	"cdoscore/rules"
)

// Refusal is why the desk does not do what it was asked, in words that the officer
// is to read: its note's key has a text in Reasons.
type Refusal struct{ rules.Note }

func (e *Refusal) Error() string {
	text := reasons[e.Key].En
	if text == "" { // a reason of the reader
		text = connectors.Reasons()[e.Key].En
	}
	if text == "" {
		text = e.Key
	}
	for i, arg := range e.Args {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%d}", i), arg)
	}
	return text
}

// ErrUnknown is returned for what does not exist and for what belongs to another
// unit: nobody learns which.
var ErrUnknown = errors.New("there is no such upload, dataset or slot")

// Reasons is the catalogue of every key that this package gives. The caller owns
// the map.
func Reasons() map[string]rules.Text { return maps.Clone(reasons) }

func refuse(key string, args ...string) error { return refusal(key, args...) }

func refusal(key string, args ...string) *Refusal {
	if _, ok := reasons[key]; !ok {
		panic("submission: no reason with key " + key + " in the catalogue")
	}
	return &Refusal{rules.Note{Key: key, Args: args}}
}
