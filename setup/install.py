"""Installs what the portal needs, from nothing: `python3 setup/install.py` (to run it) or `… --tests` (to test it).

Standard library only, because it runs before anything else is there. Every step looks first and does nothing where
nothing is missing, so it can run before every command. System packages are installed by apt where this process may
(root, or sudo without a password); elsewhere it says what to install and stops.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
NODE_AT_LEAST = (20, 19)

# Debian package -> whether it is there already. The last one of the letters' makes them five times faster.
LETTERS = {
    "libpango-1.0-0": lambda: find_library("pango-1.0"),
    "libpangoft2-1.0-0": lambda: find_library("pangoft2-1.0"),
    "libharfbuzz-subset0": lambda: find_library("harfbuzz-subset"),
}
TESTS = {
    "postgresql": lambda: shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    "redis-server": lambda: shutil.which("redis-server"),
    "chromium": lambda: any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    "default-jre-headless": lambda: shutil.which("java"),
    "git": lambda: shutil.which("git"),
}
VENV_PACKAGE = f"python3.{sys.version_info.minor}-venv"


def say(text: str) -> None:
    """One line about what is being done."""
    print(f"==> {text}", flush=True)


def run(*command: str | Path, **more: Any) -> None:
    """Run a command in the project's folder; its failure ends the set-up."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **more)
    if done.returncode:
        sys.exit(f"This failed (exit status {done.returncode}): {' '.join(map(str, command))}")


def as_root() -> list[str] | None:
    """What to write before a command that needs root; None where we may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def system_packages(wanted: dict[str, Callable[[], object]]) -> None:
    """Install the Debian packages of `wanted` that are missing, or say which they are and stop."""
    missing = [name for name, is_there in wanted.items() if not is_there()]
    if not missing:
        return
    prefix = as_root()
    if prefix is None:
        sys.exit(
            "Please install these first (names of Debian and Ubuntu; other systems have them under similar names):\n"
            f"    sudo apt-get install {' '.join(missing)}\n"
            "On macOS: brew install pango postgresql redis openjdk, and Chromium for the tests."
        )
    say(f"System packages: {' '.join(missing)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(*prefix, "apt-get", "-qq", "update", env=quiet)
    run(
        *prefix,
        "apt-get",
        "-qq",
        "install",
        "-y",
        "--no-install-recommends",
        *missing,
        env=quiet,
        stdout=subprocess.DEVNULL,
    )


def fingerprint(*files: Path) -> str:
    """A short text that changes when one of `files` does."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def done_before(stamp: Path, mark: str) -> bool:
    """Whether the step of `stamp` was done for just this `mark`."""
    return stamp.exists() and stamp.read_text() == mark


def python_packages(lock: Path) -> None:
    """The virtual environment with exactly the packages of `lock`, their hashes checked."""
    if not (VENV / "bin" / "python").exists():
        if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode:
            system_packages({VENV_PACKAGE: lambda: False})
        say(f"Python {sys.version_info.major}.{sys.version_info.minor} environment in .venv")
        run(sys.executable, "-m", "venv", VENV)
    stamp, mark = VENV / f".installed-{lock.stem}", fingerprint(lock)
    if not done_before(stamp, mark):
        say(f"Python packages of {lock.name}")
        run(VENV / "bin" / "pip", "install", "--quiet", "--require-hashes", "-r", lock)
        stamp.write_text(mark)


def node_version() -> tuple[int, ...]:
    """The version of the Node that `npm` would use, (0,) where there is none."""
    if not shutil.which("npm") or not shutil.which("node"):
        return (0,)
    told = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(number) for number in re.findall(r"\d+", told)[:2]) or (0,)


def node_packages() -> None:
    """The packages of package-lock.json, by the system's Node or, where it is missing or old, one in .venv."""
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    modules = ROOT / "node_modules"
    stamp, mark = modules / ".installed", fingerprint(ROOT / "package-lock.json")
    if done_before(stamp, mark):
        return
    if node_version() < NODE_AT_LEAST:
        say("Node in .venv, because this system has none that is new enough")
        run(VENV / "bin" / "pip", "install", "--quiet", "--require-hashes", "-r", ROOT / "requirements-node.lock")
    say("Packages for pages and their checks (npm)")
    run("npm", "ci", "--ignore-scripts", "--silent")
    stamp.write_text(mark)


def main() -> None:
    """Install everything to run the portal; with --tests everything to test it as well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="also what only the tests need")
    tests = parser.parse_args().tests
    if sys.version_info < (3, 11):
        sys.exit(f"The portal needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    system_packages({**LETTERS, **(TESTS if tests else {})})
    python_packages(ROOT / ("requirements-dev.lock" if tests else "requirements.lock"))
    node_packages()


if __name__ == "__main__":
    main()
