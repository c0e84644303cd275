package submission

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"cdoscore/rules"
)

// Refusal is why the desk does not do what it was asked, in words that the officer
// is to read: its note's key has a text in Reasons.
type Refusal struct{ rules.Note }

func (e *Refusal) Error() string {
	text := reasons[e.Key].En
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

func refuse(key string, args ...string) error {
	if _, ok := reasons[key]; !ok {
		panic("submission: no reason with key " + key + " in the catalogue")
	}
	return &Refusal{rules.Note{Key: key, Args: args}}
}

// reasons is never written after the start.
var reasons = map[string]rules.Text{}
