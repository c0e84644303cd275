package workspace

// DutyHeadings are the seven that a duty report (述职报告) speaks of, in the plan's
// order (穗府辦函〔2021〕51號, item 7).
var DutyHeadings = []string{"collection", "assets", "sharing", "use", "innovation", "security", "demand"}

// dutyHeading is under which heading what a measure counts belongs; "": a measure
// of nothing.
func dutyHeading(measure string) string {
	switch measure {
	case "on_time", "delivered", "structure_stable":
		return "collection"
	case "completeness", "accuracy", "timeliness", "authenticity", "usability",
		"inventory_covered", "catalogue_complete", "schema_agrees":
		return "assets"
	case "sharing_reasoned", "share_rate", "open_rate":
		return "sharing"
	case "sensitive_declared":
		return "security"
	case "requests_answered":
		return "demand"
	}
	return ""
}
