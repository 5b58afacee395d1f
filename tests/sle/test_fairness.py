"""The fairness report, and the counting of finished rounds."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from alliance.addresses import path_to
from alliance.equality import services as equality
from alliance.equality.models import Answer, Pool
from alliance.equality.queries import pooled_with
from alliance.equality.services import save_answers
from alliance.people.models import Person
from sle.models import Application, ApplicationArea, AreaDecision, FairnessPaper, Round
from sle.plugs.equality import asked_equality
from sle.queries.counting import as_counted, rounds_to_count
from sle.services.counting import let_old_answers_go
from sle.services.release import release_round
from sle.services.rounds import finish_round
from sle.states import ApplicationState, DecisionState, Outcome
from sle.tasks import make_fairness_paper
from tests.factories import sle as made
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import make_application
from tests.queries import queries_of


@pytest.fixture
def released(cast, decided):
    """A released round with two designated."""
    stage, _ = decided
    release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    stage.round.refresh_from_db()
    return stage.round


def crowd(round: Round, size: int) -> None:
    """So many more decided applications, three of five designated, as rows."""
    schools = [SchoolFactory(phase=phase, type_group="Academies") for phase in ("Primary", "Secondary")]
    area = ApplicationArea.objects.filter(application__round=round).first().area
    for number in range(size):
        application = Application.objects.create(
            alliance=round.alliance,
            round=round,
            applicant=Person.objects.create(email=f"crowd.{round.pk}.{number}@example.org"),
            state=ApplicationState.DECIDED,
            school=schools[number % 2],
            submitted_at=timezone.now(),
        )
        line = ApplicationArea.objects.create(alliance=round.alliance, application=application, area=area)
        AreaDecision.objects.create(
            alliance=round.alliance,
            application_area=line,
            state=DecisionState.RELEASED,
            outcome=Outcome.DESIGNATED if number % 5 < 3 else Outcome.NOT_DESIGNATED,
            proposed_at=timezone.now(),
        )
        save_answers(
            alliance=round.alliance,
            asked=asked_equality(round.alliance, application.code),
            answers={"sex_1": ("female", "male")[number % 3 == 0]},
        )


def page(round: Round, client, name: str = "round_fairness"):
    return client.get(path_to(f"sle:{name}", round.alliance, pk=round.pk))


@pytest.mark.slow
def test_one_small_round_reports_the_process_only(cast, released, sign_in):
    read = page(released, sign_in(cast.director)).content.decode()
    assert "This report is about the process only." in read
    assert "Once the round is finished it is counted together with other rounds." in read
    assert "Offered a designation" in read
    assert "By what applicants told in confidence" not in read
    finish_round(round=released, by=cast.lead)
    assert (
        f"the applications of {equality.ENOUGH} people were decided"
        in page(released, sign_in(cast.lead)).content.decode()
    )
    assert not Pool.objects.exists()
    assert [len(one.selections) for one in rounds_to_count(released.kind)] == [2]


@pytest.mark.slow
def test_a_finished_round_with_enough_shows_rounded_rates(cast, released, sign_in):
    crowd(released, 60)
    finish_round(round=released, by=cast.lead)
    assert not Answer.objects.exists()
    pooled = pooled_with("sle.round", released.pk)
    assert (pooled.applied, pooled.chosen) == (62, 38)
    sex = next(table for table in pooled.tables if table.key == "sex_1")
    assert [(row.group, row.chosen, row.others) for row in sex.rows] == [("Female", 25, 15), ("Male", 10, 10)]
    read = page(released, sign_in(cast.director)).content.decode()
    assert "the applications of 62 people were decided, 38 of them with a designation" in read
    assert "62%" in read
    assert "The intervals overlap" in read or "reason to look" in read
    assert "would give small groups away: Age," in read


@pytest.mark.slow
def test_the_report_costs_the_same_for_many(cast, released, sign_in):
    client, path = sign_in(cast.director), path_to("sle:round_fairness", released.alliance, pk=released.pk)
    few = queries_of(client, path)
    crowd(released, 12)
    assert len(queries_of(client, path)) == len(few)


@pytest.mark.slow
def test_a_worker_makes_the_tagged_pdf(cast, released, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = sign_in(cast.lead)
    assert page(released, client, "fairness_pdf").status_code == 404
    ask = path_to("sle:fairness_ask", released.alliance, pk=released.pk)
    assert "PDF being made" in client.post(ask, follow=True).content.decode()
    client.post(ask)  # pressing twice asks once
    make_fairness_paper(FairnessPaper.objects.get().pk)
    assert "Download the PDF" in page(released, client).content.decode()
    answer = page(released, client, "fairness_pdf")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="fairness-report-{released.pk}.pdf"'
    text = " ".join(part.extract_text() for part in PdfReader(io.BytesIO(answer.content)).pages)
    assert "The round in figures" in text
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert "Fairness report" in str(pdf.docinfo["/Title"])


@pytest.mark.slow
def test_the_tables_as_csv(cast, released, sign_in):
    path = path_to("sle:round_fairness", released.alliance, pk=released.pk)
    answer = sign_in(cast.director).get(f"{path}?format=csv").content.decode()
    assert "The round in figures,Applications,Applications,Offered a designation,2" in answer


def test_whoever_applies_twice_counts_once(cast):
    """Five applications of three people are no group of five: only the latest decided one of each counts."""
    first, second = (made.make_round(cast.lead, cast.alliance) for _ in range(2))
    people = [cast.outsider, cast.teacher, cast.outsider]
    rows = [made.start(round, person) for round, person in zip((first, first, second), people, strict=True)]
    Application.objects.update(state=ApplicationState.DECIDED)
    counted = as_counted([first.pk, second.pk])
    assert [[one.pk for one in round.selections] for round in counted] == [[rows[1].pk], [rows[2].pk]]
    assert [list(round.others) for round in counted] == [[rows[0].pk], []]


def test_nobody_reads_it_before_the_release(cast, stage, sign_in):
    answer = page(stage.round, sign_in(cast.director))
    assert answer.status_code == 403
    assert "once the outcomes of the round are released" in answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("seat", ["chair", "deputy", "scorer"])
def test_whoever_sits_on_the_panel_comes_to_no_answer(cast, stage, sign_in, seat):
    application = make_application(stage.round, "Otis Outsider", person=cast.outsider)
    save_answers(
        alliance=cast.alliance, asked=asked_equality(cast.alliance, application.code), answers={"sex_1": "female"}
    )
    path = reverse("equality:answers", args=[cast.alliance.slug, "sle", application.code])
    answer = sign_in(stage.seats[seat].person).get(path)
    assert answer.status_code == 403
    assert "checked" not in answer.content.decode()


def test_answers_that_nobody_counted_go_when_the_notice_says(cast, draft, open_round):
    save_answers(alliance=cast.alliance, asked=asked_equality(cast.alliance, draft.code), answers={"sex_1": "female"})
    closed = timezone.now()
    Round.objects.filter(pk=open_round.pk).update(closed_at=closed)
    let_old_answers_go(cast.alliance, closed + timedelta(days=365 * open_round.kept_years - 1))
    assert Answer.objects.exists()
    let_old_answers_go(cast.alliance, closed + timedelta(days=365 * open_round.kept_years + 1))
    assert not Answer.objects.exists()
