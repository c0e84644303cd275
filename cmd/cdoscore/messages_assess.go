package main

import "cdoscore/rules"

// assessTexts are the messages of `assess` and `cycle`.
var assessTexts = map[string]rules.Text{
	"cli.run.held":      {ZhHans: "  {0}  {1}  考核周期 {2} 对该期次冻结的配置与当前配置不同，本次未重算，原有结果保持不变", ZhHant: "  {0}  {1}  考核週期 {2} 對該期次凍結的設定與目前設定不同，本次未重算，原有結果保持不變", En: "  {0}  {1}  cycle {2} holds another frozen configuration for this slot: it was left as it is"},
	"cli.cycle.frozen":  {ZhHans: "考核周期 {0} 已冻结：第 {1} 版，{2} 至 {3} 生效，指纹 {4}", ZhHant: "考核週期 {0} 已凍結：第 {1} 版，{2} 至 {3} 生效，指紋 {4}", En: "cycle {0} is frozen: version {1}, in force from {2} to {3}, fingerprint {4}"},
	"cli.cycle.none":    {ZhHans: "尚无冻结的考核周期。", ZhHant: "尚無凍結的考核週期。", En: "No cycle is frozen yet."},
	"cli.cycle.same":    {ZhHans: "当前配置与考核周期 {0} 第 {1} 版相同。", ZhHant: "目前設定與考核週期 {0} 第 {1} 版相同。", En: "The configuration is that of cycle {0}, version {1}."},
	"cli.assess.head":   {ZhHans: "{0}，{1} 至 {2}", ZhHant: "{0}，{1} 至 {2}", En: "{0}, {1} to {2}"},
	"cli.assess.unit":   {ZhHans: "单位", ZhHant: "單位", En: "Unit"},
	"cli.assess.tier":   {ZhHans: "组别", ZhHant: "組別", En: "Tier"},
	"cli.assess.total":  {ZhHans: "总分", ZhHant: "總分", En: "Total"},
	"cli.assess.score":  {ZhHans: "得分", ZhHant: "得分", En: "Score"},
	"cli.assess.nowaiv": {ZhHans: "不含豁免", ZhHant: "不含豁免", En: "No waivers"},
	"cli.assess.judged": {ZhHans: "评定覆盖率", ZhHant: "評定覆蓋率", En: "Judged"},
	"cli.assess.band":   {ZhHans: "等次", ZhHant: "等次", En: "Band"},
	"cli.assess.rank":   {ZhHans: "位次", ZhHant: "位次", En: "Rank"},
	"cli.assess.state":  {ZhHans: "状态", ZhHant: "狀態", En: "State"},
	"cli.assess.small":  {ZhHans: "样本不足", ZhHant: "樣本不足", En: "sample too small"},
	"cli.assess.why":    {ZhHans: "暂定：{0}", ZhHant: "暫定：{0}", En: "provisional: {0}"},
	"cli.assess.and":    {ZhHans: "；", ZhHant: "；", En: "; "},
	"cli.assess.final":  {ZhHans: "已审定", ZhHant: "已審定", En: "final"},
	"cli.assess.item":   {ZhHans: "指标", ZhHant: "指標", En: "Item"},
	"cli.assess.worth":  {ZhHans: "分值", ZhHant: "分值", En: "Worth"},
	"cli.assess.points": {ZhHans: "得分", ZhHant: "得分", En: "Points"},
	"cli.assess.self":   {ZhHans: "自评", ZhHant: "自評", En: "Self"},
	"cli.assess.source": {ZhHans: "来源", ZhHant: "來源", En: "Source"},
	"cli.assess.proof":  {ZhHans: "依据", ZhHant: "依據", En: "Evidence"},

	"cli.assess.adjustment": {ZhHans: "{0} {1} 分：{2}（{3}）", ZhHant: "{0} {1} 分：{2}（{3}）", En: "{0} {1}: {2} ({3})"},
}
