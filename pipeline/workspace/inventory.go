package workspace

import (
	"cmp"
	"slices"
)

const inventoryFile = "inventory.csv"

// InventoryEntry is one entry of a unit's functional data list (职能数据清单). A
// dataset of the unit whose catalogue code is Code covers it.
type InventoryEntry struct {
	Unit, Code, Title string
	Catalogued        string // the day from which it is on the list, YYYY-MM-DD; "" always
}

// inventory reads inventory.csv, sorted by unit and code.
func (l *loader) inventory() {
	seen := places{}
	l.optionalRows(inventoryFile, []string{"unit,code,title", "unit,code,title,catalogued"}, func(r csvRow) {
		e := InventoryEntry{Unit: r.oneOf("unit", "unit", unitIDs(l.w.Units)), Code: r.require("code"), Title: r.require("title"), Catalogued: r.day("catalogued")}
		r.once(seen, "code", "entry "+e.Code+" of unit "+e.Unit, e.Unit, e.Code)
		l.w.Inventory = append(l.w.Inventory, e)
	})
	slices.SortStableFunc(l.w.Inventory, func(a, b InventoryEntry) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Code, b.Code))
	})
}

const requestsFile = "requests.csv"

// DataRequest is one request for data to a unit (数据需求). Days are YYYY-MM-DD.
type DataRequest struct {
	Unit, ID           string
	RequestedOn, DueOn string
	AnsweredOn         string // "" where it is not answered yet
}

// requests reads requests.csv, sorted by unit and id.
func (l *loader) requests() {
	seen := places{}
	l.optionalRows(requestsFile, []string{"unit,id,requested_on,due_on,answered_on"}, func(r csvRow) {
		q := DataRequest{Unit: r.oneOf("unit", "unit", unitIDs(l.w.Units)), ID: r.require("id")}
		q.RequestedOn, q.DueOn, q.AnsweredOn = r.requireDay("requested_on"), r.requireDay("due_on"), r.day("answered_on")
		r.notBefore("due_on", "requested_on")
		r.notBefore("answered_on", "requested_on")
		r.once(seen, "id", "request "+q.ID+" to unit "+q.Unit, q.Unit, q.ID)
		l.w.Requests = append(l.w.Requests, q)
	})
	slices.SortStableFunc(l.w.Requests, func(a, b DataRequest) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.ID, b.ID))
	})
}
