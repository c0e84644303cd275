package sheetml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func TestWellFormed(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"element", `<a/>`, `<a></a>`},
		{"nested", `<a><b>x</b> y<b/></a>`, `<a><b>x</b> y<b></b></a>`},
		{"attributes", `<a  b = "1"	c='"2"' />`, `<a b="1" c="\"2\""></a>`},
		{"a > in an attribute", `<a b=">" c='>>'>x</a >`, `<a b=">" c=">>">x</a>`},
		{"entities", `<a b="&lt;&#65;">&amp;&gt;&quot;&apos;&#x4e00;&#10;</a>`, "<a b=\"<A\">&>\"'一\n</a>"},
		{"line ends", "<a>1\r\n2\r3\n</a>", "<a>1\n2\n3\n</a>"},
		{"CDATA", `<a>1<![CDATA[<&]>]]>2</a>`, `<a>1<&]>2</a>`},
		{"comments and instructions", `<?xml version="1.0"?><!-- - --><a>1<!----><?p q?>2</a><!-- x -->`, `<a>12</a>`},
		{"byte order mark", "\xEF\xBB\xBF<a>值</a>\n", `<a>值</a>`},
		{"long text", "<a>" + strings.Repeat("值&amp;", 100_000) + "</a>", "<a>" + strings.Repeat("值&", 100_000) + "</a>"},
		{"long attribute", `<a b="` + strings.Repeat("> ", 300_000) + `"/>`, `<a b="` + strings.Repeat("> ", 300_000) + `"></a>`},
		{"prefixes", `<x:a xmlns:x="u" x:b="1"><x:c/></x:a>`, `<a xmlns:x="u" x:b="1"><c></c></a>`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for how, r := range map[string]io.Reader{"at once": strings.NewReader(c.in), "byte by byte": iotest.OneByteReader(strings.NewReader(c.in))} {
				if got, err := events(r); err != nil || got != c.want {
					t.Errorf("%s: %.200q, %v", how, got, err)
				}
			}
		})
	}
}

func TestMalformed(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"nothing", ``, "holds no element"},
		{"blank", " \n", "holds no element"},
		{"text only", `x`, "text outside the root"},
		{"open", `<a><b></b>`, "ends inside <a>"},
		{"open tag", `<a`, "ends inside a tag"},
		{"open attribute", `<a b="1>`, "ends inside an attribute"},
		{"wrong end", `<a></b>`, "</b> stands where </a> is due"},
		{"end with more", `<a></a b>`, "stands where </a> is due"},
		{"end too many", `<a/></a>`, "ends nothing"},
		{"second root", `<a/><b/>`, "second root"},
		{"text after the root", `<a/>x`, "text outside the root"},
		{"CDATA after the root", `<a/><![CDATA[ ]]>`, "text outside the root"},
		{"no quotes", `<a b=1/>`, "not in quotes"},
		{"no value", `<a b/>`, "not written as"},
		{"attributes in touch", `<a b="1"c="2"/>`, "not a tag"},
		{"attribute twice", `<a b="1" b="2"/>`, "stands twice"},
		{"< in an attribute", `<a b="<"/>`, "a < stands in the attribute b"},
		{"< before a blank", `<a>1 < 2</a>`, "begins no tag"},
		{"entity of one's own", `<a>&x;</a>`, "&x; is not known"},
		{"& alone", `<a>a & b</a>`, "begins no entity"},
		{"entity for NUL", `<a>&#0;</a>`, "is not known"},
		{"entity for a surrogate", `<a>&#xD800;</a>`, "is not known"},
		{"entity with a sign", `<a>&#+65;</a>`, "is not known"},
		{"control character", "<a>\x01</a>", "control character"},
		{"control character in an attribute", "<a b='\x00'/>", "control character"},
		{"no UTF-8", "<a>\xff</a>", "not UTF-8"},
		{"half a character", "<a>\xe4\xb8</a>", "not UTF-8"},
		{"no character", "<a>\uFFFE</a>", "not UTF-8"},
		{"]]> in a text", `<a>]]></a>`, "]]> stands"},
		{"CDATA left open", `<a><![CDATA[x</a>`, "not closed"},
		{"comment left open", `<a><!-- x </a>`, "not closed"},
		{"comment with --", `<a><!-- -- --></a>`, "not closed as it must be"},
		{"instruction left open", `<a><?x </a>`, "not closed"},
		{"second declaration", `<a><?xml version="1.0"?></a>`, "name of its own"},
		{"version", `<?xml version="1.1"?><a/>`, `version "1.1"`},
		{"encoding unknown", `<?xml version="1.0" encoding="x-none"?><a/>`, "encoding"},
		{"prefix undeclared", `<x:a/>`, "prefix of <x:a>"},
		{"prefix without a name", `<a xmlns:="u"/>`, "not written as"},
		{"colon first", `<:a/>`, "not the name"},
		{"too deep", strings.Repeat("<a>", maxDepth+1), "inside one another"},
		{"too many attributes", "<a" + manyAttributes() + "/>", "more than 256 attributes"},
		{"too long a tag", `<a b="` + strings.Repeat("x", maxTag) + `"/>`, "a tag of more than"},
		{"too long a text", `<a>` + strings.Repeat("x", maxToken+1) + `</a>`, "a tag or text of more than"},
		{"DTD", `<!DOCTYPE a><a/>`, ErrDTD.Error()},
		{"entity in a DTD", `<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>`, ErrDTD.Error()},
		{"entity in the element", `<a><!ENTITY e "x"></a>`, ErrDTD.Error()},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := events(strings.NewReader(c.in))
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func manyAttributes() string {
	var b strings.Builder
	for i := range maxAttributes + 1 {
		fmt.Fprintf(&b, ` a%d=""`, i)
	}
	return b.String()
}

