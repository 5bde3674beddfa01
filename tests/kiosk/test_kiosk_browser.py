"""The kiosk's page in a real Chromium: what the next visitor finds, by touch and by keyboard.

usage: test_kiosk_browser.py SOTTO_KIOSK SOTTO_PACK SOTTO_COLLECT

Twenty visitors by default, a thousand with SOTTO_LONG=1, which also waits out a real silence of two
minutes. The silence is shortened otherwise, the countdown with it.
"""
import json
import os
import re
import statistics
import subprocess
import sys
import time

import kiosk_browser
import kiosk_shop as shop
from kiosk_browser import ENTER, ESCAPE, TAB, Browser
from kiosk_elsewhere import serve_elsewhere

VISITORS = 1000 if shop.LONG else 20
IDLE_MS, WARN_MS = 6000, 3500


def canary(number):
    return f"quetzal{number:05d}" + "".join(chr(97 + (number * 11 + i * 3) % 26) for i in range(7))


def opened(browser, kiosk):
    browser.go("file://" + kiosk.start_page())
    browser.find("[data-role=welcome]")


def paint(facts, browser, kiosk):
    times = []
    for _ in range(7):
        browser.go(kiosk.origin() + "/")
        browser.find("[data-role=welcome]")
        times.append(browser.run("return performance.getEntriesByName('first-contentful-paint')"
                                 ".map((e) => e.startTime)[0] || 1e9"))
    middle = statistics.median(times)
    facts.note(f"first paint: median {middle:.0f} ms, {min(times):.0f} to {max(times):.0f} of 7")
    facts.fact("the first paint comes within a second", middle <= 1000, times)


def consent_screen(facts, browser):
    """What is said before anything begins, in both languages."""
    said = {}
    for locale in ("en", "es"):
        browser.click(f"[data-locale={locale}]")
        if not browser.run("return document.querySelector('details').open"):
            browser.click("summary")
        said[locale] = browser.run("return document.body.textContent")
    needed = {"en": ("memory", "2 minutes", "noise", "epsilon 1", "for one visit", "never sent"),
              "es": ("memoria", "2 minutos", "ruido", "épsilon 1", "para una visita",
                     "nunca se envían")}
    lacking = [(locale, word) for locale, words in needed.items() for word in words
               if word not in said[locale]]
    facts.fact("the first screen says what is kept, for how long, and what could leave, in both"
               " languages", not lacking, lacking)
    facts.fact("nothing is agreed to beforehand",
               not browser.run("return document.querySelector('#give').checked"))
    browser.click("[data-locale=en]")


def words_agree(facts, browser):
    names = browser.run("return Object.entries(WORDS).map(([l, w]) => [l, Object.keys(w).sort()])")
    told = {locale: keys for locale, keys in names}
    empty = browser.run("return Object.values(WORDS).flatMap((w) => Object.entries(w))"
                        ".filter(([n, t]) => !t.trim()).map(([n]) => n)")
    facts.fact("every sentence of the page is there in English and Spanish",
               told["en"] == told["es"] and len(told["en"]) > 50 and not empty, (told, empty))


def by_keyboard(facts, browser):
    """A whole visit without a pointer."""
    def reach(selector, most=60):
        for _ in range(most):
            if browser.run("return document.activeElement.matches(arguments[0])", selector):
                return True
            browser.keys(TAB)
        return False
    browser.find("[data-role=yes]")
    good = reach("[data-role=yes]")
    browser.keys(ENTER)
    browser.find("[data-shelf]")
    good = good and reach("[data-role=ask]")
    browser.keys("a light tent for two, under 300" + ENTER)
    browser.find("[data-role=reply]")
    good = good and reach(".item > button")
    outline = browser.run("return getComputedStyle(document.activeElement).outlineStyle")
    browser.keys(ENTER)
    browser.find("[data-product]")
    good = good and reach("[data-role=keep]")
    browser.keys(ENTER)
    time.sleep(.3)
    listed = "(1)" in browser.run("return document.getElementById('list').textContent")
    browser.keys(ESCAPE)
    browser.find("[data-shelf]")
    because = browser.run("return document.querySelectorAll('.because').length")
    good = good and reach("#done", 90)
    browser.keys(ENTER)
    browser.find("[data-role=gone]")
    browser.find("[data-role=welcome]")
    facts.fact("a whole visit goes by keyboard alone", good and listed, (good, listed))
    facts.fact("what the keyboard is on is marked", outline not in ("none", ""), outline)
    facts.fact("picks say because of what", because > 0)


