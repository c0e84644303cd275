// Package csv reads delimited text. Its tokenizer is strict and works on bytes:
// what cannot be read as a row without guessing is rejected, with its line and its
// text, and never repaired.
//
// A record ends at LF or CR LF outside quotes. Blank lines are no records. Inside
// quotes everything is kept as it stands, a doubled quote is one quote. A quote
// inside an unquoted field is text. An empty field is an empty text, quoted or not.
package csv
