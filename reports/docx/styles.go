package docx

import (
	"fmt"
	"strings"
)

// The styles of paragraphs.
const (
	bodyStyle       = "BodyText"
	leadStyle       = "Lead" // of a paragraph that stays with what follows
	issuerStyle     = "Issuer"
	numberStyle     = "DocumentNumber"
	titleStyle      = "Title"
	addressStyle    = "Address"
	headStyle       = "Heading1"
	captionStyle    = "Caption"
	tableHeadStyle  = "TableHead"
	tableTextStyle  = "TableText"
	tableKeepStyle  = "TableTextKept"
	afterTableStyle = "AfterTable"
	noteStyle       = "Note"
	signStyle       = "Signature"
	signLineStyle   = "SignatureLine"
)

// typeface is a font with what stands in for it where it is not installed.
type typeface struct{ name, instead, family string }

// look is the type of one language. Sizes are in half points.
type look struct {
	title, body, head, subhead, latin typeface
	titleSize, bodySize, tableSize    int
	line                              int // distance of lines, in twentieths of a point
	indent                            int // first line of a paragraph, in hundredths of a character
}

// lookOf follows GB/T 9704-2012 for Chinese: title 小标宋 of 二号, body 仿宋 of 三号,
// headings 黑体 and 楷体, 22 lines of 28 characters to the page.
func lookOf(lang string) look {
	latin := typeface{"Times New Roman", "Liberation Serif", "roman"}
	switch lang {
	case "zh-Hant":
		return look{
			title: typeface{"新細明體", "PMingLiU", "roman"}, body: typeface{"細明體", "MingLiU", "roman"}, head: typeface{"微軟正黑體", "Microsoft JhengHei", "swiss"}, subhead: typeface{"標楷體", "DFKai-SB", "script"},
			latin: latin, titleSize: 44, bodySize: 32, tableSize: 21, line: 579, indent: 200,
		}
	case "en":
		return look{
			title: typeface{"宋体", "SimSun", "roman"}, body: typeface{"宋体", "SimSun", "roman"}, head: typeface{"黑体", "SimHei", "swiss"}, subhead: typeface{"楷体", "KaiTi", "script"},
			latin: latin, titleSize: 36, bodySize: 24, tableSize: 18, line: 380, indent: 0,
		}
	}
	return look{
		title: typeface{"方正小标宋简体", "宋体", "roman"}, body: typeface{"仿宋_GB2312", "仿宋", "roman"}, head: typeface{"黑体", "SimHei", "swiss"}, subhead: typeface{"楷体_GB2312", "楷体", "script"},
		latin: latin, titleSize: 44, bodySize: 32, tableSize: 21, line: 579, indent: 200,
	}
}

// fontTable names for each font what may stand in for it.
func fontTable(l look) string {
	var b strings.Builder
	b.WriteString(xmlHeader + `<w:fonts ` + namespaces + `>`)
	seen := map[string]bool{}
	for _, f := range []typeface{l.latin, l.title, l.body, l.head, l.subhead} {
		if seen[f.name] {
			continue
		}
		seen[f.name] = true
		charset := "86"
		if f == l.latin {
			charset = "00"
		}
		fmt.Fprintf(&b, `<w:font w:name="%s"><w:altName w:val="%s"/><w:charset w:val="%s"/><w:family w:val="%s"/></w:font>`, f.name, f.instead, charset, f.family)
	}
	b.WriteString(`</w:fonts>`)
	return b.String()
}

func fonts(l look, eastAsia typeface) string {
	return fmt.Sprintf(`<w:rFonts w:ascii="%s" w:eastAsia="%s" w:hAnsi="%s" w:cs="%s"/>`, l.latin.name, eastAsia.name, l.latin.name, l.latin.name)
}

func size(halfPoints int) string {
	return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, halfPoints, halfPoints)
}

// exactly is the distance of lines, the same on every page.
func exactly(line, before, after int) string {
	return fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="exact"/>`, before, after, line)
}

func closely(before, after int) string {
	return fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d" w:line="240" w:lineRule="auto"/>`, before, after)
}

// styleOf is one paragraph style, based on Normal.
func styleOf(id, name, paragraph, character string) string {
	return fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, id, name, paragraph, character)
}