def by_touch(facts, browser):
    """A whole visit by finger, with the keys on the screen."""
    browser.tap("[data-role=yes]")
    browser.find("[data-shelf]")
    browser.tap("[data-role=ask]")
    browser.find("#keys button")
    for letter in "tent":
        browser.run("""for (const key of document.querySelectorAll('#keys button'))
          if (key.textContent === arguments[0]) key.id = 'next-key'""", letter)
        browser.tap("#next-key")
        browser.run("document.getElementById('next-key').id = ''")
    typed = browser.run("return document.querySelector('[data-role=ask]').value")
    browser.tap("#keys .main-act")
    browser.find("[data-role=reply]")
    browser.tap(".item > button")
    browser.find("[data-product]")
    browser.tap("[data-role=keep]")
    small = browser.run("""return [...document.querySelectorAll('button')]
      .filter((b) => b.offsetParent).map((b) => [b.textContent, b.getBoundingClientRect()])
      .filter(([t, r]) => r.height < 47.5 || r.width < 47.5).map(([t]) => t)""")
    browser.tap("#done")
    browser.find("[data-role=gone]")
    browser.find("[data-role=welcome]")
    facts.fact("a whole visit goes by touch alone, typing included", typed == "tent", typed)
    facts.fact("no target is smaller than a finger", not small, small)


TRACES = """
const all = [document.documentElement.outerHTML, location.href, document.title, document.cookie,
  JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), window.name,
  JSON.stringify(history.state), document.referrer];
const done = arguments[arguments.length - 1];
Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()])
  .then((kept) => done({ text: all.join('\\n'), kept: kept.flat().length, history: history.length,
    visit: visit, typed: typed, again: again === welcome,
    pictures: performance.getEntriesByType('resource').filter((e) => e.name.includes('/pictures/'))
      .length }));
"""


def one_visit(browser, number):
    browser.click("[data-role=yes]")
    browser.find("[data-shelf]")
    browser.click("[data-role=ask]")
    browser.keys(f"tent {canary(number)}" + ENTER)
    browser.find("[data-role=reply]")
    browser.run("return show('/api/kind', { kind: 'Climbing' }, (s) => [shelf(s.shelf)])")
    browser.click("[data-shelf=kind] .item > button")
    browser.find("[data-product]")
    browser.click("[data-role=keep]")
    title = browser.run("return document.querySelector('.product h1').textContent")
    browser.click("#brand")
    browser.find("[data-shelf=for_you]")
    return title


def first_shelf(browser):
    browser.click("[data-role=yes]")
    browser.find("[data-shelf]")
    return browser.run("return [...document.querySelectorAll('[data-id], [data-kind], h2')]"
                       ".map((e) => e.dataset.id || e.dataset.kind || e.textContent)")


