package message

// words are the fixed terms of the domain: delivery states, update cycles, tiers
// of units and severities of rules.
func words() []entry {
	return []entry{
		{"state.on_time", "按时", "按時", "On time"},
		{"state.late", "迟报", "遲報", "Late"},
		{"state.missing", "缺报", "缺報", "Missing"},
		{"state.unreadable", "无法读取", "無法讀取", "Unreadable"},
		{"state.source_failed", "数据源故障", "數據源故障", "Source failed"},
		{"state.platform_failed", "平台故障（免责）", "平台故障（免責）", "Platform failed (excused)"},
		{"state.excused", "停机免责", "停機免責", "Declared outage (excused)"},
		{"state.received", "已收到（无时限）", "已收到（無時限）", "Received (no deadline)"},

		{"short.on_time", "按", "按", "T"},
		{"short.received", "收", "收", "R"},
		{"short.late", "迟", "遲", "L"},
		{"short.missing", "缺", "缺", "M"},
		{"short.unreadable", "读", "讀", "U"},
		{"short.source_failed", "源", "源", "S"},
		{"short.platform_failed", "台", "台", "P"},
		{"short.excused", "免", "免", "E"},

		{"cycle.realtime", "实时", "實時", "Realtime"},
		{"cycle.daily", "每日", "每日", "Daily"},
		{"cycle.weekly", "每周", "每週", "Weekly"},
		{"cycle.monthly", "每月", "每月", "Monthly"},
		{"cycle.quarterly", "每季度", "每季度", "Quarterly"},
		{"cycle.half-yearly", "每半年", "每半年", "Half-yearly"},
		{"cycle.yearly", "每年", "每年", "Yearly"},
		{"cycle.irregular", "不定期", "不定期", "Irregular"},
		{"cycle.static", "不更新", "不更新", "Static"},

		{"tier.district", "区", "區", "Districts"},
		{"tier.department", "市直部门", "市直部門", "Departments"},
		{"tier.institution", "事业单位", "事業單位", "Institutions"},
		{"tier.enterprise", "公共企业", "公共企業", "Public utilities"},

		{"severity.blocker", "严重", "嚴重", "Blocker"},
		{"severity.major", "重要", "重要", "Major"},
		{"severity.minor", "一般", "一般", "Minor"},
		{"severity.info", "提示", "提示", "Info"},

		{"value.none", "—", "—", "—"},
		{"value.not_assessed", "不适用", "不適用", "Not assessed"},
		{"value.small_sample", "样本不足", "樣本不足", "Sample too small"},
		{"value.not_ranked", "未排名", "未排名", "Not ranked"},
		{"value.no_band", "未评定", "未評定", "Not graded"},
		{"value.whole_dataset", "整个数据集", "整個數據集", "Whole dataset"},
		{"value.unknown", "未登记", "未登記", "Not on record"},
	}
}
