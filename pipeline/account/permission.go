package account

// Action is something that an account may or may not do.
type Action string

// What is done to one unit's data: the unit must be named.
const (
	SeeUnit      Action = "see.unit"        // its datasets, states, results, masked samples, workbooks
	Upload       Action = "upload"          // an extract
	Review       Action = "review"          // another person's upload, within the unit (审核)
	Confirm      Action = "confirm"         // as the official delivery
	Withdraw     Action = "withdraw"        // a delivery, before the deadline
	NilReturn    Action = "nil_return"      // declare that there is nothing to report (零报告)
	Export       Action = "export"          // all failing rows, unmasked
	Reply        Action = "reply"           // to findings, by appeals and objections
	SelfAssess   Action = "self_assess"     // enter the annual self-assessment (自评)
	SignOff      Action = "sign_off"        // the unit's self-assessment and duty report
	ReviewAnnual Action = "review.annual"   // the city's reviews of a unit's year (初评, 复核)
	Rule         Action = "rule"            // on a unit's appeal or reply
	EndSessions  Action = "sessions.end"    // of any account
	SeeCity      Action = "see.city"        // ranking, heat map and trend of all units
	Approve      Action = "approve"         // the year's result (领导小组审定)
	Operate      Action = "operate"         // see and start nights, back up
	Manage       Action = "accounts.manage" // add, disable, enable, set a new password
	Grant        Action = "accounts.grant"  // role, unit, second factor
	SeeAccounts  Action = "accounts.see"    // the list of accounts
	ReadAudit    Action = "audit.read"      // read, verify and export the audit trail
)

// Actions lists all actions.
func Actions() []Action {
	return []Action{SeeUnit, Upload, Review, Confirm, Withdraw, NilReturn, Export, Reply, SelfAssess, SignOff, ReviewAnnual, Rule,
		EndSessions, SeeCity, Approve, Operate, Manage, Grant, SeeAccounts, ReadAudit}
}

// reach says on whose data an action is allowed.
type reach int

const (
	nowhere reach = iota
	ownUnit       // on the account's own unit
	anyUnit       // on any unit that is named
	city          // it concerns no single unit
)

// allowed is the one table of who may do what. What is not in it is refused.
var allowed = map[Role]map[Action]reach{
	Officer:       {SeeUnit: ownUnit, Upload: ownUnit, Confirm: ownUnit, Withdraw: ownUnit, NilReturn: ownUnit, Export: ownUnit, Reply: ownUnit, SelfAssess: ownUnit},
	Reviewer:      {SeeUnit: ownUnit, Review: ownUnit, Confirm: ownUnit, Withdraw: ownUnit, Export: ownUnit},
	CDO:           {SeeUnit: ownUnit, Review: ownUnit, Confirm: ownUnit, Withdraw: ownUnit, Export: ownUnit, Reply: ownUnit, SelfAssess: ownUnit, SignOff: ownUnit},
	CityReviewer:  {SeeUnit: anyUnit, SeeCity: city, ReviewAnnual: anyUnit, Rule: anyUnit},
	Leader:        {SeeUnit: anyUnit, SeeCity: city, Approve: city},
	Operator:      {Operate: city},
	SystemAdmin:   {SeeAccounts: city, Manage: city},
	SecurityAdmin: {SeeAccounts: city, Grant: city, EndSessions: city},
	AuditAdmin:    {ReadAudit: city},
}

// May reports whether the account may do something to a unit's data; unit is empty
// for what concerns no single unit. An account of a unit may do nothing to another's. A
// disabled account, and one that must change its password first, may do nothing.
func (a Account) May(action Action, unit string) bool {
	if a.Disabled || a.MustChange {
		return false
	}
	switch allowed[a.Role][action] {
	case ownUnit:
		return unit != "" && unit == a.Unit
	case anyUnit:
		return unit != ""
	case city:
		return true
	}
	return false
}