def next_visitors(facts, browser, kiosk):
    baseline = first_shelf(browser)
    browser.click("#done")
    traces = {name: [] for name in ("words", "kept", "history", "cached", "shelf", "back")}
    length = None
    for number in range(VISITORS):
        browser.find("[data-role=welcome]")
        title = one_visit(browser, number)
        browser.click("#done")
        browser.find("[data-role=welcome]")
        left = browser.later(TRACES)
        length = length or left["history"]
        if canary(number) in left["text"] or title in left["text"] or left["visit"]:
            traces["words"].append(number)
        if left["kept"] or not left["again"]:
            traces["kept"].append(left)
        if left["history"] != length:
            traces["history"].append(left["history"])
        if left["pictures"]:
            traces["cached"].append(number)
        if number % 5 == 0:
            browser.run("history.back()")
            time.sleep(.4)
            if canary(number) in browser.run("return document.documentElement.outerHTML"):
                traces["back"].append(number)
            browser.go(kiosk.origin() + "/")
            browser.find("[data-role=welcome]")
            length = None
            if first_shelf(browser) != baseline:
                traces["shelf"].append(number)
            browser.click("#done")
    for name, what in (("words", "finds no word, no product and no state of the one before"),
                       ("kept", "finds nothing in any storage"),
                       ("history", "finds no history entry more"),
                       ("cached", "begins with no picture of the one before"),
                       ("back", "does not get back to the one before"),
                       ("shelf", "sees the shelves that the very first saw")):
        facts.fact(f"each of {VISITORS} visitors {what}", not traces[name], traces[name][:3])
    on_disk(facts, browser)


def on_disk(facts, browser):
    found = []
    for folder, _, names in os.walk(browser.folder):
        for name in names:
            try:
                with open(f"{folder}/{name}", "rb") as file:
                    if b"quetzal" in file.read() or b"q\0u\0e\0t\0z" in file.read():
                        found.append(f"{folder}/{name}")
            except OSError:
                pass
    facts.fact("no file of the browser holds a word of any visitor", not found, found)


def pictures_are_fetched_anew(facts, browser):
    """A picture in a cache would tell, by its speed, who looked at it."""
    browser.find("[data-role=welcome]")
    times = browser.later("""
      const done = arguments[arguments.length - 1], url = '/pictures/tent-family-alameda-4-forest';
      fetch(url).then((r) => r.blob()).then(() => fetch(url, { cache: 'only-if-cached',
        mode: 'same-origin' })).then((r) => done(r.status), () => done('not cached'));""")
    facts.fact("no picture is in a cache", times in ("not cached", 504), times)


def from_elsewhere(facts, browser, kiosk):
    server = serve_elsewhere(kiosk.port)
    browser.find("[data-role=welcome]")
    first_shelf(browser)
    for host in ("127.0.0.1", "localhost"):
        handle = browser.ask("POST", "/window/new", {"type": "tab"})["handle"]
        home = browser.ask("GET", "/window")
        browser.ask("POST", "/window", {"handle": handle})
        browser.go(f"http://{host}:{server.server_port}/")
        end = time.time() + 10
        while time.time() < end and "{" not in browser.run("return document.title"):
            time.sleep(.05)
        said = json.loads(browser.run("return document.title"))
        framed = browser.run("return (document.getElementById('f').contentDocument || {}).title")
        browser.ask("DELETE", "/window")
        browser.ask("POST", "/window", {"handle": home})
        facts.fact(f"a page of {host} and another port reads, posts and frames nothing",
                   said["json"] == "blocked" and said["get"] == "blocked"
                   and said["image"] == "blocked" and framed != "Vereda", said)
    alive = browser.later("const done = arguments[0];"
                          "call('/api/home').then((r) => done(r.status));")
    facts.fact("and the visit on the screen goes on", alive == 200, alive)
    server.shutdown()
    browser.click("#done")
    browser.find("[data-role=welcome]")


def token_replay(facts, kiosk, url):
    thief = Browser()
    try:
        thief.go(url)
        thief.find("[data-role=resting]")
        kept = thief.later("const done = arguments[0]; call('/api/begin', {}).then((r) =>"
                           " done(r.status));")
        facts.fact("a second browser with the same link gets nothing", kept == 403, kept)
    finally:
        thief.end()


def service_falls(facts, browser, kiosk):
    first_shelf(browser)
    os.kill(kiosk.visitor(), 9)
    browser.click("#brand")
    browser.find("[data-role=welcome]")
    facts.fact("a visit's process that is killed brings a new first screen", True)
    first_shelf(browser)
    kiosk.process.kill()
    kiosk.process.wait()
    browser.run("leave()")
    browser.find("[data-role=resting]", 15)
    kept = canary(0) in browser.run("return document.documentElement.outerHTML")
    facts.fact("a service that is gone leaves a screen that says so and holds nothing", not kept)
    kiosk.serve()
    opened(browser, kiosk)
    facts.fact("started again, the kiosk serves", bool(first_shelf(browser)))
    browser.click("#done")
    browser.find("[data-role=welcome]")


