"""What each answer of an audit log had to be: verify.py's replay of consent, quota and balance.

The rules are those of sdk/privacy/ledger.h and consent_rule.h, told again: the balance starts empty,
gains (year - depth) / 52 a week up to its depth, in each of three columns, is emptied by an import
and charged by answers; a trait is paid six times in 52 weeks; a category is asked about while
consent to it is in force. Reads rows as sotto_audit_export() writes them; checks no hash and no cost, which verify.py does.
"""
import json

QUOTA, WEEKS = 6, 52
# The ledger's columns: most a year, most saved up, and what rows call them. Rows of local answers
# tell the first alone, as they charge it alone.
COLUMNS = ((24_000_000, 2_000_000, "micro"), (115_292_150_460, 11_529_215_046, "delta_2p60"),
           (64_000_000, 10_000_000, "epsilon0_micro"))
SPLIT_LEAST = 8_000_000  # of the last column, so that a year has eight split answers
WEEK_MS, HOUR_MS = 604_800_000, 3_600_000
CONSENT, ANSWERED, IMPORTED = 2, 4, 12
CATEGORIES = ("history", "financial", "professional", "social", "external", "internal", "tracking")


def told(d, prefix):
    """What a row says of the ledger's columns, of as many as its mechanism charges."""
    return [int(d[prefix + name]) for _, _, name in COLUMNS if prefix + name in d]


def taken(d):
    """What an answer takes from the balance, column by column."""
    cost = [int(d["epsilon_micro"])]
    if d["mechanism"] == "split":
        cost += [int(d["delta_2p60"]), max(int(d["epsilon0_micro"]), SPLIT_LEAST)]
    return cost


