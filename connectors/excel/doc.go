// Package excel reads one sheet of .xlsx workbooks.
//
// Values come from excelize, streamed and raw. Since excelize ends a malformed
// sheet early without an error, every sheet is also walked by a strict scanner of
// its own, row by row beside excelize: a row or cell that only one of the two sees
// makes the workbook unreadable, so no row is ever lost in silence. The scanner
// also yields what excelize does not stream: the type and the number format of
// each cell, from which dates are told from numbers.
package excel
