package ledger

import (
	"time"

	"cdoscore/rules"
)

// The states of an upload.
const (
	UploadReceived   = "received"   // stored, waits for its check
	UploadChecking   = "checking"   // the check is at work
	UploadChecked    = "checked"    // its result can be looked at
	UploadRefused    = "refused"    // could not be read; Reason says why
	UploadSubmitted  = "submitted"  // waits for the second person
	UploadApproved   = "approved"   // by the second person
	UploadRejected   = "rejected"   // by the second person; Remark says why
	UploadConfirmed  = "confirmed"  // the official delivery of its slot
	UploadWithdrawn  = "withdrawn"  // taken back; Remark says why
	UploadSuperseded = "superseded" // a later upload of the slot was confirmed
)

// UploadStates lists the states of an upload.
func UploadStates() []string {
	return []string{UploadReceived, UploadChecking, UploadChecked, UploadRefused, UploadSubmitted, UploadApproved, UploadRejected, UploadConfirmed, UploadWithdrawn, UploadSuperseded}
}

// Upload is one file that a unit handed in for a slot. The file itself lies in the
// desk's folder under ID.
type Upload struct {
	ID       string // random, 32 hex digits: cannot be guessed
	Seq      int64  // in the order of arrival
	Unit     string
	Dataset  string
	Slot     string
	State    string
	Reason   rules.Note // why refused
	Remark   string     // what the person wrote who rejected or withdrew it
	Filename string     // as the sender called it: to be shown escaped, never a path
	Format   string     // excel or csv, by content; "" where refused at the door
	Encoding string     // of csv: utf-8 or gb18030
	Bytes    int64
	SHA256   string

	Received    time.Time
	ReceivedBy  string
	Checked     time.Time
	Rows        int64
	Failed      int64  // failing cells and dataset-level faults, each rule's by itself
	Score       *int64 // of the check, in millionths of a point; nil: not assessed
	Submitted   time.Time
	SubmittedBy string
	Reviewed    time.Time
	ReviewedBy  string
	Confirmed   time.Time // the arrival, where it is the slot's first (semantics, Words: arrival)
	ConfirmedBy string
	Withdrawn   time.Time
	WithdrawnBy string
}

// The kinds of receipts.
const (
	ReceiptDelivery   = "delivery"   // the slot's first delivery
	ReceiptCorrection = "correction" // replaces an earlier one (更正报送)
	ReceiptNil        = "nil"        // a nil return (零报告)
)

// Receipt is the numbered proof of a delivery (报送回执). It is never changed.
type Receipt struct {
	Number   string // UNIT-2026-000123: without gaps for each unit and year
	Unit     string
	Kind     string
	Upload   string // its id; "" of a nil return
	Dataset  string
	Slot     string
	SlotEnd  time.Time
	Due      time.Time // zero: nothing was due
	Given    time.Time // the confirmation
	GivenTo  string    // name of the account
	Title    string    // the person's, as the account tells it
	Reviewer string    // who approved it; "" where no second person is asked for
	Filename string
	Bytes    int64
	SHA256   string
	Rows     int64
	Failed   int64
	Score    *int64 // of the check, in millionths of a point
	Reason   string // of a nil return
	State    string // on_time, late or received, as of this confirmation
}

// NilReturn is an officer's declaration, made at the desk, that a slot has nothing
// to report (零报告).
type NilReturn struct {
	Dataset  string
	Slot     string
	Unit     string
	Declared time.Time
	By       string
	Reason   string
	Receipt  string
}
