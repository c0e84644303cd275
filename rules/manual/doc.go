// Package manual writes the rule catalogue's reference from the kinds' own
// documentation: the list and the page of a kind as a terminal shows them, and all
// of it as rules/README.md.
package manual