class Replay:
    """Consent, quota and balance as the log tells them, row by row.

    Between two answers the balance can only have grown to something between two bounds. `high`
    accrues for every week, `low` for no more than a ledger must have counted: after more than two
    weeks without a row the clock may have been in doubt, and two weeks are then counted. `low` is
    None where the log tells nothing: after a row that says "behind", or a clock that went back.
    What a row says its balance was must lie between them, and is then taken for the next.
    """

    def __init__(self, rows, paying):
        self.least, self.most = [], []
        for year_most, depth_most, name in COLUMNS:
            caps = [(int(d["year_" + name]), int(d["depth_" + name]))
                    for _, d in paying if "year_" + name in d]
            if any(year > year_most or 2 * depth > year or depth > depth_most
                   for year, depth in caps):
                raise ValueError("a row states caps above what a host may set")
            weekly = [(year - depth) // WEEKS for year, depth in caps] or [0]
            depths = [depth for _, depth in caps] or [0]
            self.least.append((min(weekly), min(depths)))
            self.most.append((max(weekly), max(depths)))
        self.granted, self.paid = None, []
        self.spent = [0] * len(COLUMNS)
        self.low, self.high = [0] * len(COLUMNS), [0] * len(COLUMNS)
        self.low_at = self.high_at = self.low_ms = self.latest_ms = None
        self.behind, self.last_paid = -1, -1
        self.broken, self.unjudged = [], []
        for row in rows:
            self.step(row)

    def step(self, row):
        time_ms = row["time_ms"]
        if row["act"] == 0:
            return  # a stub tells no time
        if self.latest_ms is not None and time_ms < self.latest_ms - HOUR_MS:
            self.low = None
        self.latest_ms = max(time_ms, self.latest_ms or 0)
        detail = json.loads(row["detail"]) if row["act"] in (CONSENT, ANSWERED) else {}
        if row["act"] == CONSENT:
            self.granted = detail["contribute"]
        if row["act"] == CONSENT or row["act"] == IMPORTED:
            self.pass_time(time_ms // WEEK_MS, time_ms, row["act"])
        if row["act"] == ANSWERED:
            self.judge(row, detail)

    def pass_time(self, epoch, time_ms, act):
        if self.high_at is None:
            self.low_at, self.high_at, self.low_ms = epoch, epoch, time_ms
        doubtful = time_ms - self.low_ms > 2 * WEEK_MS - HOUR_MS
        weeks = max(0, epoch - self.high_at)
        self.high = [min(depth, high + weeks * week)
                     for high, (week, depth) in zip(self.high, self.most)]
        self.high_at = max(epoch, self.high_at)
        if act == IMPORTED:
            self.low = [0] * len(COLUMNS)
            self.high = [2 * week if doubtful else 0 for week, _ in self.most]
        elif doubtful and act == CONSENT:
            return  # it may not have believed the clock yet
        elif self.low is not None:
            weeks = max(0, epoch - self.low_at)
            weeks = min(weeks, 2) if doubtful else weeks
            self.low = [min(depth, low + weeks * week)
                        for low, (week, depth) in zip(self.low, self.least)]
        self.low_at, self.low_ms = max(epoch, self.low_at), max(time_ms, self.low_ms)

    def judge(self, row, d):
        visit, epoch, charged = d.get("unit") == "visit", int(d["epoch"]), row["cost_micro"]
        lead = 0
        if not visit:
            self.pass_time(epoch, row["time_ms"], ANSWERED)
            leads = [spent - before - cost for spent, before, cost
                     in zip(told(d, "spent_"), self.spent, told(d, "charged_"))]
            lead = min(leads)
            self.spent[:len(leads)] = told(d, "spent_")
            if max(leads) > 0 or self.low is None:  # an anchor knew of more, or a crash lost it
                self.low = [0] * len(COLUMNS)
        wrong, unsure = self.fault(d, epoch, visit)
        if lead < 0:
            wrong = "the ledger forgot what was spent"
        if wrong:
            self.broken.append((row["sequence"], wrong))
        elif unsure:
            self.unjudged.append((row["sequence"], unsure))
        if charged and not visit:
            self.paid.append((d["trait"], epoch))
            self.last_paid = max(epoch, self.last_paid)
        if not visit:
            left = [max(0, balance - cost) for balance, cost
                    in zip(told(d, "balance_"), taken(d) if charged else [0] * len(COLUMNS))]
            self.high[:len(left)] = left
            self.low[:len(left)] = left
            self.low = None if d["because"] == "behind" else self.low

    def fault(self, d, epoch, visit):
        """What cannot have been, and what cannot be told; "" where all can and is as it must be."""
        because, category = d["because"], CATEGORIES.index(d["category"])
        if "g" not in (self.granted or ""):
            return "nobody had consented to contribute", ""
        unsure = "a visitor's consent is not in this log" if d.get("teller") == "visitor" else ""
        if not unsure and (self.granted[category] == "g") == (because == "category"):
            return "its reason is not what consent was", ""
        if category in (1, 3, 4) and because != "category":
            return "its category may never be asked about", ""
        if visit or because == "category":
            return "", unsure
        cost, balances = taken(d), told(d, "balance_")
        if not all(low <= balance <= high
                   for low, balance, high in zip(self.low, balances, self.high)):
            return "its balance is not what the log's rows leave", ""
        poor = any(balance < part for balance, part in zip(balances, cost))
        full = sum(trait == d["trait"] and epoch - WEEKS < at <= epoch
                   for trait, at in self.paid) >= QUOTA
        if because == "open":
            early = epoch <= self.behind or epoch < self.last_paid
            wrong = ("paid over its quota" if full else "paid while the ledger was behind" if early
                     else "paid out of an empty balance" if poor else "")
            return wrong, unsure
        if because == "behind":
            self.behind = max(epoch, self.behind)
            return "", "behind its anchor or its clock, it says"
        if because != "exhausted":
            return "its reason is none", ""
        if not full and not poor:
            return f"free, but the balance was {balances[0] / 1e6:.6f} and its quota had room", ""
        if full or any(high < part for high, part in zip(self.high, cost)):
            return "", unsure
        return "", "the log cannot tell how large the balance was"
