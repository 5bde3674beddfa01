#!/bin/sh
# Plant one defect at a time in a copy of the tree and show which named test catches it.
#
# usage: plants.sh [--if-long] [PLANT...]        (all plants without any; --if-long: only when
#                                                SOTTO_LONG=1, otherwise skipped)
#        plants.sh --list                        (print the table of defects and plant none; fails
#                                                where one no longer fits the code)
#
# The copy lives in a scratch directory; this tree is never touched. A plant that no longer fits the
# code is a failure, like a plant that no test catches, and like one that fails for another reason
# than the phrase it is known by. Some defects need no plant: a test carries them and demands that
# its own check finds them; of these the test must pass and name the fact. Ends with the table, and
# with exit status 0 only if every one was caught. SOTTO_KEEP=1 keeps the scratch directory.
#
# Only what a test needs is built, and each test is shown to pass on the untouched copy once. The
# tests run at their everyday length, whatever SOTTO_LONG says.
set -u
listing=
if [ "${1:-}" = --if-long ]; then
  shift
  [ -n "${SOTTO_LONG:-}" ] || { echo 'set SOTTO_LONG=1 to plant defects'; exit 77; }
elif [ "${1:-}" = --list ]; then
  shift
  listing=1
fi
unset SOTTO_LONG
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/sotto-plants.XXXXXX")
[ -n "${SOTTO_KEEP:-}" ] || trap 'rm -rf "$scratch"' EXIT
tree=$scratch/tree
wanted=$*
table=$scratch/table
missed=0

copy_tree() {
  mkdir "$tree"
  (cd "$root" && git ls-files -z --cached --others --exclude-standard |
    xargs -0 sh -c 'for f; do [ -f "$f" ] && printf "%s\0" "$f"; done' - |
    tar -c --null -T - -f -) | tar -x -C "$tree" -f -
  git -C "$tree" init -q && git -C "$tree" add -A
}

# configured BUILD : make the copy's build once
configured() {
  options='--buildtype=debug -Dtests=enabled -Dwerror=false'
  [ "$1" = asan ] && options="$options -Db_sanitize=address,undefined -Db_lundef=false"
  # shellcheck disable=SC2086
  [ -f "$scratch/$1/build.ninja" ] ||
    meson setup $options "$scratch/$1" "$tree" >"$scratch/$1.log" 2>&1
}

# needed BUILD TEST : the files of BUILD that TEST runs
needed() {
  python3 - "$scratch/$1" "$2" <<'END'
import json
import os
import sys
build = os.path.realpath(sys.argv[1])
def told(name):
    with open(f"{build}/meson-info/intro-{name}.json", encoding="utf-8") as file:
        return json.load(file)
made = {target["id"]: target["filename"] for target in told("targets")}
files = {file for target in made.values() for file in target}
for test in told("tests"):
    if test["name"] != sys.argv[2]:
        continue
    words = {os.path.realpath(os.path.join(build, word)) for word in test["cmd"]}
    wanted = files & words | {file for id in test["depends"] for file in made[id]}
    print(*sorted(os.path.relpath(file, build) for file in wanted))
END
}

# ready BUILD TEST : compile what TEST needs of the copy as it now stands
ready() {
  configured "$1" || return 1
  # shellcheck disable=SC2046
  ninja -C "$scratch/$1" $(needed "$1" "$2") >"$scratch/$1.log" 2>&1
}

# try BUILD TEST : run it; what it says is in $scratch/told, with what a sanitizer reports
try() {
  rm -rf "$scratch/reports" && mkdir "$scratch/reports"
  ASAN_OPTIONS="log_path=$scratch/reports/asan:exitcode=99" UBSAN_OPTIONS=halt_on_error=1 \
    meson test -C "$scratch/$1" --no-rebuild --timeout-multiplier 4 "$2" >/dev/null 2>&1
  cat "$scratch/reports/"* "$scratch/$1/meson-logs/testlog.txt" >"$scratch/told" 2>/dev/null
}

# caught BUILD TEST PHRASE : does TEST of BUILD fail with a "not ok" line (or report) of PHRASE?
caught() {
  try "$1" "$2"
  grep -E '^not ok|Sanitizer' "$scratch/told" | grep -q "$3"
}

