"""Starts a program and gives what it said; for tests that are Python."""
import subprocess
import sys


def run(*words, **more):
    """Exit status, and stdout and stderr one after the other."""
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, check=False, **more)
    return done.returncode, done.stdout + done.stderr


def must(*words, **more):
    """What a program said that had to succeed; where it did not the test ends."""
    code, told = run(*words, **more)
    if code:
        sys.exit(f"Bail out! {' '.join(map(str, words))}: {told}")
    return told
