package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"cdoscore/reports/message"
	"cdoscore/reports/xlsx"
	"cdoscore/rules"

	"github.com/spf13/cobra"
)

func newVerify(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "verify FILE",
		Short: "Compare a unit's or the city's workbook with the ledger, and name every edited cell",
		Long: "The workbook is made again from the ledger and compared cell by cell; what a unit fills in is left out. What is hidden, has the\n" +
			"colour of its ground, is drawn by other charts or may be covered by a picture is named as well. Where results, findings or appeals have changed since\n" +
			"it was written, those cells differ too. Exit code 1: something differs.",
		Args: oneArgument("the workbook"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.withSite(c.Context(), false, func(s *site) error { return s.verify(c.Context(), args[0], c.OutOrStdout()) })
		},
	}
}

// shownDifferences is how many differences are printed.
const shownDifferences = 50

func (s *site) verify(ctx context.Context, path string, w io.Writer) error {
	book, err := xlsx.OpenScorecard(path)
	if err != nil {
		return err
	}
	list, code, err := s.compareScorecard(ctx, book)
	if err != nil {
		return err
	}
	texts := catalog(s.lang)
	if code != book.CheckCode {
		fmt.Fprintln(w, texts.Text("cli.verify.superseded", book.CheckCode, code))
	}
	for i, d := range list {
		if i == shownDifferences {
			fmt.Fprintln(w, texts.Text("cli.verify.more", fmt.Sprint(len(list)-i)))
			break
		}
		fmt.Fprintln(w, differenceText(texts, d))
	}
	if len(list) > 0 {
		return &exitError{exitFailUnder, errors.New(texts.Text("cli.verify.differs", path, fmt.Sprint(len(list))))}
	}
	fmt.Fprintln(w, texts.Text("cli.verify.same", path))
	return nil
}

// compareScorecard makes the edition of a workbook again, and returns also the check
// code of what the ledger holds now.
func (s *site) compareScorecard(ctx context.Context, book *xlsx.Scorecard) (list []xlsx.Difference, code string, err error) {
	b := s.builder()
	b.Now = book.Made
	edition, err := s.editionOf(ctx, b, book.Period)
	if err != nil {
		return nil, "", err
	}
	if book.Unit == "" {
		city, err := edition.City(ctx)
		if err != nil {
			return nil, "", err
		}
		list, err = book.VerifyCity(city, reasonTexts())
		return list, city.CheckCode, err
	}
	unit, err := edition.Unit(ctx, book.Unit, book.Lang)
	if err != nil {
		return nil, "", err
	}
	list, err = book.VerifyUnit(unit, reasonTexts())
	return list, unit.CheckCode, err
}

func differenceText(texts *message.Catalog, d xlsx.Difference) string {
	switch {
	case d.Shapes > 0:
		return texts.Text("cli.verify.shapes", d.At, fmt.Sprint(d.Shapes))
	case d.Chart && d.Says == "":
		return texts.Text("cli.verify.undrawn", d.At, d.Ledger)
	case d.Chart:
		return texts.Text("cli.verify.drawn", d.At, d.Says)
	case d.Hidden:
		return texts.Text("cli.verify.hidden", d.At)
	case d.Lost:
		return texts.Text("cli.verify.lost", d.At, d.Says)
	case d.Sheet && d.Says == "":
		return texts.Text("cli.verify.no_sheet", d.At)
	case d.Sheet:
		return texts.Text("cli.verify.other_sheet", d.At)
	case d.Formula:
		return texts.Text("cli.verify.formula", d.At, d.Says, d.Ledger)
	case d.Masked:
		return texts.Text("cli.verify.masked", d.At, d.Says, d.Ledger)
	case d.Says == "":
		return texts.Text("cli.verify.removed", d.At, d.Ledger)
	case d.Ledger == "":
		return texts.Text("cli.verify.added", d.At, d.Says)
	}
	return texts.Text("cli.verify.edited", d.At, d.Says, d.Ledger)
}

