"""Release: rows, posted mails, what stays behind and what goes out later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.post.models import Letter, Mail
from alliance.refusal import Refused
from alliance.workflow.models import Event
from sle.models import Designation, OutcomeLetter
from sle.plugs.outcomes import invariants
from sle.queries.decisions import outcome_rows
from sle.queries.letters import missing_before_release
from sle.services import letters, release, rounds
from sle.states import Outcome
from tests.factories.sle_panel import make_application, make_decided
from tests.queries import asked

pytestmark = pytest.mark.slow


def now():
    return timezone.now()


def test_a_round_is_released_whole(cast, decided):
    stage, (alex, _) = decided
    assert release.release_round(round=stage.round, by=cast.administrator, now=now()) == 2
    stage.round.refresh_from_db()
    alex.refresh_from_db()
    assert (stage.round.state, alex.state) == ("released", "decided")
    assert Letter.objects.filter(kind="sle.outcome").count() == 2
    mail = Mail.objects.get(kind="sle.outcome_ready", about_id=alex.pk)
    assert mail.email == alex.applicant.email
    assert f"/applications/{alex.code}/outcome/" in mail.body
    offer = Designation.objects.get(application=alex)
    assert (offer.state, offer.home_school, [line.area.name for line in offer.areas.all()]) == (
        "offered",
        alex.school,
        ["Maths"],
    )
    head = Mail.objects.get(kind="sle.outcome_head", about_id=alex.pk)
    assert timezone.localtime(head.due_at).hour == 9
    assert timezone.localdate(head.due_at) > timezone.localdate()
    assert "Maths: Designated" in head.body
    stage.exercise.refresh_from_db()
    assert stage.exercise.state == "closed"
    assert list(invariants(cast.alliance)) == []


def test_release_refuses_what_is_unapproved_unless_it_is_held_by_name(cast, decided):
    stage, (alex, bea) = decided
    letters.let_go(letter=stage.letter(bea), by=cast.lead, now=now())
    with pytest.raises(Refused, match="Bea Moss: the letter is not approved yet"):
        release.release_round(round=stage.round, by=cast.administrator, now=now())
    assert not Letter.objects.exists()
    letters.hold_letter(letter=stage.letter(bea), reason="A complaint.", by=cast.lead, now=now())
    assert missing_before_release(stage.round, outcome_rows(stage.round)) == []
    assert release.release_round(round=stage.round, by=cast.administrator, now=now()) == 1
    assert list(Letter.objects.values_list("about_id", flat=True)) == [alex.pk]
    bea.refresh_from_db()
    assert (bea.state, stage.letter(bea).state) == ("submitted", "held")
    assert list(invariants(cast.alliance)) == []


def test_a_held_letter_goes_out_by_itself_later(cast, decided):
    stage, (_, bea) = decided
    letters.hold_letter(letter=stage.letter(bea), reason="A complaint.", by=cast.lead, now=now())
    release.release_round(round=stage.round, by=cast.administrator, now=now())
    with pytest.raises(Refused, match="Approve the letter first; then it can be released"):
        release.release_held_letter(letter=stage.letter(bea), by=cast.administrator, now=now())
    stage.approve_letters(bea)
    release.release_held_letter(letter=stage.letter(bea), by=cast.administrator, now=now())
    assert Letter.objects.count() == 2
    assert Designation.objects.filter(application=bea).exists()
    assert list(invariants(cast.alliance)) == []


def test_an_undecided_application_held_by_name_can_be_decided_after_release(cast, stage):
    one, two = make_application(stage.round, "Ann One"), make_application(stage.round, "Ann Two")
    stage.start_scoring()
    for application in (one, two):
        stage.score(application, "Green")
    stage.start_deciding()
    stage.propose(one, Outcome.DESIGNATED)
    stage.approve(cast.director)
    stage.approve_letters(one)
    with pytest.raises(Refused, match="Ann Two: the outcome is not approved by the director yet"):
        release.release_round(round=stage.round, by=cast.administrator, now=now())
    letters.hold_letter(letter=stage.letter(two), reason="One score is disputed.", by=cast.lead, now=now())
    release.release_round(round=stage.round, by=cast.administrator, now=now())
    two.refresh_from_db()
    assert two.state == "submitted"
    # The panel is dismissed; its chair still proposes what was left open.
    stage.propose(two, Outcome.WITH_SUPPORT)
    stage.approve(cast.director)
    stage.approve_letters(two)
    release.release_held_letter(letter=stage.letter(two), by=cast.administrator, now=now())
    assert Letter.objects.count() == 2


def test_release_at_a_set_time(cast, decided):
    stage, _ = decided
    at = now() + timedelta(hours=2)
    with pytest.raises(Refused, match="The time of release must be in the future"):
        release.set_release(round=stage.round, at=now() - timedelta(hours=1), by=cast.administrator, now=now())
    release.set_release(round=stage.round, at=at, by=cast.administrator, now=now())
    release.release_what_is_due(cast.alliance, at - timedelta(seconds=1))
    assert not Letter.objects.exists()
    release.release_what_is_due(cast.alliance, at)
    stage.round.refresh_from_db()
    assert (stage.round.state, Letter.objects.count()) == ("released", 2)
    assert Event.objects.get(move="release", subject_type="sle.round").person == cast.administrator


def test_a_set_time_that_cannot_be_kept_is_told_once_to_who_set_it(cast, decided):
    stage, (alex, _) = decided
    at = now() + timedelta(hours=2)
    release.set_release(round=stage.round, at=at, by=cast.administrator, now=now())
    stage.propose(alex, Outcome.WITH_SUPPORT)
    for _ in range(2):
        release.release_what_is_due(cast.alliance, at)
    mail = Mail.objects.get(kind="sle.release_refused")
    assert mail.person == cast.administrator
    assert "Alex Okafor: the outcome is not approved by the director yet." in mail.body
    stage.round.refresh_from_db()
    assert (stage.round.state, stage.round.release_at) == ("deciding", None)
    assert not Letter.objects.exists()


def test_every_letter_is_released_once_whoever_asks_again(cast, decided):
    stage, _ = decided
    release.release_round(round=stage.round, by=cast.administrator, now=now())
    with pytest.raises(Refused):
        release.release_round(round=stage.round, by=cast.administrator, now=now())
    assert (Letter.objects.count(), Mail.objects.filter(kind="sle.outcome_ready").count()) == (2, 2)
    assert OutcomeLetter.objects.filter(state="released").count() == 2


def test_32_a_release_costs_the_same_for_one_letter_and_for_many(cast):
    counts = []
    for turn, number in enumerate((1, 1, 4)):  # the first release of all keeps the standard texts, once
        names = [f"Pat N{n}x{turn}" for n in range(number)]
        stage, _ = make_decided(cast.alliance, cast.lead, cast.director, *names, title=f"Round {turn}")
        went = asked(lambda made=stage: release.release_round(round=made.round, by=cast.administrator, now=now()))
        counts.append(len(went))
    assert counts[1] == counts[2]
    assert list(Letter.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_round_in_which_nobody_is_designated_is_released_and_finished(cast, stage):
    application = make_application(stage.round)
    stage.start_scoring()
    stage.score(application, "Red")
    stage.start_deciding()
    stage.propose(application, Outcome.NOT_DESIGNATED)
    stage.approve(cast.director)
    stage.approve_letters(application)
    release.release_round(round=stage.round, by=cast.administrator, now=now())
    assert not Designation.objects.exists()
    assert "Maths: not designated this time." in Letter.objects.get().html
    stage.round.refresh_from_db()
    rounds.finish_round(round=stage.round, by=cast.lead)
    stage.round.refresh_from_db()
    assert stage.round.state == "finished"
    assert list(invariants(cast.alliance)) == []
