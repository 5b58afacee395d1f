"""Starts the portal on this machine: web, worker and scheduler together, without any server; Ctrl-C stops them all.

`python setup/start.py` keeps its data in var/; with --demo in var/demo, filled with the demo alliances, and mails are
written to a folder instead of being sent. PORTAL_PORT (8000) and PORTAL_DATA choose another port and folder.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RESTARTS = 5  # within a minute, before a process counts as broken
PATIENCE = 30.0  # seconds that a process gets to finish what it is doing


def manage(*command: str) -> str:
    """Run a management command; what it printed. Its failure ends the start."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\nThis failed: manage.py {' '.join(command)}")
    return done.stdout


def demo_guide() -> str:
    """Fill the demo alliances where they are not there yet; who to sign in as."""
    return manage("demo") if "demo" in manage("help", "--commands").split() else ""


def commands(port: int) -> dict[str, str]:
    """The commands of the processes, by name."""
    celery = f"{BIN / 'celery'} --quiet --app alliance"
    worker = f"{celery} worker --loglevel warning --without-gossip --without-mingle"
    return {
        "web": f"{BIN / 'gunicorn'} alliance.wsgi --bind 127.0.0.1:{port} --workers 2 --threads 4 --log-level warning",
        # Sign-in codes and the clock have a worker of their own: they never wait behind hundreds of letters.
        "quick": f"{worker} --queues quick --concurrency 1 --hostname quick@%h",
        "worker": f"{worker} --queues bulk --concurrency 2 --hostname bulk@%h",
        "scheduler": f"{celery} beat --loglevel warning --pidfile=",
    }


def answers(address: str) -> bool:
    """Whether the web process answers by now; a page that says no is an answer too."""
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


class Stop(Exception):
    """Ctrl-C, or a polite signal."""


def stop(number: int, frame: object) -> None:
    """Further signals are ignored: stopping is under way."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Stop


def start(command: str) -> subprocess.Popen[bytes]:
    """A process in a session of its own: Ctrl-C in the terminal reaches this launcher alone, which stops them all."""
    return subprocess.Popen(command.split(), cwd=ROOT, start_new_session=True)


def run_together(wanted: dict[str, str], running: dict[str, subprocess.Popen[bytes]], address: str, guide: str) -> str:
    """Start what is wanted, print `guide` when the portal answers, start again what ends by itself.

    Returns the name of a process that keeps ending. A worker may end now and then: the queue of files hands it a
    message that is not written to its end yet. Nothing is lost, because the rows are swept up.
    """
    told, ended = False, dict.fromkeys(wanted, 0)
    running |= {name: start(command) for name, command in wanted.items()}
    begun = time.monotonic()
    while True:
        if time.monotonic() - begun > 60:
            begun, ended = time.monotonic(), dict.fromkeys(wanted, 0)
        for name, command in wanted.items():
            if running[name].poll() is not None:
                ended[name] += 1
                if ended[name] > RESTARTS:
                    return name
                print(f"==> The {name} process ended by itself and is started again", flush=True)
                running[name] = start(command)
        if not told and answers(address):
            told = True
            print(guide, flush=True)
        time.sleep(0.2)


def stop_all(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask each process to finish, which tells its own children; by force whatever has not ended after a while."""
    for process in running.values():
        process.terminate()
    end = time.monotonic() + PATIENCE
    for process in running.values():
        try:
            process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def main() -> int:
    """Prepare the data, run the processes until Ctrl-C; 0 if Ctrl-C ended them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true", help="with the demo alliances, in var/demo")
    demo = parser.parse_args().demo
    port = int(os.environ.get("PORTAL_PORT", "8000"))
    with socket.socket() as caller:
        if caller.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(f"Something is running on port {port} already. Choose another: PORTAL_PORT=8001 make …")
    address = f"http://localhost:{port}/"
    data = Path(os.environ.setdefault("PORTAL_DATA", str(ROOT / "var" / "demo" if demo else ROOT / "var")))
    os.environ.setdefault("PORTAL_PUBLIC_URL", address.rstrip("/"))
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    # Tasks come from this portal's own code alone, so that the worker's warning about root does not concern it.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker")
    os.environ["PORTAL_DEMO"] = "1" if demo else os.environ.get("PORTAL_DEMO", "0")
    print("==> Preparing the database and the static files", flush=True)
    manage("migrate", "--verbosity", "0")
    manage("createcachetable")
    manage("load_areas")
    manage("collectstatic", "--noinput", "--verbosity", "0")
    guide = f"\n  The portal is running: {address}\n  Its data: {data}\n"
    if demo:
        print("==> Filling the demo alliances (the first time takes a little longer)", flush=True)
        guide += f"  Mails are not sent: they are written to {data / 'mail'}\n\n{demo_guide()}\n"
    guide += "\n  Ctrl-C stops everything.\n"

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        ended = run_together(commands(port), running, address, guide)
        print(f"==> The {ended} process keeps ending; stopping the others", flush=True)
        return 1
    except Stop:
        print("\n==> Stopping", flush=True)
        return 0
    finally:
        stop_all(running)
        print("==> Stopped", flush=True)


if __name__ == "__main__":
    sys.exit(main())
