// Package jsonl reads JSON Lines, one object per line, and JSON documents that hold
// an array of objects, as two connectors, jsonl and json. Strings are taken as they
// are, numbers by their digits and never through a float, nested values as compact
// JSON, null and absent keys as NULL. A line, or an element, that is no such object
// is rejected.
package jsonl
