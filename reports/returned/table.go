package returned

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"cdoscore/connectors"
	"cdoscore/connectors/excel"
	"cdoscore/connectors/excel/sheetml"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// tableOffset is how far below its record's number a row stands: under the header.
const tableOffset = 1

// writeTable makes a workbook of an extract that was none, every value as text, so
// that it can be marked and given back. A value is never taken for a formula.
func writeTable(ctx context.Context, w io.Writer, x connectors.Extract, sheet string) (excel.Layout, error) {
	z := zip.NewWriter(w)
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	const related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	for _, part := range [][2]string{
		{contentTypes, `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + mainOf + `"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + worksheetOf + `"/><Override PartName="/xl/styles.xml" ContentType="` + stylesOf + `"/></Types>`},
		{"_rels/.rels", string(relationsText([]relation{newRelation("rId1", related+"/officeDocument", "/xl/workbook.xml")}))},
		{"xl/workbook.xml", `<workbook ` + main + `><bookViews><workbookView/></bookViews><sheets><sheet name="` + escape(sheet) + `" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", string(relationsText([]relation{newRelation("rId1", related+"/worksheet", "/xl/worksheets/sheet1.xml"), newRelation("rId2", related+"/styles", "/xl/styles.xml")}))},
		{"xl/styles.xml", `<styleSheet ` + main + `><fonts><font><sz val="11"/><name val="Microsoft YaHei"/></font><font><b/><sz val="11"/><name val="Microsoft YaHei"/></font></fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
			`<borders><border/></borders><cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" applyNumberFormat="1" applyFont="1"/>` +
			`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs></styleSheet>`},
	} {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Deflate})
		if err != nil {
			return excel.Layout{}, err
		}
		if _, err := io.WriteString(f, part[1]); err != nil {
			return excel.Layout{}, err
		}
	}
	f, err := z.CreateHeader(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate})
	if err != nil {
		return excel.Layout{}, err
	}
	layout := excel.Layout{Sheet: sheet, Part: "xl/worksheets/sheet1.xml", Header: 1}
	out := bufio.NewWriterSize(f, 1<<16)
	fmt.Fprintf(out, `%s<worksheet %s><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="%d" width="18" style="1" customWidth="1"/></cols><sheetData><row r="1">`,
		declaration, main, max(x.Schema().NumFields()-1, 1))
	for i, field := range x.Schema().Fields()[1:] {
		layout.Columns = append(layout.Columns, i+1)
		writeText(out, i+1, 1, 2, field.Name)
	}
	out.WriteString("</row>")
	if err := writeRecords(ctx, out, x); err != nil {
		return excel.Layout{}, err
	}
	out.WriteString("</sheetData></worksheet>")
	return layout, errors.Join(out.Flush(), z.Close())
}

func writeRecords(ctx context.Context, out *bufio.Writer, x connectors.Extract) error {
	for {
		record, err := x.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		err = writeRecord(out, record)
		record.Release()
		if err != nil {
			return err
		}
	}
}

func writeRecord(out *bufio.Writer, record arrow.Record) error {
	numbers := record.Column(0).(*array.Int64)
	for i := range int(record.NumRows()) {
		row := int(numbers.Value(i)) + tableOffset
		if row > sheetml.MaxRows {
			return fmt.Errorf("record %d has no room in a workbook of %d rows: split the file", row-tableOffset, sheetml.MaxRows)
		}
		fmt.Fprintf(out, `<row r="%d">`, row)
		for c := 1; c < int(record.NumCols()); c++ {
			texts := record.Column(c).(*array.String)
			if texts.IsNull(i) || texts.Value(i) == "" {
				continue
			}
			style := 1
			switch texts.Value(i)[0] {
			case '=', '+', '-', '@', '\t', '\r', 0:
				style = 3
			}
			writeText(out, c, row, style, texts.Value(i))
		}
		out.WriteString("</row>")
	}
	return nil
}

func writeText(out *bufio.Writer, column, row, style int, text string) {
	fmt.Fprintf(out, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, sheetml.CellName(column, row), style, cellText(text))
}
