"""Report facts in the Test Anything Protocol: of the tree (Report), of programs that run (Facts).

A check states a fact and hands over the places that break it; the fact is one test. Every broken
place is printed as file:line so that an editor can jump to it. Nothing here knows what is checked.
"""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Report:
    """Counts facts, prints one TAP line for each and remembers whether one failed."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def fact(self, name, places):
        """The fact holds if `places` (strings saying where it is broken) is empty."""
        self.count += 1
        places = list(places)
        print(("not ok" if places else "ok") + f" {self.count} - {name}", flush=True)
        for place in places:
            print(f"# {place}", flush=True)
        self.failed += bool(places)

    def skip(self, name, reason):
        """The fact could not be looked at, for the reason given."""
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {reason}", flush=True)

    def end(self):
        """Print the plan and leave with the right exit status."""
        print(f"1..{self.count}")
        sys.stdout.flush()
        sys.exit(1 if self.failed else 0)


class Facts(Report):
    """The same where a fact is a truth value; where it does not hold, what was seen is told."""

    def fact(self, name, holds, *told):
        lines = "\n".join(map(str, told)).split("\n")
        super().fact(name, [] if holds else [line[:2000] for line in lines[:60]])

    def note(self, text):
        """A line beside the facts."""
        print(f"# {text}", flush=True)
