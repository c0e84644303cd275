package message

// rowReasons are why a row fails a rule about rows.
func rowReasons() []entry {
	return []entry{
		{"reason.empty_record", "整条记录没有任何有效值，请补填或删除。", "整條記錄沒有任何有效值，請補填或刪除。", "The record holds no value at all; fill it in or remove it."},
		{"reason.not_in", "取值属于禁用取值，请改为真实值。", "取值屬於禁用取值，請改為真實值。", "The value is one of those that must not occur; enter the true one."},
		{"reason.garbled", "内容含乱码或不可见字符，请检查文件编码后重新录入。", "內容含亂碼或不可見字元，請檢查檔案編碼後重新錄入。", "The text is garbled or holds invisible characters; check the file's encoding and enter it again."},
		{"reason.duplicate_row", "整条记录与其他记录完全相同，请只保留一条。", "整條記錄與其他記錄完全相同，請只保留一條。", "The whole record is the same as another; keep only one."},
		{"reason.id_agrees", "出生日期或性别与身份证号不一致，请与原始证件核对。", "出生日期或性別與身份證號不一致，請與原始證件核對。", "Birth date or sex contradicts the resident ID; compare with the document."},
		{"reason.outlier", "数值与同列多数取值相差悬殊，请核实是否录错（如多录一个零、单位不同）。", "數值與同列多數取值相差懸殊，請核實是否錄錯（如多錄一個零、單位不同）。", "The number is far from most of its column; check for a slip such as an extra zero or another unit."},
		{"reason.fabricated", "取值疑似随意填写（重复、连号或全列相同），请核实后填真实值。", "取值疑似隨意填寫（重複、連號或全列相同），請核實後填真實值。", "The value looks made up (repeated, sequential, or the same throughout); verify it and enter the true one."},
		{"reason.record_lag", "从业务发生到登记的时间超过规定，请及时登记。", "從業務發生到登記的時間超過規定，請及時登記。", "It was recorded later after the event than allowed; record in time."},
		{"reason.event_order", "各时间的先后顺序不对，请核实后改正。", "各時間的先後順序不對，請核實後改正。", "The times do not follow each other; verify and correct them."},
		{"reason.match", "取值与权威数据集的同一记录不一致，请与权威部门核对。", "取值與權威數據集的同一記錄不一致，請與權威部門核對。", "The value differs from the authoritative dataset's for the same key; reconcile it with the authority."},
		{"reason.match.unmatched", "与“{0}”比对时另有：对方没有的主键 {1} 条、对方不唯一的 {2} 条、对方取值缺失的 {3} 条，均未评价。", "與「{0}」比對時另有：對方沒有的主鍵 {1} 條、對方不唯一的 {2} 條、對方取值缺失的 {3} 條，均未評價。", "Not compared with “{0}”: {1} rows whose key is absent there, {2} whose key is not unique there, {3} whose value is missing there."},
	}
}
