"""The compiled-in table of split answers, recomputed by a second program that shares nothing with
the planner: the hockey-stick of a device's two worlds, summed over the trinomial counts of two
buckets as such, the number of others' random answers between two grids from below and above.

For rows of every epsilon: with half the minimum batch honest, delta is at most 2^-30 (from above),
and with 3 % fewer random answers it is more (from below). A row made for the whole batch instead,
the planted defect, must break its promise.

usage: split_rows.py     reads sdk/privacy/split_table.c
"""
import math
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
DELTA = 2.0 ** -30
LEFT_OUT = 1e-14
logs = [0.0]  # of factorials


def read_table():
    with open(os.path.join(ROOT, "sdk/privacy/split_table.c")) as source:
        text = source.read()
    lists = [[int(number) for number in re.findall(r"\d+", body)]
             for body in re.findall(r"= \{([^;]*)\};", text)]
    epsilons, batches, domains, rows = lists
    assert len(rows) == len(epsilons) * len(batches) * len(domains)
    wide, deep = len(domains), len(batches)
    return {(epsilon / 1e6, batch, domain): rows[(e * deep + b) * wide + d] / 2 ** 32
            for e, epsilon in enumerate(epsilons) for b, batch in enumerate(batches)
            for d, domain in enumerate(domains)}


def log_factorial(number):
    while len(logs) <= number:
        logs.append(logs[-1] + math.log(len(logs)))
    return logs[number]


def delta_given(others, buckets, share, epsilon):
    """Others' random answers fall on buckets x and y (1/k each) or elsewhere."""
    q = 1 / buckets
    mean, spread = others * q, math.sqrt(others * q)
    low, high = max(0, int(mean - 7 * spread - 8)), min(others, int(mean + 8 * spread + 25))
    truthful, other = 1 - share + share / buckets, share / buckets
    rest, factor = max(0.0, 1 - truthful - other), math.exp(epsilon)
    elsewhere, own = math.log1p(-2 * q), math.log(q)
    total = log_factorial(others)

    def chance(x, y):
        if x < 0 or y < 0 or x + y > others:
            return 0.0
        log = total - logs[x] - logs[y] - logs[others - x - y]
        return math.exp(log + (x + y) * own + (others - x - y) * elsewhere)

    delta, before = 0.0, {}
    for x in range(low, high + 2):
        now = {y: chance(x, y) for y in range(low - 1, high + 2)}
        for y in range(low, high + 2):
            from_x, from_y, none = before.get(y, chance(x - 1, y)), now[y - 1], now[y]
            delta += max(0.0, truthful * from_x + other * from_y + rest * none
                         - factor * (other * from_x + truthful * from_y + rest * none))
        before = now
    return delta


def delta_between(honest, buckets, share, epsilon):
    """Bounds of the mean over how many of the others answer at random: delta falls as they rise."""
    n = honest - 1
    mean, spread = n * share, math.sqrt(n * share * (1 - share))
    start, end = max(0, int(mean - 7.5 * spread)), min(n, int(mean + 7.5 * spread) + 1)
    chances = [math.exp(log_factorial(n) - log_factorial(i) - log_factorial(n - i)
                        + i * math.log(share) + (n - i) * math.log1p(-share))
               for i in range(start, end + 1)]
    step = max(1, (end - start) // 40)
    edges = list(range(start, end, step)) + [end]
    values = {edge: delta_given(edge, buckets, share, epsilon) for edge in edges}
    above = below = 0.0
    for left, right in zip(edges, edges[1:]):
        weight = sum(chances[left - start:right - start])
        above += weight * values[left]
        below += weight * values[right]
    return below, above + chances[-1] * values[end] + LEFT_OUT


ROWS = [(.25, 20000, 256), (.5, 10000, 128), (1, 1000, 16), (1, 5000, 64), (1, 10000, 256),
        (2, 5000, 128), (2, 5000, 2048), (2, 10000, 4096)]
if os.environ.get("SOTTO_LONG"):
    ROWS += [(.25, 50000, 1024), (.5, 20000, 512), (1, 20000, 1024), (2, 20000, 1024)]
table = read_table()
broken, loose, unseen = [], [], 0
for epsilon, batch, buckets in ROWS:
    share = table[epsilon, batch, buckets]
    row = f"epsilon {epsilon}, batch {batch}, {buckets} buckets, share {share:.4f}"
    below, above = delta_between(batch // 2, buckets, share, epsilon)
    if above > DELTA:
        broken.append(f"{row}: delta {below:.3g} to {above:.3g}")
    below, above = delta_between(batch // 2, buckets, share * .97, epsilon)
    if below <= DELTA:
        loose.append(f"{row}: with 3 % fewer, delta {below:.3g} to {above:.3g}")
for epsilon, batch, buckets in ((.5, 10000, 128), (1, 10000, 256)):
    whole = table[epsilon, batch * 2, buckets]
    unseen += delta_between(batch // 2, buckets, whole, epsilon)[0] <= DELTA
for number, (name, places) in enumerate([
        ("rows of the table keep their promise, says a second program", broken),
        ("and give no more than 3 % of random answers away", loose),
        ("a row made for the whole batch is seen", ["it was not"] * unseen)]):
    print(f"{'not ok' if places else 'ok'} {number + 1} - {name}")
    for place in places:
        print(f"# {place}")
print("1..3")
sys.exit(1 if broken or loose or unseen else 0)
