package reports

import (
	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/workspace"
)

// The forms of the annual evaluation are part of the report model: writers lay them
// out, and read back what was filled in.
type (
	ReviewForm  = evaluation.Form
	ReviewSheet = evaluation.FormSheet
	ReviewRow   = evaluation.FormRow
	ReviewStep  = workspace.Step
	FilledForm  = evaluation.Filled
	FilledLine  = evaluation.FilledLine
	FilledCell  = evaluation.FilledCell
	FormProblem = evaluation.Problem
)

// The stages of a form.
const (
	StageSelf     = evaluation.SelfAssessment
	StageFirst    = evaluation.FirstReview
	StageSecond   = evaluation.SecondReview
	StageFeedback = evaluation.Feedback
)

// EditedCell, ForeignUnit and MissingSheet are what a reader finds wrong in a form.
func EditedCell(at, was, is string) FormProblem  { return evaluation.EditedCell(at, was, is) }
func ForeignUnit(at, was, is string) FormProblem { return evaluation.ForeignUnit(at, was, is) }
func MissingSheet(name string) FormProblem       { return evaluation.MissingSheet(name) }
