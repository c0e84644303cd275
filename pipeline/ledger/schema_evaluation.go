package ledger

// evaluationSchema adds the annual evaluation: forms, entries and states.
const evaluationSchema = ``
