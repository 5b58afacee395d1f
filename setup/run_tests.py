"""Runs the tests twice: on SQLite, then, journeys included, on PostgreSQL with Redis. Stops at a run that fails.

`python setup/run_tests.py [--on sqlite|postgresql] [arguments for pytest]`. PostgreSQL and Redis are this script's own:
in a temporary folder, on free ports of this machine, stopped and removed at the end however it ends. Nothing is
printed after pytest's closing line.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ON_SQLITE = "not journey and not postgresql"
ON_POSTGRESQL = "not embedded and not once"
PATIENCE = 60.0  # seconds until a server that has not answered counts as failed


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when something answers on `port`; leave with the server's log if it ends or takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"{log.stem} did not start:\n{log.read_text()}")


@contextmanager
def server(command: list[str], port: int, log: Path, stop: signal.Signals, **more: Any) -> Iterator[None]:
    """Run `command` while the block runs; end it by `stop`, by force if it does not listen."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, **more)
    try:
        wait_for(port, process, log)
        yield
    finally:
        process.send_signal(stop)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def postgresql_programs() -> Path:
    """The folder of initdb and postgres: Debian's newest, else where the path leads."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    if not folders and not found:
        sys.exit("There is no PostgreSQL here: `make setup-tests` installs it or says what to install.")
    return folders[-1] if folders else Path(str(found)).resolve().parent


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own in `folder`; its address. It refuses to run as root, so root lends it to `postgres`."""
    folder.mkdir()
    programs, port = postgresql_programs(), free_port()
    lent: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        lent = {"user": "postgres", "group": "postgres", "extra_groups": []}
    lent["cwd"] = folder
    initdb = f"{programs / 'initdb'} -A trust -U postgres --no-sync -E UTF8 --locale=C.UTF-8 -D".split()
    made = subprocess.run([*initdb, str(folder / "data")], capture_output=True, text=True, check=False, **lent)
    if made.returncode:
        sys.exit(f"initdb failed:\n{made.stdout}{made.stderr}")
    settings = ["listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "fsync=off", "max_connections=200"]
    settings.append("lock_timeout=120s")  # a test that waits for itself fails, where it would stand for ever
    options = [part for setting in settings for part in ("-c", setting)]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), *options]
    with server(command, port, folder.with_suffix(".log"), signal.SIGINT, **lent):
        while "ready" not in (folder / "data" / "postmaster.pid").read_text():
            time.sleep(0.05)
        yield f"postgres://postgres@127.0.0.1:{port}/portal"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis of our own that keeps nothing; its address."""
    folder.mkdir()
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with server(command, port, folder.with_suffix(".log"), signal.SIGTERM, cwd=folder):
        yield f"redis://127.0.0.1:{port}/0"


def pytest(title: str, arguments: list[str], environment: dict[str, str]) -> int:
    """One run of pytest; its exit status."""
    print(f"==> Tests on {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--durations", "15", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def interrupted(number: int, frame: object) -> None:
    """Leave by an exception, so that the servers are stopped."""
    sys.exit(128 + number)


def main() -> int:
    """Both runs, or the one named by --on; 0 if all passed."""
    arguments = sys.argv[1:]
    only = ""
    if arguments[:1] == ["--on"]:
        only, arguments = arguments[1], arguments[2:]
    signal.signal(signal.SIGTERM, interrupted)
    with tempfile.TemporaryDirectory(prefix="portal-tests-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the user of PostgreSQL must be able to pass
        failed = 0
        if only in ("", "sqlite"):
            failed = pytest("SQLite", ["-m", ON_SQLITE, *arguments], {"PORTAL_DATA": str(folder / "sqlite")})
        if not failed and only in ("", "postgresql"):
            with postgresql(folder / "postgresql") as database, redis(folder / "redis") as broker:
                environment = {"DATABASE_URL": database, "REDIS_URL": broker, "PORTAL_DATA": str(folder / "files")}
                arguments = ["--migrations", "-m", ON_POSTGRESQL, *arguments]
                failed = pytest("PostgreSQL and Redis", arguments, environment)
        return failed


if __name__ == "__main__":
    sys.exit(main())
