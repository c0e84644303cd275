package duck

import (
	"fmt"
	"strings"

	"cdoscore/rules"
)

// maxExpr is the longest expression taken, in bytes.
const maxExpr = 10_000

// maxDepth bounds nesting, which is far below what upsets the parser.
const maxDepth = 64

// checkText refuses what the parser is not to be given at all.
func checkText(text string) error {
	if strings.TrimSpace(text) == "" {
		return &rules.ExprError{Message: "an expression must not be empty"}
	}
	if len(text) > maxExpr {
		return &rules.ExprError{Message: fmt.Sprintf("an expression may have at most %d bytes, this one has %d", maxExpr, len(text))}
	}
	if at := strings.IndexByte(text, 0); at >= 0 {
		return &rules.ExprError{Offset: at, Message: "an expression must not hold a NUL character"}
	}
	if at := tooDeep(text); at >= 0 {
		return &rules.ExprError{Offset: at, Message: fmt.Sprintf("the parentheses are nested more than %d deep: split the expression into several rules", maxDepth)}
	}
	return nil
}

// tooDeep returns the place of the first bracket beyond maxDepth, or -1. The tree
// does not show parentheses, and the parser recurses into them. Brackets within
// texts and names do not count.
func tooDeep(text string) int {
	depth, quote := 0, byte(0)
	for i := range len(text) {
		c := text[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '(' || c == '[' || c == '{':
			if depth++; depth > maxDepth {
				return i
			}
		case c == ')' || c == ']' || c == '}':
			depth--
		}
	}
	return -1
}

// byteOffset turns a place in characters, which is how the parser counts where it
// stops, into one in bytes, which is how its tree does.
func byteOffset(text string, characters int) int {
	for at := range text {
		if characters <= 0 {
			return at
		}
		characters--
	}
	return len(text)
}
