package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// drawn is what stands on a sheet beside its cells.
type drawn struct {
	ranges map[string]int // of cells that charts draw, without quotes and $, each as often as it is drawn
	shapes int            // pictures, text boxes and other shapes, which may lie over cells
}

// largestDrawing bounds one part of what is drawn, in bytes.
const largestDrawing = 32 << 20

// readDrawn reads what is drawn on the sheet of a part.
func readDrawn(z *zip.Reader, sheet string) (drawn, error) {
	out := drawn{ranges: map[string]int{}}
	drawings, err := related(z, sheet, "/drawing")
	if err != nil {
		return out, err
	}
	for _, drawing := range drawings {
		err := eachElement(z, drawing, func(name, _ string) {
			switch name {
			case "pic", "sp", "cxnSp", "contentPart":
				out.shapes++
			}
		})
		if err != nil {
			return out, err
		}
		charts, err := related(z, drawing, "/chart")
		if err != nil {
			return out, err
		}
		for _, chart := range charts {
			err := eachElement(z, chart, func(name, text string) {
				if name == "f" {
					out.ranges[strings.NewReplacer("$", "", "'", "").Replace(text)]++
				}
			})
			if err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// related are the parts that a part names by relations of a kind, in their order.
func related(z *zip.Reader, part, kind string) ([]string, error) {
	dir, file := path.Split(part)
	text, err := readPart(z, path.Join(dir, "_rels", file+".rels"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var links struct {
		Relationship []struct {
			Type   string `xml:",attr"`
			Target string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal(text, &links); err != nil {
		return nil, fmt.Errorf("relations of %s: %w", part, err)
	}
	var out []string
	for _, l := range links.Relationship {
		if !strings.HasSuffix(l.Type, kind) {
			continue
		}
		target := path.Join(dir, l.Target)
		if strings.HasPrefix(l.Target, "/") {
			target = l.Target[1:]
		}
		out = append(out, target)
	}
	return out, nil
}

// eachElement calls do for each element of a part at its end, with its local name and
// the text that stood last in it.
func eachElement(z *zip.Reader, part string, do func(name, text string)) error {
	content, err := readPart(z, part)
	if err != nil {
		return err
	}
	d, text := xml.NewDecoder(bytes.NewReader(content)), ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			text = ""
		case xml.CharData:
			text += string(t)
		case xml.EndElement:
			do(t.Name.Local, text)
		}
	}
}

// readPart reads a part whole. Its error wraps fs.ErrNotExist where there is none.
func readPart(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, largestDrawing+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(content) > largestDrawing {
		return nil, fmt.Errorf("%s is larger than %d MiB: no workbook of this program has such a part", name, largestDrawing>>20)
	}
	return content, nil
}

// drawnOtherwise names what a sheet draws otherwise than the ledger's.
func drawnOtherwise(sheet string, want, got drawn) []Difference {
	var out []Difference
	for _, r := range slices.Sorted(maps.Keys(want.ranges)) {
		if got.ranges[r] < want.ranges[r] {
			out = append(out, Difference{At: sheet, Ledger: r, Chart: true})
		}
	}
	for _, r := range slices.Sorted(maps.Keys(got.ranges)) {
		if got.ranges[r] > want.ranges[r] {
			out = append(out, Difference{At: sheet, Says: r, Chart: true})
		}
	}
	if more := got.shapes - want.shapes; more > 0 {
		out = append(out, Difference{At: sheet, Shapes: more})
	}
	return out
}
