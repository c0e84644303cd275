package codes

import "cdoscore/rules"

const ipv4Pattern = `((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])[.]){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])`

var ipv4Form = newForm(ipv4Pattern)

func ipv4Format() Format {
	return Format{
		Name: "ipv4", Clause: "RFC 791",
		Text: rules.Text{ZhHans: "IPv4 地址：四个 0 至 255 的数，以点分隔，不带前导零", ZhHant: "IPv4 位址：四個 0 至 255 的數，以點分隔，不帶前導零", En: "IPv4 address: four numbers 0 to 255 with dots between, without leading zeros"},
		Read: plain(IPv4, IPv4SQL),
	}
}

// IPv4 reports whether s is an IPv4 address in dotted form, without leading zeros.
func IPv4(s string) bool { return ipv4Form.matches(s) }

// IPv4SQL returns SQL with the verdict of IPv4 on x.
func IPv4SQL(b rules.Builder, x string) string { return ipv4Form.sql(b, x) }
