// Package profile makes suggestions from what the engine counted over the values
// of a file: the type of each column, the format or code table that its values
// follow, keys, classes of personal data, and a draft of the dataset file with the
// evidence beside every line. It is pure: figures in, suggestions out.
//
// A suggestion needs a share of the values, and plausibility. A check digit or a
// long code table speaks for itself; a form that many numbers have by chance, such
// as six digits for a postcode, needs the column's name to speak for it as well.
package profile