func TestEncodings(t *testing.T) {
	const body = `<a b="城">粤</a>`
	little := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()
	big := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()
	cases := map[string]func() (string, error){
		"UTF-16, little endian, with a mark": func() (string, error) {
			return little.String(`<?xml version="1.0" encoding="UTF-16"?>` + body)
		},
		"UTF-16, big endian, without": func() (string, error) { return big.String(body) },
		"GB18030": func() (string, error) {
			return simplifiedchinese.GB18030.NewEncoder().String(`<?xml version="1.0" encoding="gb18030"?>` + body)
		},
		"UTF-8 by another name": func() (string, error) { return `<?xml version="1.0" encoding="utf8"?>` + body, nil },
	}
	for name, encode := range cases {
		in, err := encode()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := events(strings.NewReader(in)); err != nil || got != body {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := events(strings.NewReader("<?xml version=\"1.0\" encoding=\"gbk\"?><a>\xff\xff</a>")); err == nil {
		t.Error("bytes without a meaning in the declared encoding pass")
	}
}

// events writes what the tokenizer reads in one form.
func events(r io.Reader) (string, error) {
	t, err := newTokenizer("part", r)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	var open []string
	for {
		kind, err := t.next()
		if err != nil {
			return b.String(), err
		}
		switch kind {
		case startTag:
			open = append(open, string(t.tag.local))
			fmt.Fprintf(&b, "<%s", t.tag.local)
			for _, a := range t.tag.attributes {
				fmt.Fprintf(&b, " %s=%q", a.name, a.value)
			}
			b.WriteByte('>')
		case endTag:
			fmt.Fprintf(&b, "</%s>", open[len(open)-1])
			open = open[:len(open)-1]
		case textRun:
			if len(open) > 0 {
				b.Write(t.text)
			}
		case endOfPart:
			if len(open) != t.depth() {
				return b.String(), fmt.Errorf("%d elements are open, the tokenizer counts %d", len(open), t.depth())
			}
			return b.String(), nil
		}
	}
}

// libraryEvents is events by encoding/xml.
func libraryEvents(r io.Reader) (string, error) {
	d := xml.NewDecoder(r)
	var b strings.Builder
	depth := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			return b.String(), nil
		}
		if err != nil {
			return b.String(), err
		}
		switch x := token.(type) {
		case xml.StartElement:
			depth++
			fmt.Fprintf(&b, "<%s", x.Name.Local)
			for _, a := range x.Attr {
				fmt.Fprintf(&b, " %s=%q", a.Name.Local, a.Value)
			}
			b.WriteByte('>')
		case xml.EndElement:
			depth--
			fmt.Fprintf(&b, "</%s>", x.Name.Local)
		case xml.CharData:
			if depth > 0 {
				b.Write(x)
			}
		}
	}
}

// FuzzTokenizer sees that nothing makes the tokenizer panic or hang, that what it
// accepts the library accepts as well, and that both read the same.
func FuzzTokenizer(f *testing.F) {
	for _, seed := range []string{
		`<?xml version="1.0" encoding="UTF-8"?><a b="1" c='&gt;'>x&amp;y<![CDATA[<]]><!-- c --><d/></a>`,
		"<a>\r\n</a >", `<a b=">"></a>`, "\xEF\xBB\xBF<a>值</a>", `<x:a xmlns:x="u"/>`, `<a><?p?></a>`, `<!DOCTYPE a><a/>`, "\xFF\xFE<\x00a\x00/\x00>\x00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, err := events(strings.NewReader(in))
		slow, slowErr := events(iotest.OneByteReader(strings.NewReader(in)))
		if got != slow || (err == nil) != (slowErr == nil) {
			t.Fatalf("at once: %q %v\nbyte by byte: %q %v", got, err, slow, slowErr)
		}
		if err != nil || strings.Contains(in, "encoding") || strings.Contains(in, "\x00") || strings.Contains(in, ":") {
			return // another alphabet, or names that the library takes apart
		}
		want, err := libraryEvents(strings.NewReader(in))
		if err != nil && strings.ContainsFunc(in, func(r rune) bool { return r >= 0x80 }) {
			return // a name that has letters outside ASCII, of which only the library has a list
		}
		if err != nil || got != want {
			t.Fatalf("%q\nread as %q, by the library as %q, %v", in, got, want, err)
		}
	})
}
