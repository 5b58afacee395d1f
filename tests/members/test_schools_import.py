"""An operator brings the register of schools in from a page: by a worker, with progress, and what it did is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alliance.members.models import SchoolsImport
from alliance.members.services import schools_import
from alliance.post.sweeping import take_due
from alliance.refusal import Refused
from alliance.schools.models import School, SchoolLink

PAGE = "/operator/schools/"
SCHOOLS = "URN,EstablishmentName,Town,Postcode\n{}"
LINKS = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n100001,100002,Old School,Predecessor,01-09-2014\n"


def lines(count: int) -> str:
    return "".join(f"{200_000 + n},School {n},Leeds,LS1 1AA\n" for n in range(count))


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path


def send(client, text: str, name: str = "edubasealldata20261122.csv"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, text.encode())})


def bring_in() -> SchoolsImport:
    """As a worker does what the sweep hands out."""
    for call in take_due(now=timezone.now()):
        if call.task == "members.bring_schools_in":
            schools_import.bring_schools_in(call.argument)
    return SchoolsImport.objects.latest("pk")


def test_schools_are_brought_in_by_a_worker_and_the_page_says_what_it_did(cast, sign_in, tmp_path):
    client = sign_in(cast.operator)
    answer = send(client, SCHOOLS.format(lines(2) + "nonsense,No URN,Leeds,LS1 1AA\n"))
    assert answer["Location"] == PAGE
    assert not School.objects.filter(urn=200_001).exists()
    assert "0 per cent read" in client.get(PAGE).content.decode()
    found = bring_in()
    assert (found.state, found.asked_by) == ("made", cast.operator)
    assert School.objects.get(urn=200_001).name == "School 1"
    page = client.get(PAGE).content.decode()
    assert "2 added, 0 changed, 0 unchanged, 0 repaired, 1 unreadable." in page
    assert "line 4: " in page
    assert not list((tmp_path / "imports").iterdir())


def test_links_are_told_from_schools_by_their_columns(cast, sign_in):
    send(sign_in(cast.operator), LINKS, "links.csv")
    assert bring_in().report["counts"] == {"added": 1, "changed": 0, "unchanged": 0}
    assert SchoolLink.objects.get(urn=100_001).link_urn == 100_002


def test_how_far_it_is_can_be_seen_while_it_is_read(cast, sign_in, monkeypatch):
    seen = []
    send(sign_in(cast.operator), SCHOOLS.format(lines(2_000)))
    found = SchoolsImport.objects.get()
    monkeypatch.setattr(Path, "write_text", lambda path, text: seen.append(int(text)))
    bring_in()
    assert seen == sorted(set(seen))
    assert seen[-1] >= 95
    assert schools_import.read_so_far(found) == 0  # it is over, and the file is gone


def test_what_is_no_file_of_the_register_is_refused_and_nothing_is_kept(cast, sign_in, tmp_path):
    answer = send(sign_in(cast.operator), "Name,Town\nPenns,Leeds\n")
    assert answer.status_code == 422
    assert "The first line names no columns of the register" in answer.content.decode()
    assert not SchoolsImport.objects.exists()
    assert not list((tmp_path / "imports").iterdir())


def test_one_file_at_a_time(cast, sign_in):
    client = sign_in(cast.operator)
    send(client, SCHOOLS.format(lines(1)))
    answer = send(client, SCHOOLS.format(lines(1)))
    assert answer.status_code == 422
    assert "Another file is being brought in. Wait until it is done." in answer.content.decode()
    assert SchoolsImport.objects.count() == 1


def test_a_file_that_is_gone_fails_with_its_reason(cast, sign_in):
    send(sign_in(cast.operator), SCHOOLS.format(lines(1)))
    default_storage.delete(SchoolsImport.objects.get().file)
    found = bring_in()
    assert (found.state, found.problem) == ("failed", "The file is not there any more. Upload it again.")
    assert found.problem in sign_in(cast.operator).get(PAGE).content.decode()


def test_nobody_else_brings_schools_in(cast):
    with pytest.raises(Refused):
        schools_import.ask_for_import(
            upload=SimpleUploadedFile("a.csv", b"URN,EstablishmentName\n"), by=cast.director, now=timezone.now()
        )


def test_operators_may_upload_more_than_others(cast, sign_in, settings):
    settings.UPLOAD_MAX_BYTES, settings.REGISTER_MAX_BYTES = 1_000, 200_000
    client = sign_in(cast.operator)
    assert send(client, SCHOOLS.format(lines(3_000))).status_code == 302
    assert bring_in().report["counts"]["added"] == 3_000
    answer = send(client, SCHOOLS.format(lines(9_000)))
    assert answer.status_code == 422
    assert not SchoolsImport.objects.filter(state="waiting").exists()