func styles(l look, lang string) string {
	tag := map[string]string{"zh-Hant": "zh-TW", "zh-Hans": "zh-CN", "en": "zh-CN"}[lang]
	const centre, keep = `<w:jc w:val="center"/>`, `<w:keepNext/><w:keepLines/>`
	indent := ""
	after := 120
	if l.indent > 0 {
		indent = fmt.Sprintf(`<w:ind w:firstLineChars="%d" w:firstLine="%d"/>`, l.indent, l.indent*l.bodySize/10)
		after = 0
	}
	headWeight := ""
	if l.indent == 0 {
		headWeight = `<w:b/>`
	}
	red := `<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="8" w:color="C00000"/></w:pBdr>`
	var b strings.Builder
	fmt.Fprintf(&b, `%s<w:styles %s><w:docDefaults><w:rPrDefault><w:rPr>%s%s<w:lang w:val="en-US" w:eastAsia="%s"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`, xmlHeader, namespaces, fonts(l, l.body), size(l.bodySize), tag)
	b.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	b.WriteString(styleOf(bodyStyle, "Body Text", exactly(l.line, 0, after)+indent+`<w:jc w:val="both"/>`, ""))
	b.WriteString(styleOf(leadStyle, "Lead", keep+exactly(l.line, 0, after)+indent+`<w:jc w:val="both"/>`, ""))
	b.WriteString(styleOf(issuerStyle, "Issuer", exactly(l.line*2, 0, 240)+centre, fonts(l, l.title)+`<w:color w:val="C00000"/>`+size(l.titleSize+8)))
	b.WriteString(styleOf(numberStyle, "Document Number", red+exactly(l.line, 0, 360)+centre, ""))
	b.WriteString(styleOf(titleStyle, "Title", keep+exactly(l.line*5/4, 240, 240)+centre, fonts(l, l.title)+headWeight+size(l.titleSize)))
	b.WriteString(styleOf(addressStyle, "Address", exactly(l.line, 120, after), ""))
	b.WriteString(styleOf(headStyle, "heading 1", keep+exactly(l.line, 60, 60)+indent+`<w:outlineLvl w:val="0"/>`, fonts(l, l.head)+headWeight))
	b.WriteString(styleOf(captionStyle, "caption", keep+closely(160, 80)+centre, fonts(l, l.head)+headWeight+size(l.tableSize+3)))
	b.WriteString(styleOf(tableHeadStyle, "Table Head", `<w:keepNext/>`+closely(30, 30)+centre, fonts(l, l.head)+headWeight+size(l.tableSize)))
	b.WriteString(styleOf(tableTextStyle, "Table Text", closely(20, 20)+centre, size(l.tableSize)))
	b.WriteString(styleOf(tableKeepStyle, "Table Text Kept", `<w:keepNext/>`+closely(20, 20)+centre, size(l.tableSize)))
	b.WriteString(styleOf(afterTableStyle, "After Table", closely(0, 0), size(10)))
	b.WriteString(styleOf(noteStyle, "Note", closely(40, 80)+`<w:jc w:val="both"/>`, `<w:color w:val="404040"/>`+size(l.tableSize)))
	b.WriteString(styleOf(signStyle, "Signature", exactly(l.line, 0, 0)+`<w:ind w:right="640"/><w:jc w:val="right"/>`, ""))
	b.WriteString(styleOf(signLineStyle, "Signature Line", keep+exactly(l.line*5/4, 0, 0)+`<w:ind w:left="4200"/>`, ""))
	b.WriteString(styleOf("Header", "header", `<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="808080"/></w:pBdr>`+closely(0, 0)+centre, size(18)))
	b.WriteString(styleOf("Footer", "footer", closely(0, 0)+`<w:ind w:left="280" w:right="280"/>`, fonts(l, l.title)+size(28)))
	b.WriteString(`<w:style w:type="character" w:customStyle="1" w:styleId="` + figureStyle + `"><w:name w:val="Figure"/><w:qFormat/></w:style>`)
	b.WriteString(`<w:style w:type="character" w:customStyle="1" w:styleId="` + gapStyle + `"><w:name w:val="Gap"/><w:qFormat/><w:rPr><w:shd w:val="clear" w:color="auto" w:fill="FFF2A8"/></w:rPr></w:style>`)
	b.WriteString(`<w:style w:type="table" w:customStyle="1" w:styleId="Grid"><w:name w:val="Grid"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&b, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="595959"/>`, side)
	}
	b.WriteString(`</w:tblBorders><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`)
	return b.String()
}
