// Package jsonl reads JSON Lines: one object per line. Strings are taken as they
// are, numbers by their digits and never through a float, nested values as compact
// JSON, null and absent keys as NULL. A line that is no such object is rejected.
package jsonl
