"""The panel pack: made by a worker, given out only while it is what the desk holds."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from alliance.addresses import path_to
from alliance.library.services import store
from alliance.panels import services
from alliance.panels.models import Pack
from alliance.panels.services import packs
from alliance.panels.tasks import make_pack
from alliance.post.sweeping import take_due
from alliance.workflow.events import Event
from tests.factories import files

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at(scoring):
    return lambda name: path_to(f"panels:{name}", scoring.alliance, pk=scoring.exercise.pk)


def made(seat):
    """The pack of this seat as it is after a worker has been at it."""
    pack = services.ask_for_pack(seat=seat, by=seat.person, now=timezone.now())
    make_pack(pack.pk)
    pack.refresh_from_db()
    return pack


def read(content):
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_a_worker_makes_the_pack_and_the_page_says_how_far_it_is(scoring, sign_in, at):
    client = sign_in(scoring.ann.person)
    assert "All you have to score, 2 applications" in client.get(at("pack")).content.decode()
    assert client.get(at("pack_pdf")).status_code == 404
    answer = client.post(at("pack"), follow=True).content.decode()
    assert "Your PDF is being made." in answer
    assert "0 of 2 applications are in the PDF." in answer
    assert client.get(at("pack_pdf")).status_code == 404
    client.post(at("pack"))  # pressing twice asks once
    pack = Pack.objects.get()
    assert Event.objects.filter(move="asked", subject_id=pack.pk).count() == 1
    assert [call.argument for call in take_due(now=timezone.now()) if call.task == "panels.make_pack"] == [pack.pk]
    make_pack(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.done, pack.total) == ("made", 2, 2)
    assert "The PDF is ready: 2 applications" in client.get(at("pack")).content.decode()
    answer = client.get(at("pack_pdf"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="SLE-pack.pdf"'
    first, second = read(answer.content)
    order = list(scoring.ann.assignments.order_by("position").values_list("entry__code", flat=True))
    assert (order[0] in first, order[1] in second, "Page 1 of 1" in first) == (True, True, True)
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.docinfo["/Title"]) == "SLE round Spring: applications to score"


def test_nobody_else_on_the_panel_gets_my_pack(scoring, sign_in, at):
    made(scoring.ann)
    client = sign_in(scoring.bob.person)
    assert client.get(at("pack_pdf")).status_code == 404
    assert "The PDF is ready" not in client.get(at("pack")).content.decode()


def recused(scoring):
    services.recuse(entry=scoring.one, seat=scoring.ann, now=timezone.now())


def blacked_out(scoring):
    dossier = scoring.one.dossiers.get()
    services.black_out_typed(dossier=dossier, typed="phonics", by=scoring.staff, now=timezone.now())


def newly_cleared(scoring):
    section = {"key": "second", "title": "Second reference", "kind": "reference", "text": "Late."}
    services.add_papers(entry=scoring.one, sections=[section], by=scoring.staff, now=timezone.now())
    scoring.clear(scoring.one)


def withdrawn(scoring):
    services.withdraw_entry(exercise=scoring.exercise, candidate_id=scoring.one.candidate_id, now=timezone.now())


@pytest.mark.parametrize("change", [recused, blacked_out, newly_cleared, withdrawn])
def test_a_pack_ends_when_what_its_reader_may_read_changes(scoring, sign_in, at, change):
    client = sign_in(scoring.ann.person)
    made(scoring.ann)
    assert client.get(at("pack_pdf")).status_code == 200
    change(scoring)
    answer = client.get(at("pack_pdf"), follow=True)
    assert answer.redirect_chain
    assert "Your applications have changed since this PDF was made. Ask for a new one." in answer.content.decode()
    assert made(scoring.ann).state == "made"
    text = " ".join(read(client.get(at("pack_pdf")).content))
    gone = change in (recused, withdrawn)
    assert (scoring.one.code in text) is not gone
    assert scoring.two.code in text
    if change is blacked_out:
        assert "I led ████." in text
    assert Pack.objects.count() == 1


def test_who_has_left_the_panel_has_no_pack(scoring, sign_in, at):
    made(scoring.ann)
    services.leave_seat(seat=scoring.ann, by=scoring.staff, reason="Ill.")
    client = sign_in(scoring.ann.person)
    assert {client.get(at(name)).status_code for name in ("pack", "pack_pdf")} == {404}


def test_what_a_worker_finds_taken_away_is_not_made(scoring):
    pack = services.ask_for_pack(seat=scoring.ann, by=scoring.ann.person, now=timezone.now())
    services.leave_seat(seat=scoring.ann, by=scoring.staff, reason="Ill.")
    make_pack(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.problem, str(pack.pdf)) == ("failed", "There is nothing for you to read any more.", "")


def test_trouble_is_tried_again(scoring, monkeypatch):
    pack = services.ask_for_pack(seat=scoring.ann, by=scoring.ann.person, now=timezone.now())
    with monkeypatch.context() as patch:
        patch.setattr(packs, "store_pdf", lambda name, content: 1 / 0)
        make_pack(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.problem) == ("waiting", "The PDF could not be made: ZeroDivisionError.")
    assert pack.due_at > timezone.now()
    Pack.objects.update(due_at=timezone.now())
    make_pack(pack.pk)
    pack.refresh_from_db()
    assert pack.state == "made"


def test_packs_go_after_a_day_with_their_files(scoring, cast, django_capture_on_commit_callbacks):
    name = str(made(scoring.ann).pdf)
    assert default_storage.exists(name)
    services.drop_old_packs(cast.alliance, timezone.now())
    assert Pack.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        services.drop_old_packs(cast.alliance, timezone.now() + timedelta(days=1))
    assert not Pack.objects.exists()
    assert not default_storage.exists(name)


def test_cleared_papers_stand_behind_their_dossier(panel, sign_in):
    picture = io.BytesIO()
    Image.new("RGB", (30, 20), "blue").save(picture, "PNG")
    papers = [
        store(subject=panel.exercise, purpose="evidence", upload=files.upload(content, name), by=None)
        for name, content in (("a.pdf", files.pdf()), ("b.png", picture.getvalue()))
    ]
    panel.sit("Carol Chair", "chair")
    ann = panel.sit("Ann Scorer")
    entry, other = panel.enter(1), panel.enter(2)
    sections = [
        {"key": f"e{n}", "title": "Evidence", "kind": "document", "document": paper.pk}
        for n, paper in enumerate(papers)
    ]
    services.add_papers(entry=entry, sections=sections, by=panel.staff, now=timezone.now())
    dossier = entry.dossiers.get(version=2)
    for section in sections:
        services.clear_paper(dossier=dossier, section=section["key"], by=panel.staff, now=timezone.now())
    panel.clear(entry)
    panel.start()
    pack = made(ann)
    assert pack.state == "made", pack.problem
    with pack.pdf.open("rb") as file:
        pages = read(file.read())
    assert len(pages) == 4
    at = next(n for n, text in enumerate(pages) if f"{entry.code}: Evidence 1.pdf" in text)
    assert "Evidence 1.pdf follows behind this dossier." in pages[at - 1]
    assert [other.code in text for text in pages].index(True) in (0, 3)
