package codes

// examples are valid values of the formats that belong to nobody: those that the
// standards themselves give, and numbers kept for documentation.
var examples = map[string]string{
	"resident_id": "11010519491231002X", "uscc": "91350100M000100Y43", "org_code": "D2143569X", "mobile_cn": "13800138000", "landline_cn": "020-83330000",
	"plate_cn": "粤A12345", "postcode_cn": "510030", "email": "name@example.com", "url": "https://www.example.com/", "ipv4": "192.0.2.1",
	"longitude": "113.264385", "latitude": "23.129112",
}

// Example is a valid value of a format; "": none is known.
func Example(format string) string { return examples[format] }