# sound BUILD TEST : does TEST pass on the untouched copy? Asked once; why not is in $why
sound() {
  why="$2 fails on the untouched copy already"
  [ -f "$scratch/sound-$1-$2" ] && return 0
  if ! ready "$1" "$2"; then
    why="the untouched copy does not build: $(grep 'error' "$scratch/$1.log" | tail -n 1)"
    return 1
  fi
  try "$1" "$2"
  grep -qE '^not ok|Sanitizer' "$scratch/told" && return 1
  grep -qE '^ok ' "$scratch/told" || return 1
  cp "$scratch/told" "$scratch/sound-$1-$2"
}

row() {
  printf '%-34s %-8s %s\n' "$1" "$2" "$3" | tee -a "$table"
  [ "$2" = caught ] || missed=$((missed + 1))
}

# chosen NAME TEST PHRASE : is this plant to be planted? Where only the table is wanted, its row
chosen() {
  case " $wanted " in '  ' | *" $1 "*) ;; *) return 1 ;; esac
  [ -z "$listing" ] && return 0
  printf '%-34s %s\n' "$1" "$2: $3"
  return 1
}

# listed NAME FILE SED TEST PHRASE : where only the table is wanted, its row, and whether it fits
listed() {
  [ -n "$listing" ] || return 1
  chosen "$1" "$4" "$5"
  if sed -E "$3" "$root/$2" | cmp -s - "$root/$2"; then
    echo "    the plant does not fit $2 any more"
    missed=$((missed + 1))
  fi
  return 0
}

# change FILE SED : put the defect in; false where the text it hangs on is gone
change() {
  cp -p "$tree/$1" "$scratch/kept"
  sed -i -E "$2" "$tree/$1"
  ! cmp -s "$tree/$1" "$scratch/kept"
}

# plant NAME FILE SED BUILD TEST PHRASE : change FILE of the copy by SED; TEST must fail over PHRASE
plant() {
  name=$1 file=$2 change=$3 build=$4 test=$5 phrase=$6
  listed "$name" "$file" "$change" "$test" "$phrase" && return 0
  chosen "$name" "$test" "$phrase" || return 0
  if ! sound "$build" "$test"; then
    row "$name" missed "$why"
    return 0
  fi
  if ! change "$file" "$change"; then
    row "$name" missed "the plant does not fit $file any more"
  elif ! ready "$build" "$test"; then
    row "$name" missed "it does not compile: $(grep 'error:' "$scratch/$build.log" | tail -n 1)"
  elif caught "$build" "$test" "$phrase"; then
    row "$name" caught "$test: $phrase"
  else
    row "$name" missed "$test passes"
  fi
  cp "$scratch/kept" "$tree/$file"
}

# carried NAME TEST PHRASE : TEST carries this defect itself; it must pass and name PHRASE
carried() {
  chosen "$1" "$2" "$3" || return 0
  if ! sound plain "$2"; then
    row "$1" missed "$why"
  elif grep -E '^ok ' "$scratch/sound-plain-$2" | grep -q "$3"; then
    row "$1" caught "$2: $3"
  else
    row "$1" missed "$2 does not say so"
  fi
}

# complaints RULE FILE : how many places of FILE the rule names
complaints() { python3 "$tree/tests/meta/$1.py" | grep -c "^# $2"; }

# against NAME FILE SED RULE PHRASE : as plant, for rules that only read the tree; RULE must name
# one place more in FILE than before
against() {
  name=$1 file=$2 change=$3 rule=$4 phrase=$5
  listed "$name" "$file" "$change" "$rule" "$phrase" && return 0
  chosen "$name" "$rule" "$phrase" || return 0
  before=$(complaints "$rule" "$file")
  if ! change "$file" "$change"; then
    row "$name" missed "the plant does not fit $file any more"
  elif [ "$(complaints "$rule" "$file")" -gt "$before" ] &&
    python3 "$tree/tests/meta/$rule.py" | grep '^not ok' | grep -q "$phrase"; then
    row "$name" caught "$rule: $phrase"
  else
    row "$name" missed "$rule passes"
  fi
  cp "$scratch/kept" "$tree/$file"
}

[ -n "$listing" ] || copy_tree

# The house: an include that points up, to a peer, to the other side; a private header outside.
against upward-include sdk/base/string.c '$a #include "flow/handle.h"' layers 'point down'
against peer-include sdk/model/pack_view.c '$a #include "privacy/cost.h"' layers 'point down'
against brand-on-device sdk/flow/ingest.c '$a #include <sotto/estimate.h>' layers 'brand side'
against private-in-platform platform/ram.c '$a #include "base/secret.h"' layers 'platform sees'

