"""What the inbox, the chair's table and the register cost in an installation with 400 alliances, against one with 1.

`python -m bench.alliances [--many 400] [--requests 100] [--rounds 5]`, with the portal's own DATABASE_URL (SQLite
without one). Three installations, each in a process and database of its own, all filled by `demo --scale` with the same
alliance first: one with 1 alliance, one with many, and another with 1 for the A/A control. In each round every
installation is asked in turn for so many requests of a page; the ratio is the median over the rounds. Target: at
most 1.1. The databases are dropped at the end.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile

TARGET = 1.1
PAGES = ("inbox", "chair's table", "register")


class Installation:
    """A process with a database of its own that measures what it is told to."""

    def __init__(self, alliances: int) -> None:
        environment = {**os.environ, "PORTAL_DATA": tempfile.mkdtemp(prefix="bench-alliances-")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.installation", str(alliances)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def hear(self) -> str:
        """The next line that it says."""
        line = self.process.stdout.readline().strip()
        if not line:
            raise SystemExit("An installation has ended.")
        return line

    def ask(self, page: str, requests: int) -> float:
        """Seconds that so many requests of the page take."""
        self.process.stdin.write(f"{requests} {page}\n")
        self.process.stdin.flush()
        return float(self.hear())

    def close(self) -> None:
        """Let it drop its database and end."""
        self.process.stdin.close()
        self.process.wait(600)


def main(many: int, requests: int, rounds: int) -> int:
    """Measure, print, and answer 1 if a ratio misses its target."""
    installations = {"1": Installation(1), str(many): Installation(many), "1 again": Installation(1)}
    try:
        for one in installations.values():
            one.hear()
        missed = False
        print(f"1 and {many} alliances, {rounds} rounds of {requests} requests, median")
        for page in PAGES:
            taken: dict[str, list[float]] = {name: [] for name in installations}
            for one in installations.values():
                one.ask(page, 5)
            for _ in range(rounds):
                for name, one in installations.items():
                    taken[name].append(one.ask(page, requests))
            ratio, control = (
                statistics.median(a / b for a, b in zip(taken[name], taken["1"], strict=True))
                for name in (str(many), "1 again")
            )
            missed |= ratio > TARGET
            each = statistics.median(taken["1"]) / requests * 1000
            print(f"  {page:14} {each:6.1f} ms with 1   ratio {ratio:5.2f}   target {TARGET}   A/A {control:5.2f}")
        return int(missed)
    finally:
        for one in installations.values():
            one.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=400)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    sys.exit(main(arguments.many, arguments.requests, arguments.rounds))
