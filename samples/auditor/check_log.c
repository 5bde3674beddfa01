/*
 * What the profile itself tells: what is kept, what left, and whether its audit log adds up.
 */
#include <inttypes.h>
#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "recompute.h"
#include "replay.h"

#define EPOCHS_A_YEAR 52
#define QUOTA_A_YEAR 6
#define SPLIT_A_YEAR 8
#define SHOWN 12

typedef struct keeping {
  page *out;
  const sotto_consent *consent;
  size_t lines[SOTTO_CATEGORY_COUNT];
  size_t forbidden;
  size_t shown;
} keeping;

static uint32_t take_kept(void *context, const sotto_kept *kept) {
  keeping *in = context;
  in->lines[kept->category]++;
  in->forbidden +=
      sotto_consent_verdict(in->consent, kept->category, SOTTO_PURPOSE_KEEP) != SOTTO_GRANTED;
  if (in->shown++ < SHOWN)
    page_line(in->out, "%-9s %.*s: %.*s", sotto_category_name(kept->category), (int)kept->kind.size,
              kept->kind.data, (int)kept->words.size, kept->words.data);
  return 0;
}

void check_stored(page *out, const examined *subject) {
  sotto_consent consent;
  keeping in = {.out = out, .consent = &consent};
  page_section(out, "What this profile keeps");
  if (sotto_consent_get(subject->profile, &consent) ||
      sotto_profile_each(subject->profile, take_kept, &in)) {
    page_check(out, "stored", 0, "what is kept cannot be read");
    return;
  }
  if (in.shown > SHOWN) page_line(out, "... %zu lines in all", in.shown);
  for (sotto_category category = 0; category < SOTTO_CATEGORY_COUNT; category++)
    if (in.lines[category])
      page_line(out, "%s: %zu lines", sotto_category_name(category), in.lines[category]);
  page_check(out, "consent", in.forbidden == 0,
             page_words("%zu of %zu lines are of a category that may not be kept.", in.forbidden,
                        in.shown));
}

/* What became of a report, by the log: the first fate it met. */
static const char *fate_of(const examined *subject, const char *hash) {
  for (size_t i = 0; i < subject->row_count; i++) {
    const examined_row *row = &subject->rows[i];
    if ((row->act == SOTTO_ACT_SENT || row->act == SOTTO_ACT_DROPPED) &&
        strcmp(examined_text(row, "report"), hash) == 0)
      return row->act == SOTTO_ACT_SENT ? "Sent" : "Dropped unsent";
  }
  return NULL;
}

static const examined_report *waiting(const examined *subject, const char *hash) {
  char text[2 * SOTTO_DIGEST_SIZE + 1];
  for (size_t i = 0; i < subject->report_count; i++) {
    page_hex(text, subject->reports[i].digest, SOTTO_DIGEST_SIZE);
    if (strcmp(text, hash) == 0) return &subject->reports[i];
  }
  return NULL;
}

static void show_bytes(page *out, const examined_report *report) {
  char *text = malloc(2 * report->size + 1);
  if (!text) return;
  page_hex(text, report->body, report->size);
  page_line(out, "   its bytes: %s", text);
  free(text);
}

/* The epsilon of a split answer is the sum's: what else it cost has a line of its own. */
static void show_split(page *out, const examined_row *row) {
  if (!row->cost_micro)
    page_line(out, "   by split trust, at no cost whoever colludes.");
  else
    page_line(out,
              "   by split trust: epsilon, and delta %.1e, are of the sum; of the answer alone, if "
              "both aggregators collude, epsilon0 %.6f.",
              ldexp((double)examined_number(row, "charged_delta_2p60"), -60),
              (double)examined_number(row, "charged_epsilon0_micro") / 1e6);
}

static void show_report(page *out, const examined *subject, const examined_row *row) {
  const char *hash = examined_report_hash(subject, row);
  const examined_report *report = waiting(subject, hash);
  const char *fate = fate_of(subject, hash);
  page_line(out, "%3" PRIu64 ". %s %s, epsilon %.6f, one of %s answers.", row->sequence, row->words,
            report ? "Waits"
            : fate ? fate
                   : "Withdrawn",
            (double)row->cost_micro / 1e6, examined_text(row, "buckets"));
  if (replay_columns(row) > 1) show_split(out, row);
  page_line(out, "   hash %s", hash);
  if (report) show_bytes(out, report);
}