// verifyTexts are the messages of `verify`.
var verifyTexts = map[string]rules.Text{
	"cli.verify.same":        {ZhHans: "{0}：与台账一致，没有被改动的单元格。", ZhHant: "{0}：與台賬一致，沒有被改動的儲存格。", En: "{0}: as the ledger has it; no cell was edited."},
	"cli.verify.differs":     {ZhHans: "{0}：有 {1} 处与台账不一致", ZhHant: "{0}：有 {1} 處與台賬不一致", En: "{0}: {1} places are not as the ledger has them"},
	"cli.verify.superseded":  {ZhHans: "结果已更新：评估表的校验码为 {0}，台账现为 {1}。以下差异可能来自更新，请重新出具评估表。", ZhHant: "結果已更新：評估表的校驗碼為 {0}，台賬現為 {1}。以下差異可能來自更新，請重新出具評估表。", En: "the results were superseded: the workbook's check code is {0}, the ledger's is {1} now. The differences may come from that; write the workbook again."},
	"cli.verify.more":        {ZhHans: "……另有 {0} 处差异未列出", ZhHant: "……另有 {0} 處差異未列出", En: "… and {0} more differences"},
	"cli.verify.no_sheet":    {ZhHans: "{0}：缺少此工作表", ZhHant: "{0}：缺少此工作表", En: "{0}: the sheet is missing"},
	"cli.verify.hidden":      {ZhHans: "{0}：被隐藏或筛选掉，读者看不到", ZhHant: "{0}：被隱藏或篩選掉，讀者看不到", En: "{0}: hidden or filtered out, so that nobody sees it"},
	"cli.verify.shapes":      {ZhHans: "{0}：多出 {1} 个图片或形状，可能遮住内容", ZhHant: "{0}：多出 {1} 個圖片或形狀，可能遮住內容", En: "{0}: {1} pictures or shapes were added, which may cover what is below"},
	"cli.verify.undrawn":     {ZhHans: "{0}：图表被改动或删除，不再取自 {1}", ZhHant: "{0}：圖表被改動或刪除，不再取自 {1}", En: "{0}: a chart was changed or removed and draws {1} no longer"},
	"cli.verify.drawn":       {ZhHans: "{0}：图表取自 {1}，并非台账的图表", ZhHant: "{0}：圖表取自 {1}，並非台賬的圖表", En: "{0}: a chart draws {1}, which none of the ledger's does"},
	"cli.verify.lost":        {ZhHans: "{0}：文字与底色同色，读者看不到“{1}”", ZhHant: "{0}：文字與底色同色，讀者看不到「{1}」", En: "{0}: \"{1}\" has the colour of its ground, so that nobody sees it"},
	"cli.verify.other_sheet": {ZhHans: "{0}：不属于本评估表的工作表", ZhHant: "{0}：不屬於本評估表的工作表", En: "{0}: a sheet that does not belong to the workbook"},
	"cli.verify.formula":     {ZhHans: "{0}：被改为公式，显示“{1}”，台账为“{2}”", ZhHant: "{0}：被改為公式，顯示「{1}」，台賬為「{2}」", En: "{0}: a formula stands here, showing \"{1}\"; the ledger has \"{2}\""},
	"cli.verify.masked":      {ZhHans: "{0}：数字格式被改动，显示的不是单元格中的“{1}”，台账为“{2}”", ZhHant: "{0}：數字格式被改動，顯示的不是儲存格中的「{1}」，台賬為「{2}」", En: "{0}: the number format was changed and does not show the cell's \"{1}\"; the ledger has \"{2}\""},
	"cli.verify.removed":     {ZhHans: "{0}：内容被删除，台账为“{1}”", ZhHant: "{0}：內容被刪除，台賬為「{1}」", En: "{0}: emptied; the ledger has \"{1}\""},
	"cli.verify.added":       {ZhHans: "{0}：多出“{1}”，台账无此内容", ZhHant: "{0}：多出「{1}」，台賬無此內容", En: "{0}: \"{1}\" was added; the ledger has nothing here"},
	"cli.verify.edited":      {ZhHans: "{0}：现为“{1}”，台账为“{2}”", ZhHant: "{0}：現為「{1}」，台賬為「{2}」", En: "{0}: says \"{1}\"; the ledger has \"{2}\""},
}
