// Cdoscore scores the quality of a city's data and writes the assessment
// workbooks of its units.
//
//	cdoscore init DIR         make a workspace to start from
//	cdoscore validate         check a workspace, all mistakes at once
//	cdoscore run              pull, score and report what is due
//	cdoscore check FILE       judge one file against one dataset file
//	cdoscore profile FILE     count what columns hold, and draft a dataset file
//	cdoscore results          print the outcomes of a day
//	cdoscore explain CODE     show what stands behind one scored line
//	cdoscore report           write a day's workbooks again
//	cdoscore sources          list the connectors, and try one dataset's source
//	cdoscore schedule         print when the next nights of each schedule begin
//	cdoscore serve            carry out every night by itself, and answer on a port
//	cdoscore night            carry out what the schedule owes by now
//	cdoscore backfill         run past days that were never assessed, or again
//	cdoscore user             add, list and change accounts
//	cdoscore audit            verify, list and export the audit trail
//	cdoscore backup           write the whole workspace into one file
//	cdoscore restore FILE DIR lay a backup out, and prove that it is whole
//	cdoscore doctor           examine a workspace and its machine
//	cdoscore demo DIR         make the demo city and run its fourteen nights
//	cdoscore version          print the version
//
// Exit codes: 0 done, faults in the data included; 1 a --fail-under score was
// missed; 2 usage or configuration; 3 some datasets could not be assessed.
package main
