"""14, 16, 35. A release of 500 letters and mails, and the worker's whole process group killed with -9 ten times."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from pypdf import PdfReader

from tests.failures.installation import Installation

HOW_MANY = 500
KILLS = 10
MADE = "SELECT count(*) FROM post_letter WHERE state = 'made'"
SENT = "SELECT count(*) FROM post_mail WHERE state = 'sent'"
DONE = f"SELECT ({MADE}) + ({SENT})"

pytestmark = pytest.mark.processes
both = pytest.mark.parametrize(
    "grown",
    [
        pytest.param(False, id="files and SQLite", marks=pytest.mark.embedded),
        pytest.param(True, id="Redis and PostgreSQL", marks=pytest.mark.postgresql),
    ],
)


@pytest.fixture
def installation(tmp_path, grown):
    folder = tmp_path / "data"
    folder.mkdir()
    made = Installation(folder, grown=grown)
    yield made
    made.close()


@both
def test_nothing_is_lost_and_only_what_was_in_hand_is_repeated(installation, grown):
    installation.run("-m", "tests.failures.mass", str(HOW_MANY))
    installation.scheduler()
    worker = installation.worker()
    in_hand: set[tuple[str, int]] = set()  # Message-ID and number of the attempt that a kill cut short
    for kill in range(1, KILLS + 1):
        enough = kill * 2 * HOW_MANY // (KILLS + 1)
        installation.wait(lambda enough=enough: installation.rows(DONE)[0][0] >= enough, 240)
        installation.kill(worker)
        now = set(installation.rows("SELECT message_id, attempts FROM post_mail WHERE state = 'sending'"))
        assert len(now - in_hand) <= 2, "each of the two processes has one in hand"
        in_hand |= now
        worker = installation.worker()
    installation.wait(lambda: installation.rows(DONE)[0][0] == 2 * HOW_MANY, 240)

    letters = installation.rows("SELECT pdf, sha256 FROM post_letter")
    files = [path for path in (installation.folder / "files" / "letters").rglob("*") if path.is_file()]
    assert len(letters) == len({name for name, _ in letters}) == HOW_MANY
    assert sorted(path.name for path in files if path.suffix == ".pdf") == sorted(
        name.split("/")[-1] for name, _ in letters
    )
    for name, checksum in letters:
        assert hashlib.sha256((installation.folder / "files" / name).read_bytes()).hexdigest() == checksum

    posted = {row[0] for row in installation.rows("SELECT message_id FROM post_mail")}
    received = Counter(str(mail["Message-ID"]) for mail in installation.mail_server.mails)
    assert len(posted) == HOW_MANY
    assert set(received) == posted
    repeated = {message_id: times - 1 for message_id, times in received.items() if times > 1}
    handled = Counter(message_id for message_id, _ in in_hand)
    assert all(times <= handled[message_id] for message_id, times in repeated.items()), (repeated, in_hand)


@both
def test_a_release_that_dies_in_the_middle_leaves_nothing_and_can_be_done_again(installation, grown):
    assert installation.run("-m", "tests.failures.mass", "20", "crash", check=False) < 0
    assert installation.rows("SELECT count(*) FROM post_letter") == [(0,)]
    assert installation.rows("SELECT count(*) FROM post_mail") == [(0,)]
    installation.run("-m", "tests.failures.mass", "20")
    installation.worker()
    installation.scheduler()
    installation.wait(lambda: installation.rows(DONE)[0][0] == 40, 120)
    assert len(installation.mail_server.mails) == 20


@both
def test_a_panel_pack_in_hand_is_made_by_the_next_worker_and_there_is_one_of_each(installation, grown):
    people, applications = 5, 12
    installation.run("-m", "tests.failures.panel", str(people), str(applications))
    installation.scheduler()
    making = "SELECT id, attempts FROM panels_pack WHERE state = 'making'"
    in_hand: set[tuple[int, int]] = set()  # pack and number of the attempt that a kill cut short
    while len(in_hand) < 2:
        worker = installation.worker()
        installation.wait(lambda: not in_hand.issuperset(installation.rows(f"{making} AND done > 0")), 60)
        installation.kill(worker)
        in_hand.update(installation.rows(making))
    installation.worker()
    made = "SELECT pdf FROM panels_pack WHERE state = 'made'"
    installation.wait(lambda: len(installation.rows(made)) == people, 120)

    names = {name for (name,) in installation.rows(made)}
    assert installation.rows("SELECT count(*) FROM panels_pack") == [(people,)]
    files = {path.name for path in (installation.folder / "files" / "packs").rglob("*.pdf")}
    assert files == {name.split("/")[-1] for name in names}
    assert len(files) == people
    for name in names:
        pages = [page.extract_text() for page in PdfReader(installation.folder / "files" / name).pages]
        assert sum("Question 1" in page for page in pages) == applications