#define HANDED_MS (15 * INT64_C(60000))

/* What the person handed over: each row with the digest of the bytes, and none for longer than the
   library allows. */
static void check_handed(page *out, const examined *subject) {
  size_t count = 0, lasting = 0;
  for (size_t i = 0; i < subject->row_count; i++) {
    const examined_row *row = &subject->rows[i];
    if (row->act != SOTTO_ACT_CARRIED) continue;
    const int64_t until_ms = (int64_t)examined_number(row, "expires_ms");
    count++;
    lasting += until_ms <= row->time_ms || until_ms - row->time_ms > HANDED_MS;
    page_line(out, "%3" PRIu64 ". %s %" PRIu64 " bytes, parts %" PRIu64 "%s", row->sequence,
              row->words, examined_number(row, "bytes"), examined_number(row, "parts"),
              examined_number(row, "discreet") ? ", discreet ones too." : ".");
    page_line(out, "   hash %s", examined_text(row, "sealed"));
  }
  if (count)
    page_check(
        out, "handed over", lasting == 0,
        page_words("%zu times by the person's own choice, each sealed for 15 minutes at most.",
                   count));
}

void check_left(page *out, const examined *subject) {
  size_t count = 0, sent = 0;
  uint64_t cost_micro = 0;
  page_section(out, "What left, report by report");
  for (size_t i = 0; i < subject->row_count; i++) {
    if (subject->rows[i].act != SOTTO_ACT_ANSWERED) continue;
    const char *fate = fate_of(subject, examined_report_hash(subject, &subject->rows[i]));
    show_report(out, subject, &subject->rows[i]);
    count++;
    sent += fate && strcmp(fate, "Sent") == 0;
    cost_micro += subject->rows[i].cost_micro;
  }
  page_check(out, "left", subject->report_count + sent <= count,
             page_words("%zu reports were made, %zu of them sent, %zu wait; epsilon %.6f in all.",
                        count, sent, subject->report_count, (double)cost_micro / 1e6));
  check_handed(out, subject);
}

/* Spent by answers with an epoch in (last - epochs, last]. */
static uint64_t spent_in(const examined *subject, uint64_t last, uint64_t epochs) {
  uint64_t sum = 0;
  for (size_t i = 0; i < subject->row_count; i++) {
    const examined_row *row = &subject->rows[i];
    const uint64_t epoch = examined_number(row, "epoch");
    if (replay_of_ledger(row) && epoch <= last && epoch + epochs > last) sum += row->cost_micro;
  }
  return sum;
}

/* What the log says of the caps. */
typedef struct caps_seen {
  uint64_t all, year, week;
  uint64_t quota; /* most paid answers about one trait in 52 weeks */
  size_t repeats, traits;
} caps_seen;

/* Other answers to the same question in its epoch, and those that state another trait for it. */
static void count_same(const examined *subject, const examined_row *answer, caps_seen *seen) {
  for (const examined_row *row = subject->rows; row < answer; row++) {
    if (!replay_of_ledger(row) ||
        strcmp(examined_text(row, "content"), examined_text(answer, "content")) != 0)
      continue;
    seen->repeats += examined_number(row, "epoch") == examined_number(answer, "epoch");
    seen->traits += strcmp(examined_text(row, "trait"), examined_text(answer, "trait")) != 0 ||
                    strcmp(examined_text(row, "category"), examined_text(answer, "category")) != 0;
  }
}

static caps_seen look_at_caps(const examined *subject) {
  caps_seen seen = {0};
  for (size_t i = 0; i < subject->row_count; i++) {
    const examined_row *row = &subject->rows[i];
    if (!replay_of_ledger(row)) continue;
    const uint64_t epoch = examined_number(row, "epoch");
    const uint64_t in_year = spent_in(subject, epoch, EPOCHS_A_YEAR);
    const uint64_t in_week = spent_in(subject, epoch, 1);
    const uint64_t paid = replay_paid(subject, row) + (row->cost_micro != 0);
    count_same(subject, row, &seen);
    seen.all += row->cost_micro;
    seen.year = in_year > seen.year ? in_year : seen.year;
    seen.week = in_week > seen.week ? in_week : seen.week;
    if (row->cost_micro && paid > seen.quota) seen.quota = paid;
  }
  return seen;
}

