// Package docx lays out the report model as documents of WordprocessingML (.docx)
// that people go on writing in: the quality bulletin (数据质量通报) and the draft of a
// unit's duty report (述职报告). Page, type and margins are those of Chinese official
// documents (GB/T 9704-2012).
//
// Only common parts are written: styles, a font table with alternatives, headings,
// paragraphs, tables with repeated heads, a header and page numbers. Every figure is
// a run of the character style "Figure", every gap that a person must fill one of
// the style "Gap", so that readers and programs find both. Equal models give equal
// bytes.
package docx
