package excel

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"

	"github.com/xuri/excelize/v2"
)

// secret is a password that no message may hold.
const secret = "geheim-4711"

func withPassword(v connectors.Values) connectors.Values {
	v["password"] = []string{secret}
	return v
}

func encrypted(t testing.TB, workbook []byte, password string) []byte {
	t.Helper()
	if len(workbook) < 4096 {
		t.Fatal("the library writes small streams wrongly: encrypt a larger workbook")
	}
	out, err := excelize.Encrypt(workbook, &excelize.Options{Password: password})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// bulk is shared strings that keep a workbook above the size of a small stream.
func bulk() string {
	var b strings.Builder
	for i := range 400 {
		fmt.Fprintf(&b, `<si><t>%x</t></si>`, sha256.Sum256([]byte{byte(i), byte(i >> 8)}))
	}
	return b.String()
}

func TestEncrypted(t *testing.T) {
	whole := book{strings: bulk(), sheet: header + `<row r="2"><c r="A2"><v>1</v></c></row>`}.bytes(t)
	locked := encrypted(t, whole, secret)
	cases := []struct {
		name, password, key string
		file                []byte
	}{
		{"right password", secret, "", locked},
		{"no password", "", "excel.encrypted", locked},
		{"wrong password", "x", "excel.wrong_password", locked},
		{"password for a plain workbook", secret, "", whole},
		{"cut short", secret, "excel.wrong_password", locked[:len(locked)-600]},
		{"only the name of the stream", secret, "excel.wrong_password", append(append(bytes.Clone(oleMagic), make([]byte, 600)...), encryptedName...)},
		{"too large to decrypt", secret, "excel.encrypted_too_large", append(append(bytes.Clone(oleMagic), encryptedName...), make([]byte, maxOLE)...)},
		{"an old workbook", secret, "excel.old_format", append(bytes.Clone(oleMagic), make([]byte, 600)...)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			options := connectors.Values{}
			if c.password != "" {
				options["password"] = []string{c.password}
			}
			rows, _, err := readBytes(t, c.file, options)
			if c.key == "" {
				if err != nil || len(rows) != 1 {
					t.Errorf("%v, %v", rows, err)
				}
				return
			}
			failure := connectortest.AsError(t, err)
			if failure.Reason.Key != c.key || strings.Contains(err.Error(), secret) {
				t.Error(err)
			}
		})
	}
}