/* Numbers of rows, as many as fit: "5, 9, 12". */
typedef struct row_list {
  char text[1600];
  size_t size;
} row_list;

static void list_row(row_list *list, uint64_t sequence) {
  if (list->size + 24 < sizeof list->text)
    list->size += (size_t)snprintf(list->text + list->size, sizeof list->text - list->size,
                                   "%s%" PRIu64, list->size ? ", " : "", sequence);
  else if (list->text[list->size - 1] != '.')
    list->size += (size_t)snprintf(list->text + list->size, 5, " ...");
}

/* All that could not be judged for one of the reasons there are, or for any. */
static row_list list_unjudged(const examined *subject, const char *reason) {
  row_list list = {.size = 0};
  replay at;
  replay_begin(&at, subject);
  for (size_t i = 0; i < subject->row_count; i++) {
    const replay_verdict verdict = replay_step(&at, &subject->rows[i]);
    if (!verdict.wrong && verdict.unsure && (!reason || strcmp(reason, verdict.unsure) == 0))
      list_row(&list, subject->rows[i].sequence);
  }
  return list;
}

/* The first answer that was not as due, with what is wrong; NULL where there is none. */
static const examined_row *find_undue(const examined *subject, const char **ret_wrong) {
  replay at;
  replay_begin(&at, subject);
  for (size_t i = 0; i < subject->row_count; i++) {
    *ret_wrong = replay_step(&at, &subject->rows[i]).wrong;
    if (*ret_wrong) return &subject->rows[i];
  }
  return NULL;
}

/* What is proved is named without the rows that could not be judged. */
static void check_due(page *out, const examined *subject) {
  static char name[2048];
  const char *wrong;
  const examined_row *undue = find_undue(subject, &wrong);
  for (int i = 0; i < REPLAY_REASONS; i++) {
    const row_list list = list_unjudged(subject, replay_unsure[i]);
    if (list.size) page_line(out, "not judged, %s: rows %s.", replay_unsure[i], list.text);
  }
  const row_list all = list_unjudged(subject, NULL);
  snprintf(name, sizeof name, all.size && !undue ? "due but for rows %s" : "due", all.text);
  page_check(out, name, !undue,
             undue ? page_words("row %" PRIu64 ": %s.", undue->sequence, wrong)
                   : "every answer was paid, or free, as consent, quota and balance then were.");
}

/* What split answers were charged beside epsilon, in all or in some weeks. */
typedef struct split_sums {
  uint64_t answers, delta_2p60, alone_micro;
} split_sums;

static split_sums split_in(const examined *subject, uint64_t last, uint64_t epochs) {
  split_sums sums = {0};
  for (size_t i = 0; i < subject->row_count; i++) {
    const examined_row *row = &subject->rows[i];
    const uint64_t epoch = examined_number(row, "epoch");
    if (!replay_of_ledger(row) || replay_columns(row) == 1 || !row->cost_micro) continue;
    if (epoch > last || epoch + epochs <= last) continue;
    sums.answers++;
    sums.delta_2p60 += examined_number(row, "charged_delta_2p60");
    sums.alone_micro += examined_number(row, "charged_epsilon0_micro");
  }
  return sums;
}

/* The most of any 52 weeks that end with an answer, each number by itself. */
static split_sums most_split(const examined *subject) {
  split_sums most = {0};
  for (size_t i = 0; i < subject->row_count; i++) {
    if (!replay_of_ledger(&subject->rows[i]) || replay_columns(&subject->rows[i]) == 1) continue;
    const split_sums year =
        split_in(subject, examined_number(&subject->rows[i], "epoch"), EPOCHS_A_YEAR);
    if (year.answers > most.answers) most.answers = year.answers;
    if (year.delta_2p60 > most.delta_2p60) most.delta_2p60 = year.delta_2p60;
    if (year.alone_micro > most.alone_micro) most.alone_micro = year.alone_micro;
  }
  return most;
}

