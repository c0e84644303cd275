package ledger

// nightsSchema adds what the schedule did: due nights, their attempts and notices.
const nightsSchema = ``
