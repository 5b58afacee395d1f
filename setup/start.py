"""Starts the portal on this machine: web, worker and scheduler together, without any server; Ctrl-C stops them all.

`python setup/start.py` keeps its data in var/; with --demo in var/demo, filled with the demo alliances, and mails are
written to a folder instead of being sent. PORTAL_PORT (8000) and PORTAL_DATA choose another port and folder.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from honcho.manager import Manager

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def manage(*command: str) -> str:
    """Run a management command; what it printed. Its failure ends the start."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\nThis failed: manage.py {' '.join(command)}")
    return done.stdout


def processes(port: int) -> dict[str, str]:
    """The three processes by name, as shell commands that replace their shell, so that a signal reaches them."""
    gunicorn = f"{BIN / 'gunicorn'} alliance.wsgi --bind 127.0.0.1:{port} --workers 2 --threads 4 --log-level warning"
    celery = f"{BIN / 'celery'} --app alliance"
    return {
        "web": f"exec {gunicorn}",
        "worker": f"exec {celery} worker --loglevel warning --concurrency 2 --without-gossip --without-mingle",
        "scheduler": f"exec {celery} beat --loglevel warning --pidfile=",
    }


def announce(address: str, guide: str) -> None:
    """Print `guide` as soon as the web process answers."""
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            pass  # an error page is an answer
        except OSError:
            time.sleep(0.2)
            continue
        print(guide, flush=True)
        return


def main() -> int:
    """Prepare the data, run the processes until Ctrl-C; 0 if it was Ctrl-C that ended them."""
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
    os.environ["PORTAL_DEMO"] = "1" if demo else os.environ.get("PORTAL_DEMO", "0")
    print("==> Preparing the database and the static files", flush=True)
    manage("migrate", "--verbosity", "0")
    manage("createcachetable")
    manage("collectstatic", "--noinput", "--verbosity", "0")
    guide = f"\n  The portal is running: {address}\n  Its data: {data}\n"
    if demo:
        print("==> Filling the demo alliances (the first time takes a little longer)", flush=True)
        guide += f"  Mails are not sent: they are written to {data / 'mail'}\n\n{manage('demo')}\n"
    guide += "\n  Ctrl-C stops everything.\n"

    manager = Manager()
    for name, command in processes(port).items():
        manager.add_process(name, command, cwd=str(ROOT))
    threading.Thread(target=announce, args=(address, guide), daemon=True).start()
    manager.loop()
    # 130 and 143: stopped by Ctrl-C or by a polite signal, as it should be.
    return 0 if manager.returncode in (130, 143) else manager.returncode or 1


if __name__ == "__main__":
    sys.exit(main())