def silence(facts, browser, kiosk):
    """Left alone: the countdown is seen, can be stopped, and ends in a fresh screen."""
    one_visit(browser, 4711)
    touched = time.time()
    browser.find("#card[data-role=still]", IDLE_MS / 1000 + 1)
    seen = time.time() - touched
    numbers = []
    for pause in (0, 1.05):
        time.sleep(pause)
        numbers.append(int(browser.run("return document.querySelector('.clock b').textContent")))
    facts.fact("the countdown is seen in time and counts",
               abs(seen - (IDLE_MS - WARN_MS) / 1000) < 1.5 and numbers[0] > numbers[1],
               (seen, numbers))
    browser.click("#card .main-act")
    stays = browser.run("return document.getElementById('veil').hidden && visit !== null")
    facts.fact("who is still there goes on", stays)
    began = time.time()
    browser.find("[data-role=welcome]", IDLE_MS / 1000 + 3)
    left = browser.later(TRACES)
    facts.fact("who is not is forgotten in time",
               abs(time.time() - began - IDLE_MS / 1000) < 1.2 and canary(4711) not in left["text"],
               time.time() - began)


def real_silence(facts, tools, brand, scratch):
    if not shop.LONG:
        facts.skip("a real silence of two minutes", "SOTTO_LONG=1 waits it out")
        return
    os.mkdir(f"{scratch}/real")
    kiosk = shop.Kiosk(tools, brand, f"{scratch}/real").serve()
    browser = Browser()
    try:
        opened(browser, kiosk)
        one_visit(browser, 120)
        began = time.time()
        browser.find("#card[data-role=still]", 100)
        warned = time.time() - began
        browser.find("[data-role=welcome]", 60)
        lasted = time.time() - began
        facts.fact("a real silence: warned after 90 s, wiped after 120 s",
                   abs(warned - 90) < 2 and abs(lasted - 120) < 2, (warned, lasted))
    finally:
        browser.end()
        kiosk.end()


def fresh_browsers(facts, tools, brand, scratch):
    """With a browser a visitor no process on the screen's side holds a word of the one before."""
    visits = 20 if shop.LONG else 2
    os.mkdir(f"{scratch}/fresh")
    kiosk = shop.Kiosk(tools, brand, f"{scratch}/fresh", fresh_browser=1).serve()
    port = shop.free_port()
    flags = [f"--remote-debugging-port={port}", *kiosk_browser.FLAGS]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    window = subprocess.Popen([tools.kiosk, "browser", kiosk.folder, "--", "chromium", *flags],
                              stdout=kiosk.log, stderr=kiosk.log,
                              env={**os.environ, "RUNTIME_DIRECTORY": f"{scratch}/fresh"})
    left, held, folders, before = [], 0, [], set()
    try:
        for number in range(visits):
            browser = kiosk_browser.attached(port)
            browser.find("[data-role=welcome]", 20)
            now = set(kiosk_browser.processes_below(window.pid))
            words = [w for n in range(number) for w in spellings(canary(n))]
            left += [(pid, w) for pid in now for w in memory(pid, words)]
            left += [pid for pid in now & before]
            one_visit(browser, number)
            held += any(memory(pid, spellings(canary(number)))
                        for pid in kiosk_browser.processes_below(window.pid))
            before = set(kiosk_browser.processes_below(window.pid))
            browser.click("#done")
            gone = shop.wait_until(lambda: not before & set(
                kiosk_browser.processes_below(window.pid)), 15)
            folders += [] if gone else ["still there"]
            browser.end(keep=True)
            folders += [n for n in os.listdir(f"{scratch}/fresh") if n.startswith("browser.")][1:]
        facts.fact(f"no process of the next browser holds a word of the {visits} before",
                   not left and held == visits, (left[:5], held))
        facts.fact("the browser of a visit is gone with its folder", not folders, folders)
        facts.fact("a browser that falls is started again, with a start page that is good",
                   falls(window, port))
    finally:
        window.terminate()
        window.wait(20)
        kiosk.end()
    facts.fact("the window leaves nothing behind",
               not [n for n in os.listdir(f"{scratch}/fresh") if n.startswith("browser.")])


