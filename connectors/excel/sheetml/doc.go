// Package sheetml reads workbooks of SpreadsheetML (.xlsx, .xlsm): the zip
// archive, the parts that describe its sheets, and the rows of one sheet at a
// time, streamed, in memory that does not grow with the sheet. Only the shared
// strings are held whole.
//
// It is strict where leniency would lose data: XML that is not well-formed, a DTD,
// rows or cells out of order, text outside a value, a shared string that is not
// there and a checksum that does not fit are errors, and the end of a sheet is
// reported only after its part has been read to its last byte. It is lenient where
// nothing can be lost: absent row and cell references, any namespace prefix, both
// editions of the standard, absent styles.
//
// Texts are what Excel shows of a string; numbers are the file's own digits, which
// connectors/excel turns into canonical text.
package sheetml
