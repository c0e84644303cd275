package intake

// receiptTexts are those of the receipt.
func receiptTexts() []entry {
	return []entry{
		{"receipt.title", "报送回执", "報送回執", "Receipt"},
		{"receipt.open", "查看报送回执", "查看報送回執", "Open the receipt"},
		{"receipt.number", "回执编号", "回執編號", "Receipt no."},
		{"receipt.kind.delivery", "数据报送回执", "數據報送回執", "Receipt of a delivery"},
		{"receipt.kind.correction", "数据更正报送回执", "數據更正報送回執", "Receipt of a correction"},
		{"receipt.kind.nil", "零报告回执", "零報告回執", "Receipt of a nil return"},
		{"receipt.unit", "报送单位", "報送單位", "Unit"},
		{"receipt.given", "正式报送时间", "正式報送時間", "Confirmed at"},
		{"receipt.failed", "不合格处数", "不合格處數", "Faults"},
		{"receipt.hash", "文件摘要值（SHA-256）", "檔案摘要值（SHA-256）", "SHA-256 of the file"},
		{"receipt.by", "报送人", "報送人", "Delivered by"},
		{"receipt.reviewer", "审核人", "審核人", "Reviewed by"},
		{"receipt.note", "本回执由平台自动生成，证明上述文件已于所列时间作为本期正式报送。可用文件摘要值核对文件是否一致。", "本回執由平台自動產生，證明上述檔案已於所列時間作為本期正式報送。可用檔案摘要值核對檔案是否一致。", "This receipt was made by the platform. It proves that the above was confirmed as the official delivery of its slot at the time stated; the hash tells whether a file is the same."},
		{"receipt.sign.by", "填报人（签字）：", "填報人（簽字）：", "Officer (signature):"},
		{"receipt.sign.review", "审核人（签字）：", "審核人（簽字）：", "Reviewer (signature):"},
		{"receipt.sign.head", "单位负责人（签字）：", "單位負責人（簽字）：", "Head of the unit (signature):"},
		{"receipt.sign.seal", "（盖章）", "（蓋章）", "(Seal)"},
		{"receipt.printed", "打印时间 {0}", "列印時間 {0}", "Printed {0}"},
		{"print", "打印", "列印", "Print"},
		{"print.help", "请使用浏览器的打印功能，纸张选择 A4。", "請使用瀏覽器的列印功能，紙張選擇 A4。", "Print with your browser, on A4."},
	}
}
