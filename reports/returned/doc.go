// Package returned gives an officer's own workbook back with everything that is
// wrong in it marked: cells filled by level, the faults of each row in words in a
// last column, notes, an index of faults and a summary by cause. It edits the
// package of the workbook itself, streaming, rather than reading and writing it
// anew, so that whatever it does not mark comes back as it was. What it adds bears
// marks (excel.Marks) by which connectors/excel leaves it out again, so that the
// mended file can be uploaded as it is.
//
// Formulas give way to their results; macros, links to other workbooks,
// connections, controls and embedded files do not come back.
package returned
