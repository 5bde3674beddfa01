"""Takes the pictures of the kiosk's page that samples/kiosk/README.md shows, from a real visit.

usage: screens.py SOTTO_KIOSK SOTTO_PACK SOTTO_COLLECT OUTPUT_FOLDER
"""
import os
import sys
import time

import kiosk_shop as shop
from kiosk_browser import ENTER, Browser


def take(browser, kiosk, output):
    browser.go("file://" + kiosk.start_page())
    browser.find("[data-role=welcome]")
    time.sleep(.5)
    browser.screenshot(f"{output}/consent.png")
    browser.click("#give")
    browser.click("[data-role=yes]")
    browser.find("[data-shelf]")
    browser.click("[data-locale=es]")
    browser.find("[data-locale=es][aria-pressed=true]")
    browser.click("[data-role=ask]")
    browser.keys("una tienda para dos por menos de 300" + ENTER)
    browser.find("[data-role=reply]")
    time.sleep(.5)
    browser.click(".item > button")
    browser.find("[data-product]")
    browser.click("[data-role=keep]")
    time.sleep(.5)
    browser.click("#brand")
    browser.find("[data-shelf=goes_with]")
    browser.run("window.scrollTo(0, 330)")
    time.sleep(.5)
    browser.screenshot(f"{output}/picks.png")
    browser.find("#card[data-role=still]", 12)
    browser.screenshot(f"{output}/countdown.png")


def main():
    tools, output = shop.Tools(sys.argv[1:4]), os.path.abspath(sys.argv[4])
    folder = shop.scratch()
    kiosk = browser = None
    try:
        shop.make_brand(tools, f"{folder}/brand")
        kiosk = shop.Kiosk(tools, f"{folder}/brand", folder, idle_ms=12000, warn_ms=9000).serve()
        browser = Browser(1200, 860)
        take(browser, kiosk, output)
    finally:
        for one in (browser, kiosk):
            if one:
                one.end()
        shop.sweep(folder)


if __name__ == "__main__":
    main()