/* Of split answers, where there are any: the ledger's two other columns. */
static void check_split(page *out, const examined *subject, const sotto_budget *budget) {
  const split_sums all = split_in(subject, UINT32_MAX, (uint64_t)1 << 33);
  const split_sums most = most_split(subject);
  if (!all.answers) return;
  page_check(out, "split spent",
             budget->spent_delta_2p60 >= all.delta_2p60 &&
                 budget->spent_epsilon0_micro >= all.alone_micro,
             page_words("of answers by split trust the ledger says delta %.2e and epsilon0 %.6f "
                        "were spent, the log's answers sum to %.2e and %.6f.",
                        ldexp((double)budget->spent_delta_2p60, -60),
                        (double)budget->spent_epsilon0_micro / 1e6,
                        ldexp((double)all.delta_2p60, -60), (double)all.alone_micro / 1e6));
  page_check(out, "split caps",
             most.answers <= SPLIT_A_YEAR && most.delta_2p60 <= replay_caps[1].year &&
                 most.alone_micro <= replay_caps[2].year,
             page_words("in any 52 weeks at most %" PRIu64 " answers (cap 8), delta %.2e (cap "
                        "1e-07) and, if both aggregators collude, epsilon0 %.6f (cap 64).",
                        most.answers, ldexp((double)most.delta_2p60, -60),
                        (double)most.alone_micro / 1e6));
}

void check_ledger(page *out, const examined *subject) {
  sotto_budget budget;
  const caps_seen seen = look_at_caps(subject);
  page_section(out, "The budget ledger");
  if (sotto_budget_get(subject->profile, &budget)) {
    page_check(out, "ledger", 0, "the ledger cannot be read");
    return;
  }
  page_bar(out, "of a year's budget spent", (double)seen.year / (double)replay_caps[0].year);
  page_bar(out, "saved up of what can be",
           (double)budget.balance_micro / (double)replay_caps[0].depth);
  /* A crash after the anchor and before the file loses budget: the ledger may say more. */
  page_check(out, "spent", budget.spent_micro >= seen.all,
             page_words("the ledger says epsilon %.6f was spent, the log's answers sum to %.6f.",
                        (double)budget.spent_micro / 1e6, (double)seen.all / 1e6));
  page_check(out, "caps", seen.year <= replay_caps[0].year && seen.week <= replay_caps[0].depth,
             page_words("at most epsilon %.6f in any 52 weeks (cap 24) and %.6f in one (cap 2).",
                        (double)seen.year / 1e6, (double)seen.week / 1e6));
  page_check(out, "quota", seen.quota <= QUOTA_A_YEAR && !seen.repeats && !seen.traits,
             page_words("most paid answers about one thing in 52 weeks: %" PRIu64 " (cap 6); "
                        "questions answered twice in one week: %zu; that stated another trait than "
                        "before: %zu.",
                        seen.quota, seen.repeats, seen.traits));
  check_split(out, subject, &budget);
  check_due(out, subject);
}

/* As a row states it; a domain of 0, which never holds, where the mechanism is unknown. */
static stated_mechanism stated_by(const examined_row *row) {
  const char *mechanism = examined_text(row, "mechanism");
  stated_mechanism stated = {.domain = examined_number(row, "buckets"),
                             .chosen = examined_number(row, "size"),
                             .threshold = examined_number(row, "threshold"),
                             .odds_numerator = examined_number(row, "odds_numerator"),
                             .odds_denominator = examined_number(row, "odds_denominator"),
                             .epsilon_micro = examined_number(row, "epsilon_micro")};
  const int projective = strcmp(mechanism, "projective") == 0;
  if (projective &&
      recompute_geometry(&stated, examined_number(row, "prime"), examined_number(row, "dimension")))
    return stated;
  if (strcmp(mechanism, "subset") != 0) stated.domain = 0;
  return stated;
}

/* Of a split answer: the chance of a random answer, which is the table's for its domain, batch and
   epsilon, gives the odds of the answer alone, and those what is left if both collude. */
static int split_holds(const examined_row *row, int open) {
  sotto_mechanism plan;
  const uint64_t random = examined_number(row, "random_q32");
  const uint64_t domain = examined_number(row, "buckets");
  const uint64_t alone = examined_number(row, "epsilon0_micro");
  const uint64_t delta = examined_number(row, "delta_2p60");
  const long double odds = (long double)examined_number(row, "odds_numerator") /
                           (long double)examined_number(row, "odds_denominator");
  if (sotto_mechanism_split((uint32_t)domain, (uint32_t)examined_number(row, "minimum_batch"),
                            (uint32_t)examined_number(row, "epsilon_micro"), &plan))
    return 0;
  return random == plan.odds_denominator && random <= UINT32_MAX &&
         examined_number(row, "odds_denominator") == random &&
         examined_number(row, "odds_numerator") ==
             random + domain * ((UINT64_C(1) << 32) - random) &&
         logl(odds) * 1e6L <= (long double)alone + 1e-6L &&
         examined_number(row, "charged_delta_2p60") == (open ? delta : 0) &&
         examined_number(row, "charged_epsilon0_micro") == (open ? alone : 0);
}

