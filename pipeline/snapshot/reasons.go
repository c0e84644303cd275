package snapshot

import (
	"fmt"
	"maps"
	"strings"

	"cdoscore/connectors"
)

// Reasons is the catalogue of every key that Freeze itself gives as a Reason, in
// the form of connectors.Reasons. The caller owns the map.
func Reasons() map[string]connectors.Message { return maps.Clone(reasons) }

// reasons is never written after the start.
var reasons = map[string]connectors.Message{
	"snapshot.disk": {
		ZhHans: "平台未能保存快照，与报送单位无关；请平台运维人员检查磁盘空间与权限后重新运行。",
		ZhHant: "平台未能保存快照，與報送單位無關；請平台運維人員檢查磁碟空間與權限後重新執行。",
		En:     "the platform could not store the snapshot; its operators must look at disk space and permissions and run again",
	},
	"snapshot.counts": {
		ZhHans: "读取核对不符：读出 {0} 行，拒收 {1} 条，而物理记录为 {2} 条；平台已放弃该快照，请联系平台运维人员。",
		ZhHant: "讀取核對不符：讀出 {0} 行，拒收 {1} 條，而實體記錄為 {2} 條；平台已放棄該快照，請聯絡平台運維人員。",
		En:     "the account does not balance: {0} rows read and {1} records rejected, but {2} physical records; the snapshot was given up, the connector must be mended",
	},
	"snapshot.row_order": {
		ZhHans: "行号未严格递增：第 {0} 行之后出现第 {1} 行；平台已放弃该快照，请联系平台运维人员。",
		ZhHant: "行號未嚴格遞增：第 {0} 行之後出現第 {1} 行；平台已放棄該快照，請聯絡平台運維人員。",
		En:     "row numbers do not ascend: row {1} follows row {0}; the snapshot was given up, the connector must be mended",
	},
	"snapshot.schema": {
		ZhHans: "读取程序给出的列结构不符合约定：{0}；平台已放弃该快照，请联系平台运维人员。",
		ZhHant: "讀取程式給出的欄結構不符合約定：{0}；平台已放棄該快照，請聯絡平台運維人員。",
		En:     "the connector's columns are not as agreed: {0}; the snapshot was given up, the connector must be mended",
	},
}

// platformError is a failure for which the unit is not to blame.
func platformError(where string, cause error, key string, args ...string) error {
	pairs := make([]string, 0, 2*len(args))
	for i, a := range args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i), a)
	}
	english := strings.NewReplacer(pairs...).Replace(reasons[key].En)
	return &connectors.Error{
		Class:  connectors.Platform,
		Where:  where,
		Reason: connectors.Reason{Key: key, Args: args, English: english},
		Err:    cause,
	}
}

// diskError keeps the cause, which may name paths of the platform, out of what
// departments read.
func diskError(where string, cause error) error {
	return platformError(where, cause, "snapshot.disk")
}
