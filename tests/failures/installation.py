"""A whole installation of the portal for one test: its own database, broker and mail server, real processes."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from django.conf import settings
from redis import Redis

from tests.mail_server import MailServer


class Installation:
    """Processes with an environment of their own; `kill` ends a worker with all its children by SIGKILL.

    Grown, migrations run as the owner of the database and everything else as a role that may only add events.
    """

    def __init__(self, folder: Path, *, grown: bool) -> None:
        self.folder = folder
        self.running: list[subprocess.Popen[bytes]] = []
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # the mail server would tell of every line
        self.mail_server = MailServer()
        self.mail_server.controller.start()
        kept = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ} | {
            "PORTAL_DATA": str(folder),
            "PORTAL_SMTP_HOST": "127.0.0.1",
            "PORTAL_SMTP_PORT": str(self.mail_server.port),
            "PORTAL_POST_LEASE": "6",
            "PORTAL_POST_WAKE": "4",
            "PYTHONWARNINGS": "ignore",
        }
        self.database = f"portal_{uuid4().hex[:12]}" if grown else ""
        if grown:
            # pytest-xdist gives each process a test database of its own; this one is made beside them.
            self.server = urlsplit(os.environ["DATABASE_URL"])
            with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{self.database}"')
            broker = urlsplit(os.environ["REDIS_URL"])
            number = 9 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])  # the ones before are the tests' own
            self.broker = urlunsplit((broker.scheme, broker.netloc, f"/{number}", "", ""))
            Redis.from_url(self.broker).flushdb()
            self.environment |= {"DATABASE_URL": self._address(self.database), "REDIS_URL": self.broker}
        self.run("manage.py", "migrate", "--verbosity", "0")
        if grown:
            self.environment["PORTAL_DATABASE_PASSWORD"] = "not asked for here"
            self.run("manage.py", "database_role", self.role)
            self.environment["DATABASE_URL"] = self._address(self.database, self.role)

    @property
    def role(self) -> str:
        """The database role that the portal runs as, grown."""
        return f"{self.database}_role"

    def _address(self, database: str, role: str = "") -> str:
        place = f"{role}@{self.server.hostname}:{self.server.port}" if role else self.server.netloc
        return urlunsplit(("postgresql", place, f"/{database}", "", ""))

    def run(self, *arguments: str, check: bool = True) -> int:
        """Run Python to its end; its exit status."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, check=False)
        assert not check or done.returncode == 0, done.stderr.decode()
        return done.returncode

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a process of Celery in a group of its own."""
        log = (self.folder / "processes.log").open("ab")
        command = [sys.executable, "-m", "celery", "--quiet", "--app", "alliance", *arguments, "--loglevel", "warning"]
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        self.running.append(process)
        return process

    def worker(self, processes: int = 2) -> subprocess.Popen[bytes]:
        """Start a worker of so many processes for both queues."""
        return self.start("worker", "-Q", "quick,bulk", "-c", str(processes), "--without-gossip", "--without-mingle")

    def scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler."""
        return self.start("beat", "--pidfile=")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and all its children at once, with no time to say anything."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.running.remove(process)

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What the database answers to plain SQL, past all of the portal's code."""
        if self.database:
            with psycopg.connect(self._address(self.database)) as connection:
                return connection.execute(question).fetchall()
        connection = sqlite3.connect(self.folder / "portal.sqlite3", timeout=20)
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()

    def wait(self, until: Callable[[], bool], seconds: float, *, every: float = 0.1) -> None:
        """Wait until something is so, looking `every` so many seconds; fail with the log if it takes too long."""
        end = time.monotonic() + seconds
        while not until():
            log = self.folder / "processes.log"
            assert time.monotonic() < end, log.read_text()[-3000:] if log.exists() else "nothing was started"
            time.sleep(every)

    def close(self) -> None:
        """Stop everything and take the data away."""
        for process in list(self.running):
            self.kill(process)
        self.mail_server.controller.stop()
        if self.database:
            with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{self.database}" WITH (FORCE)')
                connection.execute(f'DROP ROLE "{self.role}"')
            Redis.from_url(self.broker).flushdb()
        shutil.rmtree(self.folder, ignore_errors=True)
