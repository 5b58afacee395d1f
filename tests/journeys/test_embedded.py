"""The embedded processes as `make run` starts them: web, worker and scheduler, until Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from tests.mail_server import MailServer, words_of

PATIENCE = 240.0  # seconds, for a busy machine


def wait_until(true, what: str) -> None:
    """Return when `true()` is."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited too long for {what}"
        time.sleep(0.2)


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def children_of(pid: int) -> list[int]:
    """All descendants of a process (from /proc)."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue  # it has ended meanwhile
    found, newest = [], [pid]
    while newest:
        newest = [child for child, parent in parents.items() if parent in newest]
        found += newest
    return found


@pytest.mark.processes
def test_somebody_signs_in_by_a_mailed_code_and_ctrl_c_stops_everything(browser, tmp_path):
    server = MailServer()
    server.controller.start()
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")},
        "DJANGO_SETTINGS_MODULE": "alliance.settings",
        "PORTAL_DATA": str(tmp_path),
        "PORTAL_PORT": str(port),
        "PORTAL_SMTP_HOST": "127.0.0.1",
        "PORTAL_SMTP_PORT": str(server.port),
    }
    log = tmp_path / "log"
    with log.open("wb") as out:
        portal = subprocess.Popen(
            [sys.executable, "setup/start.py"], cwd=settings.BASE_DIR, env=environment, stdout=out, stderr=out
        )
    try:
        wait_until(lambda: "is running" in log.read_text() or portal.poll() is not None, "the portal to answer")
        assert portal.poll() is None, log.read_text()
        make = [sys.executable, "manage.py", "make_operator", "olga@example.org"]
        subprocess.run(make, cwd=settings.BASE_DIR, env=environment, check=True)
        page = browser.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(f"http://localhost:{port}/account/login/code/")
        page.locator("input[type=email]").fill("olga@example.org")
        page.locator("main button[type=submit]").first.click()
        wait_until(lambda: server.to("olga@example.org"), "the worker to send the code")
        words = words_of(server.to("olga@example.org")[-1])
        found = re.search(r"^([A-Z0-9]+(?:-[A-Z0-9]+)+)\s*$", words, re.MULTILINE)
        assert found, words
        page.locator("main input[type=text]").first.fill(found[1])
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url(lambda url: "/account/login/" not in url)
        page.close()
        started = children_of(portal.pid)
        assert len(started) >= 5
        portal.send_signal(signal.SIGINT)
        assert portal.wait(PATIENCE) == 0, log.read_text()
        assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(f"http://localhost:{port}/")
    finally:
        if portal.poll() is None:
            portal.terminate()
            portal.wait(PATIENCE)
        server.controller.stop()
