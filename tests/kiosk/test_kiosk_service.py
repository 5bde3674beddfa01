"""The kiosk's service: what a visitor leaves to the next (nothing), and whom it answers (the page).

usage: test_kiosk_service.py SOTTO_KIOSK SOTTO_PACK SOTTO_COLLECT

A hundred visitors by default, a thousand with SOTTO_LONG=1: each types a word of its own, and no
process of the service may hold the word of the one before, nor show the next anything else than the
very first visitor saw.
"""
import http.client
import os
import random
import socket
import statistics
import sys
import time

import kiosk_shop as shop

VISITORS = 1000 if shop.LONG else 100


def canary(number):
    """A word no catalogue has."""
    return f"quetzal{number:05d}" + "".join(chr(97 + (number * 7 + i * 5) % 26) for i in range(8))


def what_is_shown(kiosk):
    """Home as the page gets it, without what is drawn at random or counts time."""
    home = kiosk.post("/api/home").json()
    return {name: home[name] for name in ("need", "shelves", "kinds", "compare")}


def busy_visit(kiosk, number):
    """Looks at things, asks with a word of its own, fills a list."""
    random.seed(number)
    shelf = kiosk.post("/api/kind", {"kind": random.choice(("Tents", "Climbing", "Sleeping",
                                                            "Winter", "Cycling"))}).json()["shelf"]
    for item in random.sample(shelf["items"], 3):
        kiosk.post("/api/item", {"id": item["id"]})
    kiosk.post("/api/keep", {"id": item["id"]})
    kiosk.post("/api/ask", {"words": f"a tent called {canary(number)}"})


def mann_whitney(a, b):
    """z of the rank sum: how surely one group is slower."""
    ranks = {}
    for rank, (value, index) in enumerate(sorted((v, i) for i, v in enumerate(a + b)), 1):
        ranks[index] = rank
    n, m = len(a), len(b)
    u = sum(ranks[i] for i in range(n)) - n * (n + 1) / 2
    return (u - n * m / 2) / (n * m * (n + m + 1) / 12) ** .5