def falls(window, port):
    browser = kiosk_browser.attached(port)
    browser.find("[data-role=welcome]", 20)
    browser.end(keep=True)
    old = set(kiosk_browser.processes_below(window.pid))
    os.kill(next(pid for pid in old if kiosk_browser.is_browser(pid)), 9)
    if not shop.wait_until(lambda: not old & set(kiosk_browser.processes_below(window.pid)), 15):
        return False
    browser = kiosk_browser.attached(port)
    try:
        browser.find("[data-role=welcome]", 20)
        return bool(first_shelf(browser))
    finally:
        browser.end(keep=True)


def spellings(word):
    return [word.encode(), word.encode("utf-16-le")]


def memory(pid, words):
    try:
        return shop.memory_holds(pid, words)
    except OSError:
        return set()


def with_kiosk(facts, tools, brand, scratch):
    kiosk = shop.Kiosk(tools, brand, f"{scratch}/main").serve()
    link = re.search(r"url=([^\"]+)", open(kiosk.start_page(), encoding="utf-8").read()).group(1)
    browser = Browser()
    try:
        opened(browser, kiosk)
        facts.fact("the token stands in no address and no history of the page",
                   "#" not in browser.run("return location.href") and not os.path.exists(
                       kiosk.start_page()), browser.run("return location.href"))
        token_replay(facts, kiosk, link)
        paint(facts, browser, kiosk)
        words_agree(facts, browser)
        consent_screen(facts, browser)
        by_keyboard(facts, browser)
        by_touch(facts, browser)
        next_visitors(facts, browser, kiosk)
        loud = browser.log()
        facts.fact("the page's console stays silent: no error, nothing against its own policy",
                   not loud, loud)
        pictures_are_fetched_anew(facts, browser)
        from_elsewhere(facts, browser, kiosk)
        service_falls(facts, browser, kiosk)
        facts.fact("the kiosk's profile holds no event of anybody", kiosk.status()["kept"] == 0)
    finally:
        browser.end()
        kiosk.end()


def with_quick(facts, tools, brand, scratch):
    os.mkdir(f"{scratch}/quick")
    kiosk = shop.Kiosk(tools, brand, f"{scratch}/quick", idle_ms=IDLE_MS, warn_ms=WARN_MS).serve()
    browser = Browser()
    try:
        opened(browser, kiosk)
        silence(facts, browser, kiosk)
    finally:
        browser.end()
        kiosk.end()


def main():
    facts = shop.Facts()
    reason = kiosk_browser.missing()
    if reason:
        facts.skip("the page in a real Chromium", reason)
        facts.end()
    tools = shop.Tools(sys.argv[1:])
    folder = shop.scratch()
    try:
        os.mkdir(f"{folder}/main")
        shop.make_brand(tools, f"{folder}/brand")
        with_kiosk(facts, tools, f"{folder}/brand", folder)
        with_quick(facts, tools, f"{folder}/brand", folder)
        if shop.may_read_memory(os.getpid()):
            fresh_browsers(facts, tools, f"{folder}/brand", folder)
        else:
            facts.skip("a browser a visitor", "memory may not be read here")
        real_silence(facts, tools, f"{folder}/brand", folder)
    except (AssertionError, OSError, ValueError, kiosk_browser.Refused) as error:
        facts.fact("the test comes to its end", False, repr(error))
    finally:
        shop.sweep(folder)
    facts.end()


if __name__ == "__main__":
    main()