# What a room must not do.
against float-in-noise sdk/privacy/subset.c '$a static double half = 0.5;' banned 'floating point'
against clock-in-model sdk/model/pack_view.c '$a static long now(void) { return time(0); }' \
  banned 'read a clock'
against sql-in-flow sdk/flow/ingest.c '$a static const char *all = "DELETE FROM event";' \
  banned 'SQL text'
against unsafe-call sdk/brand/price.c '$a static void f(char *a) { strcpy(a, a); }' banned unsafe

# What a stranger reads.
against undocumented sdk/include/sotto/audit.h '$a int sotto_audit_quietly(void);' docs declaration
against untranslated sdk/flow/message.h 's/"popular entre otras personas"/""/' messages 'English'

# The library's surface: an internal function leaves it; it learns to reach a network.
visible='__attribute__((visibility("default"))) int so_leak_out(void);'
plant exported-internal sdk/base/status.c "\$a $visible\\nint so_leak_out(void) { return 0; }" \
  plain symbols 'exported name'
reach='int socket(int, int, int);\nint so_reach_out(void);'
plant network-symbol sdk/base/status.c \
  "\$a $reach\\nint so_reach_out(void) { return socket(1, 1, 0); }" \
  plain no_network 'network symbol'

# Noise that is less than it claims: a threshold one unit high, one in float precision, one of a
# larger cost; a cost told too low; a coin that leans; a draw by remainder; a bucket moved by one.
settle=sdk/privacy/threshold.c
plant threshold-rounded-up $settle 's/^  int whole = /  settled.inside++;\n&/' \
  plain oracle 'oracle::enumerating_every_draw'
plant float-threshold $settle \
  's/^  int whole = /  settled.inside = (settled.inside >> 40) + 1 << 40;\n&/' \
  plain oracle 'oracle::enumerating_every_draw'
for scale in 90 95 98; do
  dearer="epsilon_micro += epsilon_micro * $((100 - scale)) / $scale;"
  plant scale-$scale $settle "s,^  const sides of = ,  $dearer\n&," \
    plain oracle 'oracle::enumerating_every_draw'
done
plant cost-rounded-down $settle 's/^  return settled;/  settled.epsilon_micro--;\n&/' \
  plain oracle 'oracle::the_stated_odds_and_cost'
plant leaning-coin sdk/privacy/oracle.c 's,so_bits_u64\(bits\) <,so_bits_u64(bits) / 100 * 99 <,' \
  plain sampler 'sampler::reports_follow'
plant remainder-draw sdk/base/bits.h '/so_bits_reduce\(.*\{$/a return word % bound;' \
  plain bits 'bits::'
plant bucket-off-by-one sdk/privacy/oracle.c \
  's/= \{bucket, /= {(bucket + 1) % oracle->buckets, /' plain sampler 'sampler::reports_follow'

# Whole defective samplers, which the audit of tests/privacy holds beside the shipped one: the coin
# of a dearer question, a lean of 1 %, cells moved, a hole, a clamp, a poor source, noise used
# twice, bits beyond the wire.
for defect in scaled_90 scaled_95 scaled_98 biased off_by_one holed clamped unevenly reused \
  overflowing; do
  carried "sampler-$defect" sampler "sampler::the_audit_catches_$defect"
done

# Noise that does not follow the answer; noise drawn anew on a retry; a device that takes part only
# when it has something to say; a ledger that starts full, so that erasing refills it; one that does
# not heed its anchor. And the same, as the auditor sees it from outside.
plant noise-reuse sdk/flow/contribute.c 's/(so_store_u32\(text \+ .*)asked->bucket\);/\10);/' \
  plain participation 'participation::a_different_answer'
carried noise-reuse-seen-from-outside auditor 'one noise for all answers'
anew='({ void randombytes_buf(void *, size_t); randombytes_buf(ret_drawn->seed, 32); SOTTO_OK; })'
plant fresh-noise sdk/flow/contribute.c "s/so_vault_noise\(.*, &ask, ret_drawn->seed\)/$anew/" \
  plain participation 'participation::restored_without'
plant selective-participation sdk/flow/contribute.c \
  's/^  int open = asked->state/  if (asked->bucket == 0) return SOTTO_OK;\n&/' \
  plain participation 'participation::never_depends'
