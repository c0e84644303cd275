// Package intake is the department's door (报送门户): the web pages on which officers
// hand in extracts, see what is wrong with them, confirm deliveries and print
// receipts, and on which the city reads its scorecards.
//
// It decides nothing about data: it asks the desk (pipeline/submission), the accounts
// (pipeline/account) and the scorecards, which are given to it, and shows what they
// say. What it does decide is who may send which request: the one table of requests is
// in routes.go. Every page works without JavaScript; the one script makes uploads and
// waiting comfortable.
package intake
