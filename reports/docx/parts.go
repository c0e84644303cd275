package docx

import (
	"fmt"
	"time"
)

const (
	xmlHeader  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

	packageNamespace  = "http://schemas.openxmlformats.org/package/2006/"
	relationNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordType          = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

func contentTypes(headed bool) string {
	s := xmlHeader + `<Types xmlns="` + packageNamespace + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/>`
	parts := [][2]string{{"fontTable", "fontTable"}, {"footer1", "footer"}, {"footer2", "footer"}, {"settings", "settings"}, {"styles", "styles"}}
	if headed {
		parts = append(parts, [2]string{"header1", "header"})
	}
	for _, p := range parts {
		s += fmt.Sprintf(`<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>`, p[0], wordType, p[1])
	}
	return s + `</Types>`
}

const packageRelations = xmlHeader + `<Relationships xmlns="` + packageNamespace + `relationships">` +
	`<Relationship Id="rId1" Type="` + relationNamespace + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="` + packageNamespace + `relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="` + relationNamespace + `extended-properties" Target="docProps/app.xml"/></Relationships>`

func documentRelations(headed bool) string {
	s := xmlHeader + `<Relationships xmlns="` + packageNamespace + `relationships">`
	parts := [][2]string{{"styles", "styles"}, {"settings", "settings"}, {"fontTable", "fontTable"}, {"footer", "footer1"}, {"footer", "footer2"}}
	if headed {
		parts = append(parts, [2]string{"header", "header1"})
	}
	for i, p := range parts {
		s += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s%s" Target="%s.xml"/>`, i+1, relationNamespace, p[0], p[1])
	}
	return s + `</Relationships>`
}

const applicationPart = xmlHeader + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>cdoscore</Application></Properties>`

func coreProperties(title, author string, made time.Time) string {
	at := made.UTC().Format("2006-01-02T15:04:05Z")
	return xmlHeader + `<cp:coreProperties xmlns:cp="` + packageNamespace + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escaped(title) + `</dc:title><dc:creator>` + escaped(author) + `</dc:creator>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified></cp:coreProperties>`
}

// settings: page numbers stand outside, right on odd pages and left on even ones.
const settings = xmlHeader + `<w:settings ` + namespaces + `><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>` +
	`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

// section is A4 with the type area of GB/T 9704-2012: 37 mm above, 28 mm on the
// left, 156 × 225 mm of text.
func section(headed bool) string {
	heads := ""
	if headed {
		heads = `<w:headerReference w:type="default" r:id="rId6"/><w:headerReference w:type="even" r:id="rId6"/>`
	}
	return `<w:sectPr>` + heads + `<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>` +
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="1134" w:footer="1247" w:gutter="0"/></w:sectPr>`
}

// footer is the page number, as — 1 —.
func footer(align string) string {
	return xmlHeader + `<w:ftr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="` + align + `"/></w:pPr>` +
		`<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>`
}

func header(text string) string {
	return xmlHeader + `<w:hdr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:t xml:space="preserve">` + escaped(text) + `</w:t></w:r></w:p></w:hdr>`
}
