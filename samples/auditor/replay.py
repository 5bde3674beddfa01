"""What each answer of an audit log had to be: verify.py's replay of consent, quota and balance.

The rules are those of sdk/privacy/ledger.h and consent_rule.h, told again: the balance starts empty,
gains (year - depth) / 52 a week up to its depth, is emptied by an import and charged by answers; a
trait is paid six times in 52 weeks; a category is asked about while consent to it is in force.
Reads rows as sotto_audit_export() writes them; checks no hash and no cost, which verify.py does.
"""
import json

YEAR, WEEK, QUOTA, WEEKS = 24_000_000, 2_000_000, 6, 52
WEEK_MS, HOUR_MS = 604_800_000, 3_600_000
CONSENT, ANSWERED, IMPORTED = 2, 4, 12
CATEGORIES = ("history", "financial", "professional", "social", "external", "internal", "tracking")


class Replay:
    """Consent, quota and balance as the log tells them, row by row.

    Between two answers the balance can only have grown to something between two bounds. `high`
    accrues for every week, `low` for no more than a ledger must have counted: after more than two
    weeks without a row the clock may have been in doubt, and two weeks are then counted. `low` is
    None where the log tells nothing: after a row that says "behind", or a clock that went back.
    What a row says its balance was must lie between them, and is then taken for the next.
    """

    def __init__(self, rows, paying):
        caps = [(int(d["year_micro"]), int(d["depth_micro"])) for _, d in paying]
        if any(year > YEAR or 2 * depth > year or depth > WEEK for year, depth in caps):
            raise ValueError("a row states caps above what a host may set")
        weekly = [(year - depth) // WEEKS for year, depth in caps] or [0]
        depths = [depth for _, depth in caps] or [0]
        self.least, self.most = (min(weekly), min(depths)), (max(weekly), max(depths))
        self.granted, self.paid, self.spent = None, [], 0
        self.low = self.high = 0
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
        self.high = min(self.most[1], self.high + weeks * self.most[0])
        self.high_at = max(epoch, self.high_at)
        if act == IMPORTED:
            self.low, self.high = 0, 2 * self.most[0] if doubtful else 0
        elif doubtful and act == CONSENT:
            return  # it may not have believed the clock yet
        elif self.low is not None:
            weeks = max(0, epoch - self.low_at)
            weeks = min(weeks, 2) if doubtful else weeks
            self.low = min(self.least[1], self.low + weeks * self.least[0])
        self.low_at, self.low_ms = max(epoch, self.low_at), max(time_ms, self.low_ms)

    def judge(self, row, d):
        visit, epoch, charged = d.get("unit") == "visit", int(d["epoch"]), row["cost_micro"]
        if not visit:
            self.pass_time(epoch, row["time_ms"], ANSWERED)
            lead = int(d["spent_micro"]) - self.spent - charged
            self.low = 0 if lead > 0 else self.low  # an anchor knew of more, or a crash lost it
            self.spent = int(d["spent_micro"])
            self.low = self.low or 0
        wrong, unsure = self.fault(d, epoch, visit)
        if not visit and lead < 0:
            wrong = "the ledger forgot what was spent"
        if wrong:
            self.broken.append((row["sequence"], wrong))
        elif unsure:
            self.unjudged.append((row["sequence"], unsure))
        if charged and not visit:
            self.paid.append((d["trait"], epoch))
            self.last_paid = max(epoch, self.last_paid)
        if not visit:
            self.high = max(0, int(d["balance_micro"]) - charged)
            self.low = None if d["because"] == "behind" else self.high

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
        cost, balance = int(d["epsilon_micro"]), int(d["balance_micro"])
        if not self.low <= balance <= self.high:
            return "its balance is not what the log's rows leave", ""
        full = sum(trait == d["trait"] and epoch - WEEKS < at <= epoch
                   for trait, at in self.paid) >= QUOTA
        if because == "open":
            early = epoch <= self.behind or epoch < self.last_paid
            wrong = ("paid over its quota" if full else "paid while the ledger was behind" if early
                     else "paid out of an empty balance" if balance < cost else "")
            return wrong, unsure
        if because == "behind":
            self.behind = max(epoch, self.behind)
            return "", "behind its anchor or its clock, it says"
        if because != "exhausted":
            return "its reason is none", ""
        if not full and balance >= cost:
            return f"free, but the balance was {balance / 1e6:.6f} and its quota had room", ""
        if full or self.high < cost:
            return "", unsure
        return "", "the log cannot tell how large the balance was"