carried participation-seen-from-outside auditor 'lies about participation'
carried size-seen-from-outside auditor 'lies about size'
full='.balance = {2000000, 0, 0}, '
plant refill-on-erase sdk/privacy/ledger.c "s/\(so_ledger\)\{/&$full/" plain ledger starts_empty
plant anchor-ignored sdk/privacy/ledger.c \
  '/^void so_ledger_meet\(/a if (anchor->epoch) return;' plain ledger 'ledger::behind_its_anchor'
carried ledger-nine-defects ledger_model 'each_planted_defect_is_found'
carried anchor-forgotten-on-files vault_model 'a_store_that_forgets_its_anchor_is_found'
carried claim-too-low-seen-from-outside auditor 'costs thrice what it says'

# A question id or a pack for one person, which would name who answers.
whose='so_noise_ask whose = {so_epoch_of(now_ms), "person", {NULL, 0}};'
whose="$whose if (so_vault_foresee(profile->vault, \\&whose, person)) person[0] = 0;"
plant question-id-per-person sdk/flow/asked.c \
  "s/^void so_asked_name/static uint8_t person[32];\n&/
   s/^  so_report_question_id\(ret_asked->id, .*/&\n  ret_asked->id[0] ^= person[0];/
   s/^  so_asked_name\(pack, index, .*/  $whose\n&/" \
  plain participation 'participation::every_device_is_asked'
carried question-id-in-the-log auditor 'a question id for one person'
carried question-id-seen-from-outside auditor 'lies about question_id'
carried pack-per-person auditor 'a pack for one person'

# On the disk: a database that is never keyed; an item written in plain words beside it.
plant unkeyed-database sdk/vault/database.c \
  's/sqlite3_key\(database->handle, /SQLITE_OK; (void)(/' plain opening nothing_readable
note='dprintf(openat(vault->place.directory, "trace", 02102, 0600), "%.*s", (int)row->item.size,'
plant plaintext-write sdk/vault/event_rows.c \
  "1i #define _GNU_SOURCE 1\n#include <fcntl.h>\n#include <stdio.h>
   s/^  return so_opened_put\(/  $note row->item.data);\n&/" \
  plain opening nothing_readable

# Noise that is trusted: each statistic with its gate off, where the builder or the device has it.
noised=sdk/brand/noised_file.c
plant noise-in-popularity $noised 's/if \(marks\[n\]\) all\[n\] = /if (0) all[n] = /' \
  plain eval_noise 'popularity, shop'
plant noise-in-category $noised 's/if \(marks\[n\]\) all\[n\] = /if (0) all[n] = /' \
  plain eval_noise 'category, shop'
plant noise-in-pairs sdk/model/rank_gather.c 's/(define NOISE_ERRORS) 3.0f/\1 0.0f/' \
  plain eval_noise 'pair, shop'
plant noise-in-baselines sdk/model/affinity_table.c 's/(define NOISE_ERRORS) 2.0f/\1 0.0f/' \
  plain eval_noise 'baseline, shop'
keep='s/if \(!marks\[n\]\) so_array/so_array/;s/^  if \(first == .*/  first = 0;/'
plant noise-in-moments $noised "$keep" plain eval_noise 'moment, shop'
plant noise-in-vectors sdk/brand/vector_file.c \
  's/^  measure\(run, &info\);/&\n  info.quality = 1;/' plain eval_noise 'vectors, shop'
plant noise-in-page-tables sdk/brand/step_tables.c \
  's/^  to->told \|= .*/  to->told = 1;/;s/^  if \(signal == 0\) return;/  signal = 1;/' \
  plain eval_mindset 'noise . of'

# Noise that is learnt: what hashed groups seem to tell is believed as it was seen.
plant noise-unshrunk sdk/brand/shrink.c \
  's/^    ret_believed\[n\] = .*/    ret_believed[n] = cell ? fmaxf(seen->values[n], 0) : 0;/' \
  plain eval_loop 'noise alone'

# Acts: a transaction that commits without its audit row; a flow that leaves the row out.
plant unaudited-commit sdk/vault/transaction.c 's/vault->act && vault->audited \?/vault->act ?/' \
  plain transaction a_commit_without_its_audit_row
plant skipped-audit-row sdk/flow/handle.c '/status = so_vault_audit\(/d' \
  plain first_visit first_visit

# Key stores: a session in the clear with the keyring, with the TPM; an NV half that outlives the
# secret; the old half gone before the new file is in place; a secret given up that is kept all the
# same; a rotation of unknown end that is taken for one that failed.
plant keyring-in-the-clear platform/keyring_call.c 's/strncmp\(algorithms, "dh-", 3\) == 0/1/' \
  plain secret_service 'without_an_encrypted_session'
plant wire-in-the-clear platform/tpm2_chip.c 's/CONTINUESESSION \| direction/CONTINUESESSION/' \
  plain tpm2 'who_listens_on_the_wire'
plant half-outlives-the-wipe platform/tpm2.c 's/: tpm2_slot_undefine\(&chip, job.*/: SOTTO_OK;/' \
  plain tpm2 'every_copy_of_the_file'
undefine='(void)!tpm2_slot_undefine(chip, job->nv_index + 1u - sealed->slot);'
plant half-gone-too-early platform/tpm2.c \
  "s/^  if \(!status && tpm2_job_may_commit/  $undefine\n&/" \
  plain tpm2_cut 'by_a_host_that_is_killed'
plant given-up-and-kept platform/tpm2_job.c 's/const int may = .*/const int may = 1;/' \
  plain tpm2 'given_up'
plant unknown-end sdk/vault/generation.c 's/next->stored = vault->unsettled = /next->stored = /' \
  plain fault_keys 'after_a_rotation_of_unknown_end'

# The collector: it acknowledges what is not committed; counts a repeat; one collector's counts
# replace another's; who reads sees two moments.
plant acknowledged-early sdk/tools/collect_queue.c \
  's/^    job->status = status;/    job->status = SOTTO_OK;/' plain serve_crowd 'each acknowledged'
plant repeat-counted sdk/tools/collect_count.c 's/if \(counter->fresh\[i\]\)/if (1)/' \
  plain collect 'counts nothing twice'
plant counts-replaced sdk/tools/store_postgres_rows.c 's/tally\.count \+ excluded/excluded/' \
  plain store_engine_postgres 'several_collectors'
plant two-moments sdk/tools/store_sqlite.c \
  's/SO_STORE_READ(\) status = .*"BEGIN")/99\1/' plain store_engine 'sees_one_moment'
# Delivery: a certificate that nobody checks; a redirect that is followed anywhere; an answer that
# was cut and is taken for a success; a part of another pack that is gone on with.
unchecked='  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);'
plant certificate-unchecked platform/deliver/exchange.c \
  "s/^  .*CURLOPT_NOSIGNAL.*/&\\n$unchecked/" plain deliver_outbox 'an unknown CA gets no byte'
plant redirect-anywhere platform/deliver/exchange.c '/next.origin != inout_place->origin/d' \
  plain deliver_outbox 'redirect to another host is not followed'
plant cut-is-success platform/deliver/verdict.c '/if \(answer->trouble\)/d' \
  plain deliver_outbox 'cut short is no success'
plant any-range platform/deliver/deliver_pack.c 's/answer->range_start != [^|]* \|\|/0 ||/' \
  plain deliver_fetch 'begins elsewhere is not believed'

# Two aggregators: the leader takes the helper's word for it; a sum of few is given; any caller is
# the right one; a batch is counted as often as it is collected.
plant helper-believed sdk/tools/aggregate_drive.c \
  's/one->lied = own != SO_REFUSAL_NONE/one->lied = 0/' \
  plain aggregate 'the reports wait, then count once'
plant sum-of-few sdk/tools/aggregate_answer.c 's/< task->minimum_batch/& * 0/' \
  plain aggregate 'below the minimum'
plant any-caller sdk/tools/aggregate_folder.c 's/sizeof other\) == 0/sizeof other) < 1/' \
  plain aggregate 'another method, type, path, caller'
plant batch-counted-again sdk/tools/aggregate_collect.c \
  's/\(void\)crypto_generichash\(batch\.id.*/randombytes_buf(batch.id, sizeof batch.id);/' \
  plain split_flow 'nothing counts twice'

# One mask for two answers of a device.
plant mask-twice sdk/flow/split_answer.c 's/(so_store_u32\(text .*), kept->bucket\)/\1, 0)/' \
  plain split_answer 'uses_no_mask_twice'

# Memory: what closing a profile should free.
plant leaked-allocation sdk/vault/opening.c 's/^  free\(vault\);/  (void)vault;/' \
  asan opening 'LeakSanitizer'

[ -z "$listing" ] || exit "$missed"
echo
echo 'plant                              verdict  test that catches it'
cat "$table"
[ "$missed" = 0 ]