/* The threshold gives the odds, the odds the epsilon, and that or nothing was charged. */
static int cost_holds(const examined_row *row) {
  const stated_mechanism stated = stated_by(row);
  const int open = strcmp(examined_text(row, "because"), "open") == 0;
  const uint64_t charged = examined_number(row, "charged_micro");
  const int split = strcmp(examined_text(row, "mechanism"), "split") == 0;
  return (split ? split_holds(row, open) : recompute_holds(&stated)) &&
         charged == (open ? stated.epsilon_micro : 0) && charged == row->cost_micro;
}

static int id_holds(const examined_row *row) {
  uint8_t content[32], id[16];
  char text[33];
  size_t size = 0;
  const char *hex = examined_text(row, "content");
  if (sodium_hex2bin(content, sizeof content, hex, strlen(hex), NULL, &size, NULL) || size != 32)
    return 0;
  recompute_question_id(id, content, (uint32_t)examined_number(row, "epoch"));
  page_hex(text, id, sizeof id);
  return strcmp(text, examined_text(row, "question")) == 0;
}

/* Reports that wait go with a withdrawal or a forget, which have rows of their own. */
static int may_have_gone(const examined *subject, const examined_row *answer) {
  for (size_t i = 0; i < subject->row_count; i++)
    if (subject->rows[i].sequence > answer->sequence &&
        (subject->rows[i].act == SOTTO_ACT_CONSENT || subject->rows[i].act == SOTTO_ACT_FORGOT))
      return 1;
  return 0;
}

static void check_answers(page *out, const examined *subject) {
  size_t answers = 0, costs = 0, ids = 0, lost = 0;
  for (size_t i = 0; i < subject->row_count; i++) {
    const examined_row *row = &subject->rows[i];
    if (row->act != SOTTO_ACT_ANSWERED) continue;
    const char *hash = examined_report_hash(subject, row);
    answers++;
    costs += cost_holds(row);
    ids += id_holds(row);
    lost += !fate_of(subject, hash) && !waiting(subject, hash) && !may_have_gone(subject, row);
  }
  page_check(out, "costs", costs == answers,
             page_words("%zu of %zu costs follow from their thresholds.", costs, answers));
  page_check(out, "question ids", ids == answers,
             page_words("%zu of %zu questions bear the id that everyone's do.", ids, answers));
  page_check(out, "fates", lost == 0,
             page_words("%zu of %zu answered reports are neither sent, dropped nor waiting.", lost,
                        answers));
}

static void check_reports(page *out, const examined *subject) {
  size_t unknown = 0;
  char hash[2 * SOTTO_DIGEST_SIZE + 1];
  for (size_t i = 0; i < subject->report_count; i++) {
    page_hex(hash, subject->reports[i].digest, SOTTO_DIGEST_SIZE);
    const examined_row *answer = examined_answer(subject, hash);
    unknown += !answer || answer->cost_micro != subject->reports[i].cost_micro;
  }
  for (size_t i = 0; i < subject->row_count; i++) {
    const examined_row *row = &subject->rows[i];
    if (row->act == SOTTO_ACT_SENT)
      unknown += !examined_answer(subject, examined_text(row, "report"));
  }
  page_check(out, "reports", unknown == 0,
             page_words("%zu reports that wait or were sent are no answer of the log.", unknown));
}

void check_verify(page *out, const examined *subject) {
  uint64_t rows = 0;
  page_section(out, "The audit log");
  const sotto_status status = sotto_audit_verify(subject->profile, &rows);
  for (size_t i = subject->row_count > SHOWN ? subject->row_count - SHOWN : 0;
       i < subject->row_count; i++)
    page_line(out, "%3" PRIu64 "  %s", subject->rows[i].sequence, subject->rows[i].words);
  page_check(
      out, "audit log", status == SOTTO_OK,
      status ? page_words("row %" PRIu64 " is the first that was changed, removed or cut.", rows)
             : page_words("%" PRIu64 " rows, every link of the chain holds.", rows));
  check_answers(out, subject);
  check_reports(out, subject);
}
