package message

// documentTexts are those of the documents that people go on writing in. What they
// must fill in stands in 【】, in English in [].
func documentTexts() []entry {
	return []entry{
		{"doc.table", "表{0}　", "表{0}　", "Table {0}. "},

		{"bulletin.number", "【请补充：发文字号】", "【請補充：發文字號】", "[To be completed: document number]"},
		{"bulletin.title", "关于{0}{1}数据质量情况的通报", "關於{0}{1}數據質量情況的通報", "{0}: data quality bulletin, {1}"},
		{"bulletin.address", "各单位首席数据官：", "各單位首席數據官：", "To the Chief Data Officers of all units:"},
		{"bulletin.unended", "【注意：本期至{0}才结束，出具时尚未结束，数据未满期，本稿不得印发；请期满后重新出具。】", "【注意：本期至{0}才結束，出具時尚未結束，數據未滿期，本稿不得印發；請期滿後重新出具。】", "[Attention: the period lasts until {0} and had not ended when this draft was made. Its figures are not whole: do not issue it, and draft it again after the period.]"},
		{"bulletin.basis", "根据统一的考核评估指标，对{0}各单位{1}报送的数据进行了质量评估（数据截止{2}，结果校验码{3}）。现将有关情况通报如下。", "根據統一的考核評估指標，對{0}各單位{1}報送的數據進行了質量評估（數據截止{2}，結果校驗碼{3}）。現將有關情況通報如下。", "The data that the units of {0} delivered in {1} were assessed by the unified indicators (data cut-off {2}, check code of the results {3}). The results are as follows."},

		{"bulletin.situation", "一、总体情况", "一、總體情況", "1. Overall situation"},
		{"bulletin.units", "本期评估{0}个单位、{1}个数据集，其中{2}个单位已评定，{3}个单位没有可评定的数据。", "本期評估{0}個單位、{1}個數據集，其中{2}個單位已評定，{3}個單位沒有可評定的數據。", "{0} units with {1} datasets were assessed: {2} are graded, {3} had nothing that could be judged."},
		{"bulletin.bands", "各组等次分布（单位数）", "各組等次分佈（單位數）", "Grades by tier (number of units)"},

		{"bulletin.ranking", "二、分组排名情况", "二、分組排名情況", "2. Ranking within tiers"},
		{"bulletin.ranking_note", "得分为百分制。只在组内排名，得分相同的并列；样本不足或未评定的单位不排名。", "得分為百分制。只在組內排名，得分相同的並列；樣本不足或未評定的單位不排名。", "Scores are out of 100. Units are ranked within their tier only and equal scores share a rank; units with too small a sample or without a grade are not ranked."},
		{"bulletin.contested_note", "标注“异议”的单位有得分点异议尚未裁定，同时列出异议全部成立时的位次和得分。", "標註「異議」的單位有得分點異議尚未裁定，同時列出異議全部成立時的位次和得分。", "Units marked “contested” have appeals pending; the rank and score if all appeals are upheld stand beside."},
		{"bulletin.contested", "（异议{0}件）", "（異議{0}件）", " (contested: {0})"},
		{"bulletin.ranking_table", "{0}数据质量排名", "{0}數據質量排名", "Data quality ranking: {0}"},
		{"bulletin.previous_rank", "上期位次", "上期位次", "Previous rank"},
		{"bulletin.change", "得分变化", "得分變化", "Change"},
		{"bulletin.rank_upheld", "异议成立位次", "異議成立位次", "Rank if upheld"},
		{"bulletin.score_upheld", "异议成立得分", "異議成立得分", "Score if upheld"},

		{"bulletin.deliveries", "三、数据报送情况", "三、數據報送情況", "3. Deliveries"},
		{"bulletin.all_on_time", "各单位均按时报送。", "各單位均按時報送。", "All units delivered on time."},
		{"bulletin.not_on_time", "有{0}个单位存在迟报或缺报，情况如下；其他单位没有迟报、缺报。", "有{0}個單位存在遲報或缺報，情況如下；其他單位沒有遲報、缺報。", "{0} units were late or missed deliveries, as follows; the others neither were late nor missed any."},
		{"bulletin.delivery_table", "迟报、缺报单位报送情况（期次数）", "遲報、缺報單位報送情況（期次數）", "Units with late or missing deliveries (number of slots)"},
		{"bulletin.due", "应报", "應報", "Due"},
		{"bulletin.spared", "免责", "免責", "Excused"},
		{"bulletin.rate_on_time", "按时率", "按時率", "On-time rate"},
		{"bulletin.streak", "连续缺报", "連續缺報", "Missed in a row"},
		{"bulletin.delivery_note", "注：缺报包括文件无法读取和数据源故障；免责包括平台故障和已申报的停机；按时率=按时÷（应报−免责）。", "註：缺報包括檔案無法讀取和數據源故障；免責包括平台故障和已申報的停機；按時率=按時÷（應報−免責）。", "Note: missing includes unreadable files and failed sources; excused are failures of the platform and declared outages; on-time rate = on time ÷ (due − excused)."},

		{"bulletin.rectification", "四、问题整改情况", "四、問題整改情況", "4. Rectification"},
		{"bulletin.no_findings", "本期没有下发整改的问题。", "本期沒有下發整改的問題。", "No findings were issued."},
		{"bulletin.rectified", "已下发整改问题{0}个，完成整改{1}个，整改率{2}；逾期{3}个，复发{4}个。", "已下發整改問題{0}個，完成整改{1}個，整改率{2}；逾期{3}個，復發{4}個。", "Of {0} findings issued, {1} were put right ({2}); {3} are overdue and {4} came back."},
		{"bulletin.rectify_table", "各单位问题整改情况", "各單位問題整改情況", "Rectification by unit"},
		{"bulletin.findings", "问题数", "問題數", "Findings"},
		{"bulletin.in_time", "按期销号", "按期銷號", "In time"},
		{"bulletin.overdue", "逾期", "逾期", "Overdue"},
		{"bulletin.rectified_rate", "整改率", "整改率", "Put right"},
		{"bulletin.longest", "最长未结天数", "最長未結天數", "Longest open (days)"},

		{"bulletin.disagreements", "五、跨部门数据不一致情况", "五、跨部門數據不一致情況", "5. Disagreements between units"},
		{"bulletin.no_disagreements", "本期没有跨部门比对的数据。", "本期沒有跨部門比對的數據。", "No data were compared between units."},
		{"bulletin.disagreement_table", "跨部门数据比对情况", "跨部門數據比對情況", "Data compared between units"},
		{"bulletin.authority", "权威单位", "權威單位", "Authority"},
		{"bulletin.compared_unit", "比对单位", "比對單位", "Compared unit"},
		{"bulletin.side", "{0}：{1}", "{0}：{1}", "{0}: {1}"},
		{"bulletin.field", "字段", "欄位", "Field"},
		{"bulletin.compared", "比对数", "比對數", "Compared"},
		{"bulletin.disagree", "不一致数", "不一致數", "Disagree"},
		{"bulletin.disagree_rate", "不一致率", "不一致率", "Rate"},
		{"bulletin.disagreement_note", "注：比对数为各期记录数合计；被指定为权威的一方未必正确，不一致须由双方核实。", "註：比對數為各期記錄數合計；被指定為權威的一方未必正確，不一致須由雙方核實。", "Note: compared records are summed over the slots; the side named as authority need not be right, and both must verify."},
		{"bulletin.no_proposal", "暂无须提请联席会议研究的事项。", "暫無須提請聯席會議研究的事項。", "Nothing needs to be put before the joint conference."},
		{"bulletin.proposals", "建议将以下{0}项提请联席会议研究：", "建議將以下{0}項提請聯席會議研究：", "The following {0} items are proposed for the joint conference:"},
		{"bulletin.proposal", "（{0}）{1}“{2}”与{3}“{4}”的{5}不一致问题（不一致率{6}）。", "（{0}）{1}「{2}」與{3}「{4}」的{5}不一致問題（不一致率{6}）。", "({0}) {1}, “{2}”, against {3}, “{4}”: {5} (rate of disagreement {6})."},

		{"bulletin.movers", "六、得分升降情况", "六、得分升降情況", "6. Units that rose and fell"},
		{"bulletin.no_movers", "没有可与上期比较的得分变化。", "沒有可與上期比較的得分變化。", "No score moved against the previous period, or none can be compared."},
		{"bulletin.rose", "得分上升最多的单位：", "得分上升最多的單位：", "Rose most: "},
		{"bulletin.rose_none", "没有得分上升的单位。", "沒有得分上升的單位。", "No unit rose."},
		{"bulletin.fell", "得分下降最多的单位：", "得分下降最多的單位：", "Fell most: "},
		{"bulletin.fell_none", "没有得分下降的单位。", "沒有得分下降的單位。", "No unit fell."},
		{"bulletin.moved", "{0}由{1}分变为{2}分（{3}）", "{0}由{1}分變為{2}分（{3}）", "{0} from {1} to {2} ({3})"},
		{"bulletin.stop", "。", "。", "."},

		{"bulletin.action", "七、需要督促的单位", "七、需要督促的單位", "7. Units that need action"},
		{"bulletin.no_action", "没有需要督促的单位。", "沒有需要督促的單位。", "No unit needs action."},
		{"bulletin.action_count", "以下{0}个单位等次为最低一档、连续两期以上未报送，或应报而没有可评定的数据，须予督促。", "以下{0}個單位等次為最低一檔、連續兩期以上未報送，或應報而沒有可評定的數據，須予督促。", "The following {0} units have the lowest grade, have missed two or more slots in a row, or owed data and had nothing that could be judged."},
		{"bulletin.action_table", "需要督促的单位", "需要督促的單位", "Units that need action"},

		{"bulletin.requirements", "八、工作要求", "八、工作要求", "8. What is required"},
		{"bulletin.require_rectify", "（一）限期整改。各单位要对照整改清单逐项核实整改，于【请补充：整改反馈期限】前反馈整改情况。", "（一）限期整改。各單位要對照整改清單逐項核實整改，於【請補充：整改反饋期限】前反饋整改情況。", "(1) Put right in time. Units verify and put right what their rectification lists name, and reply by [To be completed: deadline for replies]."},
		{"bulletin.require_deliver", "（二）按时报送。迟报、缺报的单位要查明原因、明确责任处室和责任人，按申报的更新周期足额报送。", "（二）按時報送。遲報、缺報的單位要查明原因、明確責任處室和責任人，按申報的更新週期足額報送。", "(2) Deliver on time. Units that were late or missed deliveries find out why, name who is responsible, and deliver in full by the declared cycle."},
		{"bulletin.require_agree", "（三）核实不一致数据。比对双方要共同核实不一致的记录，分清责任，从源头更正。", "（三）核實不一致數據。比對雙方要共同核實不一致的記錄，分清責任，從源頭更正。", "(3) Settle disagreements. Both sides verify the records that differ, and correct them at the source."},
		{"bulletin.require_appeal", "（四）依规提出异议。对评估结果有异议的，按得分点编号填写异议申请表，于【请补充：异议提出期限】前提出并附佐证。", "（四）依規提出異議。對評估結果有異議的，按得分點編號填寫異議申請表，於【請補充：異議提出期限】前提出並附佐證。", "(4) Appeal by the rules. Objections to the results are raised by point code on the appeal form, with evidence, by [To be completed: deadline for appeals]."},
		{"bulletin.attachments", "附件：{0}全市数据质量评估表", "附件：{0}全市數據質量評估表", "Attachment: data quality assessment of the city, {0}"},
		{"bulletin.date", "【请补充：成文日期】", "【請補充：成文日期】", "[To be completed: date]"},
		{"bulletin.contact", "（联系人及电话：【请补充：联系人、联系电话】）", "（聯繫人及電話：【請補充：聯繫人、聯繫電話】）", "(Contact: [To be completed: name and telephone])"},
	}
}
