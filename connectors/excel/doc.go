// Package excel reads one sheet of .xlsx workbooks: it chooses the sheet, finds the
// header, and turns the cells that package sheetml streams into canonical text.
//
// Texts stay as Excel shows them; numbers are plain decimals with the file's own
// digits; dates and times are told from numbers by their format, 1904 workbooks
// and the day that never was, 1900-02-29, included; an error such as #N/A stays as
// that text. Nothing is lost in silence: a row that cannot be taken whole is
// rejected with its text, and what is passed over or not what it seems is a
// warning of the extract: other and hidden sheets, rows above a header that was
// found, rows of totals, merged data, error values, numbers of more digits than
// Excel keeps, results of formulas that Excel never calculated.
package excel
