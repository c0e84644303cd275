// Package entries says what is wrong with what somebody entered into a form: in which
// entry, and why. The forms themselves lie with what they are about, so that a
// workbook that comes back and a page that is sent in are held to the same.
package entries
