package message

import (
	"fmt"
	"time"
)

// periodTexts name periods, and say what changed between two. Days and months have a key
// a month, from period.day_1 to period.month_12, since English names the months.
func periodTexts() []entry {
	texts := []entry{
		{"period.quarter", "{0}年第{1}季度", "{0}年第{1}季度", "{0} Q{1}"},
		{"period.year", "{0}年", "{0}年", "{0}"},
		{"period.cycle", "{0}评估周期（{1} 至 {2}）", "{0}評估週期（{1} 至 {2}）", "assessment cycle {0} ({1} to {2})"},

		{"change.rule_added", "新增规则", "新增規則", "Rule added"},
		{"change.rule_removed", "取消规则", "取消規則", "Rule removed"},
		{"change.rule_changed", "调整规则", "調整規則", "Rule changed"},
		{"change.dataset_added", "新增数据集", "新增數據集", "Dataset added"},
		{"change.dataset_removed", "取消数据集", "取消數據集", "Dataset removed"},
		{"change.dataset_changed", "调整数据集", "調整數據集", "Dataset changed"},
		{"change.update_changed", "调整申报更新周期或时限", "調整申報更新週期或時限", "Declared update cycle or deadline changed"},
		{"change.downgrade", "更新周期降低", "更新週期降低", "Less frequent than before"},
		{"change.catalogue_changed", "调整目录信息", "調整目錄信息", "Catalogue entry changed"},
		{"change.weights_changed", "调整指标、权重或等次标准", "調整指標、權重或等次標準", "Indicators, weights or grades changed"},
		{"change.settings_changed", "调整评估设置", "調整評估設置", "Settings changed"},
		{"change.table_changed", "调整代码表", "調整代碼表", "Code table changed"},
	}
	for month := time.January; month <= time.December; month++ {
		chinese := fmt.Sprintf("{0}年%d月", month)
		texts = append(texts,
			entry{fmt.Sprintf("period.day_%d", month), chinese + "{1}日", chinese + "{1}日", "{1} " + month.String() + " {0}"},
			entry{fmt.Sprintf("period.month_%d", month), chinese, chinese, month.String() + " {0}"})
	}
	return texts
}
