package intake

// findingTexts are those of the pages of findings and of the replies to them.
func findingTexts() []entry {
	return []entry{
		{"findings.title", "问题整改", "問題整改", "Findings"},
		{"findings.city", "全市问题整改", "全市問題整改", "Findings of the city"},
		{"findings.none", "尚无下发的问题。", "尚無下發的問題。", "No finding has been issued yet."},
		{"findings.done", "已消除和销号", "已消除和銷號", "Put right"},
		{"findings.by_unit", "各单位整改情况", "各單位整改情況", "How far each unit is"},
		{"findings.open", "未消除的问题（{0} 个，共下发 {1} 个）", "未消除的問題（{0} 個，共下發 {1} 個）", "Not put right yet ({0} of {1} issued)"},
		{"findings.all_done", "下发的问题均已消除。", "下發的問題均已消除。", "Every finding is put right."},
		{"findings.note_lost", "失分和可挽回分按 {0} 的日评估，以本单位综合得分的百分制分数计；“—”表示当日未评定该规则。", "失分和可挽回分按 {0} 的日評估，以本單位綜合得分的百分制分數計；「—」表示當日未評定該規則。", "Points lost and recoverable are those of {0}, of the unit's overall 100; a dash: the rule was not assessed that day."},
		{"findings.note", "是否消除由此后报送的数据核验，不以反馈为准。", "是否消除由此後報送的數據核驗，不以回饋為準。", "Whether a fault is gone is shown by the data delivered afterwards, not by the reply."},

		{"due.left", "剩 {0} 个工作日", "剩 {0} 個工作日", "{0} working days left"},
		{"due.today", "今天到期", "今天到期", "due today"},
		{"due.late", "已逾期", "已逾期", "overdue"},
		{"due.late_by", "已逾期 {0} 个工作日", "已逾期 {0} 個工作日", "overdue by {0} working days"},

		{"finding.title", "问题 {0}", "問題 {0}", "Finding {0}"},
		{"finding.first", "首次发现 {0}", "首次發現 {0}", "first seen {0}"},
		{"finding.now", "最近 {0} / {1}", "最近 {0} / {1}", "now {0} / {1}"},
		{"finding.issued_counts", "下发时不合格数/评价数", "下發時不合格數/評價數", "Failed / evaluated when issued"},
		{"finding.checked_counts", "最近核验（{0}）", "最近核驗（{0}）", "Last checked ({0})"},
		{"finding.lost", "失分（{0}）", "失分（{0}）", "Points lost ({0})"},
		{"finding.times", "复发次数", "復發次數", "Times back"},
		{"finding.todo.open", "请查明原因，在期限前改正源数据并反馈。", "請查明原因，在期限前改正源數據並回饋。", "Find the cause, correct the data at its source by the deadline, and reply."},
		{"finding.todo.replied", "已收到反馈，等待下一期数据核验。", "已收到回饋，等待下一期數據核驗。", "The reply is on record; the next data show whether the fault is gone."},
		{"finding.todo.partly", "不合格率已下降，尚未消除，请继续整改。", "不合格率已下降，尚未消除，請繼續整改。", "Fewer records fail, but some still do: go on."},
		{"finding.todo.resolved", "最近一期数据已无此问题；此后连续合格即销号。", "最近一期數據已無此問題；此後連續合格即銷號。", "The newest data are free of it; it is closed once they stay so."},
		{"finding.todo.recurred", "此问题消除后又出现，请查明原因，重新反馈。", "此問題消除後又出現，請查明原因，重新回饋。", "The fault came back: find out why, and reply again."},
		{"finding.todo.closed", "已连续合格并销号，无需操作。", "已連續合格並銷號，無需操作。", "The data stayed right and the finding is closed: nothing to do."},

		{"reply.title", "整改反馈", "整改回饋", "Reply"},
		{"reply.help", "各栏与评估表“整改清单”的“单位填”相同，在此填写即不必再交表。可多次反馈，以最新一次为准，以前的留存备查。", "各欄與評估表「整改清單」的「單位填」相同，在此填寫即不必再交表。可多次回饋，以最新一次為準，以前的留存備查。", "These are the unit's columns of the rectification list: what is entered here need not be handed in again. A later reply replaces an earlier one, which stays on record."},
		{"reply.analysis_help", "无法整改的必填。", "無法整改的必填。", "Required where it cannot be put right."},
		{"reply.measures_help", "除无法整改外必填：已采取或计划采取的措施。", "除無法整改外必填：已採取或計劃採取的措施。", "What was done or is planned; required unless it cannot be put right."},
		{"reply.go", "提交反馈", "提交回饋", "Send the reply"},
		{"evidence.help", "佐证材料的编号，没有的留空。", "佐證材料的編號，沒有的留空。", "The number under which evidence is kept; leave empty where there is none."},
		{"replies.title", "反馈记录", "回饋記錄", "Replies"},
		{"replies.none", "尚未反馈。", "尚未回饋。", "There is no reply yet."},
		{"replies.by", "反馈人", "回饋人", "By"},
		{"replies.replaced", "已被后来的反馈取代", "已被後來的回饋取代", "replaced by a later one"},
		{"checks.title", "核验记录", "核驗記錄", "What the data show"},
		{"checks.help", "下发以后各期数据的核验结果，最近的在前。", "下發以後各期數據的核驗結果，最近的在前。", "The slots since the finding was issued, the newest first."},
		{"checks.fails", "仍有不合格", "仍有不合格", "Still fails"},
		{"checks.clean", "已无不合格", "已無不合格", "Clean"},
		{"checks.earlier", "此前还有 {0} 期，未列出。", "此前還有 {0} 期，未列出。", "{0} earlier slots are not listed."},
		{"checks.issued", "据此下发（{0}）", "據此下發（{0}）", "Issued on this ({0})"},
	}
}
