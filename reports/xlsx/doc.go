// Package xlsx lays the report model out as workbooks for officials: one for a
// unit, one for the city. It computes no score; it chooses words, formats and
// places, so that a sheet can be read on a screen and printed on A4.
//
// WriteUnit and WriteCity list their sheets; each sheet has a file of its own
// that declares its columns. Underneath, book is the file, page is one sheet
// written from top to bottom, table is a list with headings, and look is how a
// cell appears. The same model always gives the same bytes.
package xlsx