def visitors(facts, kiosk):
    readable = shop.may_read_memory(kiosk.process.pid)
    kiosk.begin()
    baseline = what_is_shown(kiosk)
    kiosk.post("/api/done", {})
    other, seen, left, held, old_pages = [], 0, [], 0, 0
    after_busy, after_quiet = [], []
    for number in range(VISITORS):
        kiosk.begin(locale="en")
        began = time.perf_counter()
        shown = what_is_shown(kiosk)
        (after_quiet if number % 2 else after_busy).append(time.perf_counter() - began)
        if shown != baseline:
            other.append(number)
        before, own = [canary(number - 1).encode(), canary(number - 2).encode()], b""
        if readable:
            for pid in (kiosk.process.pid, kiosk.visitor()):
                left += shop.memory_holds(pid, before)
        if number % 2:
            busy_visit(kiosk, number)
            own = canary(number).encode()
            if readable:
                held += own in shop.memory_holds(kiosk.visitor(), [own])
            seen += what_is_shown(kiosk) != baseline
        mine = kiosk.visit
        kiosk.post("/api/done", {})
        old_pages += kiosk.post("/api/home", X_Visit=mine).status in (409, 410)
    facts.fact(f"each of {VISITORS} visitors sees what the very first saw", not other, other)
    facts.fact("what a busy visitor sees did change meanwhile", seen == VISITORS // 2,
               f"{seen} of {VISITORS // 2}")
    facts.fact("a page of a visit that is over gets nothing", old_pages == VISITORS, old_pages)
    if readable:
        facts.fact("no process holds a word of the visitor before", not left, left[:5])
        facts.fact("a visitor's own word was found while the visit lasted: the search works",
                   held == VISITORS // 2, f"{held} of {VISITORS // 2}")
    else:
        facts.skip("no process holds a word of the visitor before", "memory may not be read here")
    timing(facts, after_busy, after_quiet)
    facts.fact("the kiosk's profile holds no event of anybody", kiosk.status()["kept"] == 0,
               kiosk.status())


def timing(facts, after_busy, after_quiet):
    """The first answer takes as long after a busy visitor as after one who only looked."""
    z = mann_whitney(after_busy, after_quiet)
    medians = [1000 * statistics.median(group) for group in (after_busy, after_quiet)]
    facts.note(f"first answer: median {medians[0]:.2f} ms after a busy visitor, "
               f"{medians[1]:.2f} ms after a quiet one, rank z {z:+.2f}")
    facts.fact("how long the first answer takes does not tell who was there", abs(z) < 4.5, medians)


def who_may_speak(facts, kiosk):
    kiosk.begin()
    here = f"127.0.0.1:{kiosk.port}"
    wrong = [("another host name, as after DNS rebinding", {"Host": f"shop.example:{kiosk.port}"}),
             ("localhost by name", {"Host": f"localhost:{kiosk.port}"}),
             ("another port in Host", {"Host": "127.0.0.1:1"}),
             ("no Host", {"Host": None}),
             ("a page from elsewhere", {"Origin": "https://evil.example"}),
             ("a page of another port", {"Origin": "http://127.0.0.1:1"}),
             ("a sandboxed page", {"Origin": "null"}), ("no Origin", {"Origin": None}),
             ("a browser that says cross-site", {"Sec_Fetch_Site": "cross-site"}),
             ("a browser that says same-site", {"Sec_Fetch_Site": "same-site"}),
             ("a form of another page", {"Content_Type": "text/plain"}),
             ("no cookie", {"Cookie": None}),
             ("another cookie", {"Cookie": kiosk.cookie[:-4] + "0000"})]
    for what, headers in wrong:
        reply = kiosk.ask("POST", "/api/home", {}, **headers)
        refused = reply.status in (400, 403) and b"shelves" not in reply.body
        facts.fact(f"{what} is refused", refused, f"{reply.status} {reply.body[:80]}")
    for path in ("/pictures/tent-family-alameda-4-forest", "/kiosk.js"):
        reply = kiosk.ask("GET", path, Host="shop.example")
        facts.fact(f"GET {path} for another host is refused", reply.status == 403, reply.status)
    for method in ("PUT", "OPTIONS", "HEAD", "TRACE"):
        reply = kiosk.ask(method, "/api/home")
        facts.fact(f"{method} is refused", reply.status in (403, 405), reply.status)
    facts.fact("the page it is for is answered", kiosk.post("/api/home").status == 200)
    facts.fact("it listens on 127.0.0.1 alone", listens_only(here.split(":")[1]))
    kiosk.post("/api/done", {})


def listens_only(port):
    with open("/proc/net/tcp", encoding="ascii") as file:
        rows = [line.split()[1] for line in file.readlines()[1:] if line.split()[3] == "0A"]
    with open("/proc/net/tcp6", encoding="ascii") as file:
        rows += [line.split()[1] for line in file.readlines()[1:] if line.split()[3] == "0A"]
    mine = [row for row in rows if int(row.split(":")[1], 16) == int(port)]
    return mine == [f"0100007F:{int(port):04X}"]


def token(facts, kiosk):
    first, page = kiosk.token, kiosk.start_page()
    facts.fact("the start page is for this user alone", os.stat(page).st_mode & 0o777 == 0o600)
    guess = kiosk.post("/api/start", {"token": "0" * 64})
    facts.fact("a guessed token is refused", guess.status == 403, guess.status)
    reply = kiosk.enter()
    made = reply.headers["Set-Cookie"]
    facts.fact("the token is exchanged for a cookie that no script and no other site gets",
               reply.status == 200 and "HttpOnly" in made and "SameSite=Strict" in made, made)
    again = kiosk.post("/api/start", {"token": first})
    facts.fact("the token is good once", again.status == 403 and not again.headers["Set-Cookie"],
               again.status)
    facts.fact("the start page is gone when it was used",
               shop.wait_until(lambda: not os.path.exists(page)))
    kiosk.begin()
    kiosk.post("/api/done", {})
    kiosk.begin()
    again = kiosk.post("/api/start", {"token": first})
    facts.fact("it stays used for the next visitor's process", again.status == 403, again.status)
    kiosk.process.send_signal(10)  # SIGUSR1: the browser was started anew
    old = kiosk.cookie
    kiosk.read_start_page()
    time.sleep(.2)
    kiosk.enter()
    facts.fact("a new start page gives a new cookie, and the old one is nobody's",
               kiosk.post("/api/home", Cookie=old).status == 403)


def headers_of_replies(facts, kiosk):
    lacking = []
    for method, path in (("GET", "/"), ("GET", "/kiosk.js"), ("GET", "/kiosk.css"),
                         ("GET", "/pictures/tent-family-alameda-4-forest"), ("GET", "/nothing"),
                         ("POST", "/api/home"), ("POST", "/api/nothing")):
        reply = kiosk.ask(method, path, {} if method == "POST" else None)
        policy = reply.headers["Content-Security-Policy"] or ""
        good = (reply.headers["Cache-Control"] == "no-store"
                and reply.headers["X-Content-Type-Options"] == "nosniff"
                and "default-src 'none'" in policy and "script-src 'self'" in policy
                and "frame-ancestors 'none'" in policy and "unsafe" not in policy)
        lacking += [] if good else [path]
    facts.fact("every reply is stored nowhere, framed nowhere and runs the page's script alone",
               not lacking, lacking)
    for path in ("/pictures/../brand.report.key", "/pictures/..%2fbrand.report.key",
                 "/pictures/%2e%2e/brand.report.key", "/pictures/.hidden", "/pictures/"):
        reply = kiosk.ask("GET", path)
        facts.fact(f"GET {path} finds nothing", reply.status == 404, f"{reply.status} {reply.body}")


def bad_bodies(facts, kiosk):
    kiosk.begin()
    large = kiosk.ask("POST", "/api/ask", b'{"words":"' + b"x" * 20000 + b'"}')
    facts.fact("a body too large is refused before it is read", large.status == 413, large.status)
    said = kiosk.ask("POST", "/api/ask", b"{}", Content_Length="99999999999")
    facts.fact("a length that is absurd is refused", said.status == 413, said.status)
    chunked = kiosk.ask("POST", "/api/home", None, Transfer_Encoding="chunked")
    facts.fact("a body without a length is refused", chunked.status == 413, chunked.status)
    strange = [b"", b"[]", b"{", b"null", b'{"id":3}', b'{"id":"' + b"\xff" * 9 + b'"}',
               b'{"id":"no-such-item"}', b'{"id":"' + b"a" * 4000 + b'"}', b'{"id":{"id":{}}}',
               b"[" * 4000, b'{"words":"\\u0000"}', b'{"kind":"Nothing > Such"}']
    wrong = [(path, body[:20], reply.status)
             for path in ("/api/item", "/api/ask", "/api/keep", "/api/kind", "/api/locale")
             for body in strange
             for reply in [kiosk.ask("POST", path, body)] if reply.status not in (200, 400, 404)]
    facts.fact("strange bodies are refused and nothing falls", not wrong, wrong)
    facts.fact("the visit goes on after all that", kiosk.post("/api/home").status == 200)
    utterance = kiosk.post("/api/ask", {"words": "é" * 1100})
    facts.fact("an utterance beyond the library's limit is refused", utterance.status == 400,
               utterance.status)
    kiosk.post("/api/done", {})


def slow_clients(facts, kiosk):
    kiosk.begin()
    lines = []
    for _ in range(40):
        line = socket.create_connection(("127.0.0.1", int(kiosk.port)))
        line.sendall(b"POST /api/home HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        lines.append(line)
    began = time.time()
    facts.fact("forty silent connections do not keep the page waiting",
               kiosk.post("/api/home").status == 200 and time.time() - began < 3)
    ended, end = 0, time.time() + 12
    while time.time() < end and ended < len(lines):
        ended = 0
        for line in lines:
            try:
                line.sendall(b"x")  # one byte now and then is no life either
            except OSError:
                ended += 1
        time.sleep(.5)
    facts.fact("a client that drips bytes is shown out", ended == len(lines), f"{ended} of 40")
    for line in lines:
        line.close()
    kiosk.post("/api/done", {})


def said_twice(facts, kiosk):
    """What http.client would not send: one head with two hosts."""
    head = (f"GET /kiosk.css HTTP/1.1\r\nHost: 127.0.0.1:{kiosk.port}\r\n{{}}"
            "Connection: close\r\n\r\n")
    answers = []
    for more in ("", "Host: shop.example\r\n"):
        with socket.create_connection(("127.0.0.1", int(kiosk.port)), timeout=5) as line:
            line.sendall(head.format(more).encode())
            answers.append(line.recv(12).decode())
    facts.fact("a request with two hosts is refused", answers[0].endswith("200")
               and answers[1].endswith(("400", "403")), answers)


def one_keeper(facts, kiosk):
    kiosk.begin()
    second = kiosk.run("serve")
    facts.fact("a second service of one kiosk says so and leaves the first alone",
               second.returncode == 1 and "served already" in second.stderr
               and kiosk.post("/api/home").status == 200, second.stderr)
    kiosk.post("/api/done", {})


def silence(facts, kiosk):
    """Idle: a visit ends by the service's own clock, page or no page."""
    began = time.time()
    kiosk.begin()
    pid = kiosk.visitor()
    while time.time() - began < 1.2 * 1.5:
        time.sleep(.4)
        kiosk.post("/api/here")
    facts.fact("a visit goes on as long as somebody is there",
               kiosk.post("/api/home").status == 200)
    began = time.time()
    while os.path.exists(f"/proc/{pid}") and time.time() - began < 6:
        time.sleep(.02)
    lasted = time.time() - began
    facts.fact("a visit that nobody touches is wiped in its time, and its process with it",
               1.1 < lasted < 3, f"{lasted:.2f} s of 1.2 s")
    facts.fact("the page that comes back later is told so",
               kiosk.post("/api/home").status in (409, 410))


def reload(facts, kiosk):
    kiosk.begin()
    pid = kiosk.visitor()
    page = kiosk.ask("GET", "/")
    gone = shop.wait_until(lambda: not os.path.exists(f"/proc/{pid}"))
    facts.fact("loading the page anew ends the visit", page.status == 200 and gone)
    kiosk.begin()
    kiosk.ask("GET", "/", Cookie=None)
    facts.fact("a stranger who loads the page ends nobody's visit",
               kiosk.post("/api/home").status == 200)
    kiosk.post("/api/done", {})


def idle_cost(facts, kiosk):
    """Nobody there: no process of the service uses the processor."""
    pids = [kiosk.process.pid, kiosk.visitor()]
    time.sleep(.3)

    def used():
        total = 0
        for pid in pids:
            with open(f"/proc/{pid}/stat", encoding="ascii") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            with open(f"/proc/{pid}/status", encoding="ascii") as file:
                switches = [int(l.split()[1]) for l in file if l.startswith("voluntary")]
            total += int(fields[11]) + int(fields[12]) + switches[0]
        return total
    before = used()
    time.sleep(2)
    facts.fact("while nobody is there no process wakes up", used() == before,
               f"{used() - before} ticks and switches in 2 s")


def crashes(facts, kiosk):
    kiosk.begin()
    kiosk.post("/api/ask", {"words": canary(77777)})
    os.kill(kiosk.visitor(), 9)
    shop.wait_until(lambda: "ended early" in kiosk.logged())
    kiosk.begin()
    facts.fact("a visit's process killed: the next visit begins, with nothing of it",
               canary(77777).encode() not in shop.memory_holds(kiosk.visitor(),
                                                               [canary(77777).encode()])
               and kiosk.post("/api/home").status == 200)
    pid = kiosk.visitor()
    kiosk.process.kill()
    kiosk.process.wait()
    facts.fact("the keeper killed: the visit's process ends as well",
               shop.wait_until(lambda: not os.path.exists(f"/proc/{pid}")))
    kiosk.serve()
    facts.fact("after a restart the old cookie opens nothing",
               kiosk.post("/api/home", X_Visit=None, Cookie="x=y").status == 403)
    kiosk.enter()
    kiosk.begin()
    facts.fact("and a new start page opens the kiosk", kiosk.post("/api/home").status == 200)


def main():
    tools = shop.Tools(sys.argv[1:])
    folder = shop.scratch()
    facts = shop.Facts()
    kiosks = []
    try:
        shop.make_brand(tools, f"{folder}/brand")
        os.mkdir(f"{folder}/a")
        os.mkdir(f"{folder}/b")
        kiosk = shop.Kiosk(tools, f"{folder}/brand", f"{folder}/a").serve()
        kiosks.append(kiosk)
        token(facts, kiosk)
        for part in (idle_cost, visitors, who_may_speak, headers_of_replies, bad_bodies, reload,
                     slow_clients, said_twice, one_keeper, crashes):
            part(facts, kiosk)
        quick = shop.Kiosk(tools, f"{folder}/brand", f"{folder}/b", idle_ms=1200,
                           warn_ms=600).serve()
        kiosks.append(quick)
        quick.enter()
        silence(facts, quick)
    except (AssertionError, OSError, http.client.HTTPException) as error:
        facts.fact("the test comes to its end", False, repr(error))
    finally:
        for kiosk in kiosks:
            kiosk.end()
        shop.sweep(folder)
    facts.end()


if __name__ == "__main__":
    main()
