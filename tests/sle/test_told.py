"""What each reader is told while outcomes are decided, released and answered: true, and where they look for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.post.kinds import kind_named
from alliance.post.models import Letter, Mail
from alliance.post.texts import problems_of, standard
from alliance.times import in_words
from alliance.web.queries import inbox_of
from sle.models import AreaDecision, Designation, RoundArea
from sle.queries.applications import tracker
from sle.queries.decisions import outcome_rows
from sle.queries.letters import letter_lines
from sle.services import interviews, letters, register, release
from sle.states import Outcome
from tests.factories import sle_interviews as interviewed
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import make_application, make_stage

pytestmark = pytest.mark.slow


@pytest.fixture
def page(cast):
    """What a signed-in client reads on a page of the alliance of the cast."""

    def read(client, name, **kwargs):
        return client.get(path_to(f"sle:{name}", cast.alliance, **kwargs)).content.decode()

    return read


@pytest.fixture
def scored(stage):
    """Two applications with the same mean, waiting for a decision."""
    applications = [make_application(stage.round, name) for name in ("Ann One", "Ann Two")]
    stage.start_scoring()
    for application in applications:
        stage.score(application, "Green")
    stage.start_deciding()
    return applications


def now():
    return timezone.now()


def test_the_director_reads_why_the_chair_departs_from_the_rule(cast, stage, scored, page, sign_in):
    stage.propose(scored[0], Outcome.WITH_SUPPORT, reason="An older reason.")
    stage.propose(scored[0], Outcome.NOT_DESIGNATED, reason="The area is full.")
    read = page(sign_in(cast.director), "decision_list", pk=stage.round.pk)
    assert "The area is full." in read
    assert "An older reason." not in read


def test_the_director_approves_all_at_once(cast, stage, scored, sign_in):
    for application in scored:
        stage.propose(application, Outcome.DESIGNATED)
    sign_in(cast.director).post(path_to("sle:decision_approve", cast.alliance, pk=stage.round.pk), {"all": "yes"})
    assert set(AreaDecision.objects.values_list("state", flat=True)) == {"approved"}


def test_a_tie_without_a_reason_is_told_beside_its_field(cast, stage, scored, sign_in):
    RoundArea.objects.filter(round=stage.round, area__name="Maths").update(target=1)
    stage.propose(scored[0], Outcome.DESIGNATED)
    stage.propose(scored[1], Outcome.NOT_DESIGNATED)
    area = scored[0].areas.get().area_id
    mean = stage.entry(scored[0]).mean
    path = path_to("sle:tie_break", cast.alliance, pk=stage.round.pk, area=area, mean=mean)
    chair, field = sign_in(stage.chair), f"tie-{area}-{mean}-reason"
    answer = chair.post(path, {field: ""})
    assert answer.status_code == 422
    assert f'href="#id_{field}">Give the reason, for the record.' in answer.content.decode()
    assert "Broader evidence." in chair.post(path, {field: "Broader evidence."}, follow=True).content.decode()


def test_a_wrong_time_of_release_is_told_beside_what_was_typed(cast, decided, sign_in):
    stage, _ = decided
    yesterday = timezone.localtime() - timedelta(days=1)
    typed = {"at_0": yesterday.day, "at_1": yesterday.month, "at_2": yesterday.year, "at_3": "9:17am"}
    answer = sign_in(cast.administrator).post(path_to("sle:release_set", cast.alliance, pk=stage.round.pk), typed)
    assert answer.status_code == 422
    assert "The time of release must be in the future." in answer.content.decode()
    assert "9:17am" in answer.content.decode()


def test_a_letter_has_the_school_s_address_and_the_day_of_release(cast, stage):
    school = SchoolFactory(name="Penns Primary", street="Penns Lane", locality="", town="Sutton", postcode="B72 1BS")
    application = make_application(stage.round, school=school)
    stage.start_scoring()
    stage.score(application, "Green")
    stage.start_deciding()
    stage.propose(application, Outcome.DESIGNATED)
    stage.approve(cast.director)
    stage.approve_letters(application)
    then = now() - timedelta(days=3)
    release.release_round(round=stage.round, by=cast.administrator, now=then)
    letter = Letter.objects.get()
    assert letter.address == "Penns Primary\nPenns Lane\nSutton B72 1BS"
    assert letter.dated == timezone.localdate(then)


def test_after_release_staff_read_the_letter_that_went_out(cast, decided, page, sign_in):
    stage, (alex, bea) = decided
    letters.hold_letter(letter=stage.letter(bea), reason="A complaint.", by=cast.lead, now=now())
    release.release_round(round=stage.round, by=cast.administrator, now=now())
    Letter.objects.filter(about_id=alex.pk).update(html="<p>As it went out.</p>")
    client = sign_in(cast.lead)
    assert "<p>As it went out.</p>" in page(client, "letter", pk=stage.letter(alex).pk)
    listed = page(client, "round_release", pk=stage.round.pk)
    assert "<p>As it went out.</p>" in listed
    assert "Not approved (0)" in listed
    assert "Held back (1)" in listed


def test_a_change_of_the_training_date_reaches_letters_approved_before(cast, decided):
    stage, (alex, _) = decided
    stage.round.training_on = timezone.localdate().replace(year=2098, month=5, day=6)
    stage.round.save()
    release.release_round(round=stage.round, by=cast.administrator, now=now())
    assert "Core training is on Tuesday 6 May 2098." in Letter.objects.get(about_id=alex.pk).html


def test_staff_hear_of_a_reply_and_read_its_reason(cast, decided, page, sign_in):
    stage, (alex, bea) = decided
    release.release_round(round=stage.round, by=cast.administrator, now=now())
    offer = Designation.objects.get(application=alex)
    register.decline_offer(designation=offer, reason="I am moving away.", by=alex.applicant, now=now())
    register.accept_offer(designation=Designation.objects.get(application=bea), by=bea.applicant, now=now())
    news = [item.title for item in inbox_of(cast.lead, cast.alliance, now()).lately]
    assert "Alex Okafor has declined the designation" in news
    assert "Bea Moss has accepted the designation" in news
    assert "I am moving away." in page(sign_in(cast.lead), "designation", pk=offer.pk)
    assert "I am moving away." not in page(sign_in(alex.applicant), "designation", pk=offer.pk)


def test_a_late_reply_is_still_asked_for(cast, decided, page, sign_in):
    stage, (alex, _) = decided
    release.release_round(round=stage.round, by=cast.administrator, now=now())
    Designation.objects.update(reply_by=timezone.localdate() - timedelta(days=1))
    read = page(sign_in(alex.applicant), "outcome", code=alex.code)
    assert "You can still reply until the alliance withdraws the offer." in read


def test_an_interview_stands_in_the_applicant_s_tracker(cast):
    stage = interviewed.scored_round(cast.alliance, cast.lead, "Alex Okafor")
    [application] = stage.round.applications.select_related("round")

    def shown():
        return [
            (s.title, s.detail, s.state)
            for s in tracker(application, timezone.localdate())["stages"]
            if s.title == "Interview"
        ]

    assert shown() == []
    plan = interviewed.set_up(stage)
    [slot] = interviewed.add_slots(stage, plan, number=1)
    [interview] = interviewed.invite(stage, plan)
    assert shown() == [("Interview", f"Choose a time by {in_words(plan.choose_by)}.", "current")]
    interviewed.choose(interview, slot)
    assert shown() == [("Interview", "Room 4, Boldmere Junior School\nAsk for Mrs Lane.", "current")]
    [line] = letter_lines(stage.round, outcome_rows(stage.round), now())
    assert "Interview not scored yet" in line.special
    interviews.call_off(interview=interview, reason="Snow.", by=cast.lead, now=now())
    assert shown() == [("Interview", "Called off. If there is to be another, you get an e-mail.", "to come")]
    [mail] = Mail.objects.filter(kind="diary.withdrawn", person=application.applicant)
    assert "Snow." in mail.body


def test_an_outcome_letter_cannot_be_reworded_without_the_outcome():
    kind = kind_named("sle.outcome")
    subject, body = standard(kind)
    assert problems_of(kind, subject, body) == []
    assert problems_of(kind, subject, body.replace("{outcomes}", "")) == [
        "The text must hold {outcomes}: without it the letter would not say what it is for."
    ]


def test_a_day_for_the_outcome_that_has_passed_is_promised_no_more(cast):
    application = make_application(make_stage(cast.alliance, cast.lead).round)
    today = application.round.outcomes_on = timezone.localdate()

    def said(day):
        return tracker(application, day)["stages"][-1].detail

    assert said(today) == f"Expected on {in_words(today)}"
    late = f"Was expected on {in_words(today)}. You will get an e-mail when it is there."
    assert said(today + timedelta(days=1)) == late
