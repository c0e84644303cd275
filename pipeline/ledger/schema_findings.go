package ledger

// findingsSchema adds findings with their replies and verifications, and appeals.
const findingsSchema = ``
