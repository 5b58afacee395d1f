"""The whole life of an application: every step, mail, letter, score and reading of sensitive papers, for staff only."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.library.services import store
from alliance.workflow.models import Event
from sle.models import AdjustmentRequest
from sle.queries.life import Happening, life_of
from sle.services.appeals.hearing import release_appeal
from sle.services.release import release_round
from tests.factories import sle
from tests.factories import sle_appeal as made
from tests.factories.files import pdf, upload
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import make_decided
from tests.queries import asked


@pytest.fixture
def application(cast):
    school = SchoolFactory(name="Penns Primary School")
    sle.know_head(cast.lead, school, cast.alliance)
    return sle.submitted(sle.make_round(cast.lead, cast.alliance), cast.teacher, school)


def of_sort(life: list[Happening], sort: str) -> list[tuple[str, str]]:
    return [(step.what, step.who) for step in life if step.sort == sort]


def page(cast, application, **more: str) -> tuple[str, dict[str, str]]:
    return path_to("sle:application_life", cast.alliance, code=application.code), more


@pytest.mark.slow
def test_who_read_answers_uploads_and_adjustments_is_written_down(cast, application, sign_in):
    content = pdf()
    paper = store(subject=application, purpose="evidence", upload=upload(content, "results.pdf"), by=cast.teacher)
    AdjustmentRequest.objects.create(alliance=cast.alliance, application=application, request="A large print.")
    lead, applicant = sign_in(cast.lead), sign_in(cast.teacher)
    document = path_to("library:document", cast.alliance, pk=paper.pk)
    for client in (lead, applicant):
        assert client.get(path_to("sle:application", cast.alliance, code=application.code)).status_code == 200
        assert client.get(document).getvalue() == content
    lead.head(document).getvalue()
    lead.get(path_to("sle:application_arrangement", cast.alliance, code=application.code))
    assert of_sort(life_of(application), "Reading") == [
        ("Application read", "Lena Lead"),
        ("Uploaded paper read", "Lena Lead"),
        ("Request for an adjustment read", "Lena Lead"),
    ]


def test_a_draft_is_not_read_and_no_reading_is_written(cast, sign_in):
    draft = sle.start(sle.make_round(cast.lead, cast.alliance), cast.teacher)
    sign_in(cast.lead).get(path_to("sle:application", cast.alliance, code=draft.code))
    assert not Event.objects.filter(move="read").exists()


@pytest.mark.slow
def test_the_page_shows_steps_and_mails_and_can_be_filtered(cast, application, sign_in):
    address, _ = page(cast, application)
    client = sign_in(cast.lead)
    shown = client.get(address).content.decode()
    assert "Application submitted by the headteacher or principal" in shown
    assert "E-mail: " in shown
    mails = client.get(address, {"sort": "E-mail"}).content.decode()
    assert "E-mail: " in mails
    assert "Application submitted" not in mails


def test_the_file_holds_every_line_and_no_formula(cast, application, sign_in):
    application.first_name = "=cmd()"
    application.save(update_fields=["first_name"])
    address, _ = page(cast, application)
    answer = sign_in(cast.lead).get(address, {"format": "csv"})
    assert answer["Content-Disposition"] == f'attachment; filename="application-{application.code}.csv"'
    header, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert header == ["When", "Sort", "What", "Who", "Reason or state"]
    assert len(lines) == len(life_of(application))
    assert not any(cell.startswith("=") for line in lines for cell in line)


@pytest.mark.slow
def test_what_the_panel_did_is_told_after_release_only(cast):
    stage, [application] = make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor")
    before = life_of(application)
    assert not of_sort(before, "Panel")
    assert not any("outcome" in step.what.lower() for step in before)
    release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    application.refresh_from_db()
    after = life_of(application)
    scored = [who for what, who in of_sort(after, "Panel") if what == "Scores submitted"]
    assert sorted(scored) == sorted(seat.person.name for seat in stage.seats.values())
    assert any(what == "Dossier cleared for the panel" for what, _ in of_sort(after, "Panel"))
    assert any(step.sort == "Letter" for step in after)
    few = len(asked(lambda: life_of(application)))
    Event.objects.bulk_create(
        Event(
            alliance=cast.alliance,
            subject_type="sle.application",
            subject_id=application.pk,
            root_type="sle.application",
            root_id=application.pk,
            move="note",
            person=cast.lead,
            at=timezone.now(),
        )
        for _ in range(300)
    )
    assert len(asked(lambda: life_of(application))) == few


@pytest.mark.slow
def test_who_opened_the_file_of_an_appeal_is_told_once_it_is_decided(cast, sign_in):
    application = made.make_refused(cast)[1]
    case = made.arrange(made.lodge(application), cast.director)
    hearer = case.hearers.first().person
    for person in (hearer, cast.director):  # who arranges it sees no file before it is decided
        page = sign_in(person).get(path_to("sle:appeal_case", cast.alliance, pk=case.pk))
        assert page.status_code == 200
    assert not of_sort(life_of(application), "Reading")
    release_appeal(appeal=made.find(case), by=cast.director, now=timezone.now())
    assert of_sort(life_of(application), "Reading") == [("File of the appeal read", hearer.name)]
