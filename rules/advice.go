package rules

import "time"

// Advised is a check that can say how a value that fails is mended.
type Advised interface {
	// Advice is a note of the message catalogue whose arguments may be notes' texts
	// in a language, and a value that passes at a moment; "": none can be named.
	Advice(lang string, at time.Time) (how Note, example string)
}

// Stated is a check whose condition can be shown as it was written.
type Stated interface{ Statement() string }

// Choosing is a check of one field that lists the values that may be entered.
type Choosing interface {
	// Choices are the values with their names, if they have any, at a moment.
	Choices(at time.Time) []Code
}
