"""Waiting for something to become true, with a deadline and with words for the failure."""

import time

DEADLINE_SECONDS = 10.0


def until(what, condition, seconds=DEADLINE_SECONDS):
    """Asks `condition` again and again until it answers something true, and returns that."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)
