/*
 * Sessions out of what a fleet told with noise: the tables (page kind x outcome) and (step from one
 * kind to the next x outcome), each share with its standard error, become two first-order chains,
 * one of the sessions that end in a purchase and one of those that do not, and the chains become
 * sessions to learn from. What the tables say of an outcome is believed as far as it exceeds their
 * own noise (empirical Bayes; Morris 1983): tables of nothing but noise teach nothing.
 *
 *   from  page  outcome  share  error
 *
 * `from` empty: the page table. Names are those of sotto_session_page(); outcome 1 is a purchase.
 * The chains know no time and nothing of a person: what rests on those keeps its built-in weight.
 */
#ifndef SO_BRAND_STEP_TABLES_H
#define SO_BRAND_STEP_TABLES_H

#include "brand/session_log.h"

/** 1 where the file's header is that of such tables. */
int so_step_tables_are(const char *path);
/**
 * Reads the tables and gives sessions drawn from them to log->take, always the same ones for the
 * same tables; none where they are noise or one outcome never occurs. #SOTTO_E_MISSING,
 * #SOTTO_E_FORMAT; #SOTTO_E_CORRUPT, with a finding, where a share or an error is no number.
 */
SOTTO_CHECKED sotto_status so_step_tables_read(const so_session_log *log, so_findings *findings);

#endif
