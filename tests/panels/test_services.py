"""Panels at work: rows, mails, and what is refused in which words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.panels import queries, services
from alliance.panels.models import Assignment, Conflict, Criterion, Entry, Level, Mark, Rubric, Score, Seat
from alliance.panels.services.telling import remind_scorers
from alliance.panels.standard import ONE_TO_FOUR, RED_AMBER_GREEN
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.workflow.machine import MoveRefused
from alliance.workflow.models import Event, Note
from tests.factories.people import MembershipFactory
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.slow


def now():
    return timezone.now()


def states(entry):
    return {a.seat.person.first_name: a.state for a in Assignment.objects.filter(entry=entry)}


def test_everybody_without_a_conflict_scores_everything(scoring):
    assert states(scoring.one) == dict.fromkeys(["Carol", "Denis", "Ann", "Bob"], "assigned")
    assert Mail.objects.filter(kind="panels.scoring_open").count() == 4
    assert "2 applications wait for you" in Mail.objects.filter(kind="panels.scoring_open").first().body


def test_a_submission_recounts_the_entry_in_thousandths(scoring):
    scoring.score(scoring.ann, scoring.one, "Green", "Green", "Amber", "Green", "Green")
    scoring.score(scoring.bob, scoring.one, "Amber")
    one = Entry.objects.get(pk=scoring.one.pk)
    assert (one.score_count, one.mean, one.median, one.spread) == (2, 1400, 1400, 800)
    assert one.recommendation == "open"
    held = scoring.desk(scoring.ann, scoring.one)
    assert (held.state, held.mean, held.dossier.version) == ("submitted", 1800, 1)
    assert Event.objects.filter(subject_type="panels.assignment", subject_id=held.pk, move="submit").count() == 1


def test_a_submission_needs_a_level_or_cannot_judge_on_every_criterion(scoring):
    held = scoring.desk(scoring.ann, scoring.one)
    given = scoring.given("Green")
    given.pop(min(given))
    with pytest.raises(Refused, match=r"Choose a level for “Leads successfully”, or say that you cannot judge it\."):
        services.submit_scores(
            assignment=held, given=given, comment="", revision=0, dossier=scoring.one.dossiers.get(),
            by=scoring.ann.person, now=now(),
        )  # fmt: skip
    assert not Score.objects.exists()
    assert scoring.desk(scoring.ann, scoring.one).state == "assigned"


def test_a_draft_counts_for_nothing_and_a_stale_one_is_refused(scoring):
    held = scoring.desk(scoring.ann, scoring.one)
    stale = scoring.desk(scoring.ann, scoring.one)
    assert services.save_draft(assignment=held, given=scoring.given("Red"), comment="a", revision=0, now=now()) == 1
    with pytest.raises(services.StaleDraft):
        services.save_draft(assignment=stale, given=scoring.given("Green"), comment="b", revision=0, now=now())
    assert {score.level.name for score in Score.objects.all()} == {"Red"}
    assert scoring.desk(scoring.ann, scoring.one).comment == "a"
    assert Entry.objects.get(pk=scoring.one.pk).mean is None


def test_unanimous_levels_count_as_agreed_and_agreed_ones_stand_beside_the_originals(scoring):
    panel = scoring
    for seat in (panel.chair, panel.deputy, panel.ann):
        panel.score(seat, panel.one, "Green")
    panel.score(panel.bob, panel.one, "Green", "Green", "Green", "Green", "Red")
    one = Entry.objects.get(pk=panel.one.pk)
    assert (one.recommendation, one.disagreements) == ("open", 1)
    last = Criterion.objects.filter(rubric=panel.rubric).last()
    services.agree(
        entry=one, agreed=[(last, Level.objects.get(rubric=panel.rubric, name="Amber"), "The plan was there.")],
        revision=0, by=panel.chair.person, now=now(),
    )  # fmt: skip
    [result] = [r for r in queries.results(panel.exercise) if r.candidate_id == 1]
    assert result.recommendation == "support"
    assert [str(c.level) for c in result.criteria] == ["Green"] * 4 + ["Amber"]
    assert Score.objects.filter(assignment__entry=one, criterion=last, level__name="Red").count() == 1
    with pytest.raises(Refused, match="Say in a sentence why"):
        services.agree(entry=one, agreed=[(last, last.rubric.levels.first(), " ")], revision=1, by=None, now=now())


def test_who_drops_out_keeps_what_they_submitted_and_the_rest_is_shared_out_again(panel):
    panel.exercise.scores_per_entry = 2
    panel.exercise.save()
    chair = panel.sit("Carol Chair", "chair")
    ann, bob, cleo = panel.sit("Ann A"), panel.sit("Bob B"), panel.sit("Cleo C")
    entries = [panel.enter(number) for number in range(1, 9)]
    panel.start()
    counts = [Assignment.objects.filter(seat=seat).count() for seat in (chair, ann, bob, cleo)]
    assert (sum(counts), max(counts), min(counts)) == (16, 4, 4)
    first = Assignment.objects.filter(seat=ann).first()
    panel.score(ann, first.entry, "Green")
    services.leave_seat(seat=ann, by=panel.staff, reason="Ill")
    assert Assignment.objects.get(pk=first.pk).state == "submitted"
    assert Assignment.objects.filter(seat=ann, state="excused").count() == 3
    for entry in entries:
        assert Assignment.objects.filter(entry=entry, state__in=["assigned", "submitted"]).count() == 2
    assert Entry.objects.get(pk=first.entry_id).score_count == 1
    assert Note.objects.get(about="leave").text == "Ill"
    assert sum(int(m.body.split("given ")[1].split()[0]) for m in Mail.objects.filter(kind="panels.more_to_score")) == 3


def test_conflicts_are_found_by_account_email_school_trust_and_reference(panel, cast):
    old, new = SchoolFactory(name="Old Penns", trust_code="T1"), SchoolFactory(name="Penns", trust_code="T1")
    panel.sit("Carol Chair", "chair")
    seats = [panel.sit(f"S{n} Scorer") for n in range(6)]
    MembershipFactory(alliance=cast.other, person=seats[1].person, role="headteacher", school=old)
    MembershipFactory(
        alliance=cast.alliance, person=seats[2].person, role="headteacher", school=SchoolFactory(trust_code="T1")
    )
    entry = panel.enter(
        7,
        person_ids=frozenset({seats[0].person_id}),
        school_urns=frozenset({new.urn, old.urn}),
        trust_codes=frozenset({"T1"}),
        referee_person_ids=frozenset({seats[3].person_id}),
        referee_emails=frozenset({seats[4].person.email}),
    )
    found = {(c.seat.person.first_name, c.kind) for c in Conflict.objects.filter(entry=entry)}
    assert found == {
        ("S0", "self"), ("S1", "own_school"), ("S1", "same_trust"), ("S2", "same_trust"), ("S3", "referee"),
        ("S4", "referee"),
    }  # fmt: skip
    outside = panel.sit("Olive Outside", school=new)
    assert {c.kind for c in Conflict.objects.filter(seat=outside)} == {"own_school", "same_trust"}
    assert queries.hidden_entries(outside.person, panel.exercise, None) == {entry.pk}


def test_what_is_declared_is_matched_now_and_when_an_entry_comes_later(panel):
    ann = panel.sit("Ann A", declared=False)
    first = panel.enter(1, names=("Adaeze Okafor",), school_names=("Penns Primary School",))
    services.declare_interests(seat=ann, schools=["Boldmere"], people=["A. Okafor"], now=now())
    assert Seat.objects.get(pk=ann.pk).declared_at is not None
    assert Conflict.objects.filter(entry=first, seat=ann, kind="declared").exists()
    later = panel.enter(2, names=("Jo Ward",), school_names=("Boldmere Junior School",))
    other = panel.enter(3, names=("Bea Okafor",), school_names=("Penns Primary School",))
    assert Conflict.objects.filter(entry=later, seat=ann).exists()
    assert not Conflict.objects.filter(entry=other).exists()


def test_a_recusal_outlives_reassignment_and_takes_scores_back(scoring):
    scoring.score(scoring.ann, scoring.one, "Red")
    scoring.score(scoring.bob, scoring.one, "Green")
    services.recuse(entry=scoring.one, seat=scoring.ann, now=now())
    one = Entry.objects.get(pk=scoring.one.pk)
    assert (one.mean, one.score_count, states(one)["Ann"]) == (2000, 1, "recused")
    services.share_out(exercise=scoring.exercise, now=now())
    with pytest.raises(Refused, match="has a conflict with this application"):
        services.share_by_hand(entry=one, seats=[scoring.ann], by=scoring.staff, now=now())
    services.leave_seat(seat=scoring.ann, by=scoring.staff, reason="")
    services.seat_person(exercise=scoring.exercise, person=scoring.ann.person, role="scorer", by=scoring.staff)
    assert states(one)["Ann"] == "recused"
    assert one.pk not in set(queries.assignments_of(scoring.ann).values_list("entry_id", flat=True))


def test_where_too_few_can_score_the_portal_says_why_and_the_chair_may_accept_fewer(panel, cast):
    chair = panel.sit("Carol Chair", "chair")
    ann = panel.sit("Ann A")
    MembershipFactory(alliance=cast.alliance, person=ann.person, role="headteacher", school=cast.school)
    entry = panel.enter(1, school_urns=frozenset({cast.school.urn}))
    assert services.missing_before_start(panel.exercise) == [
        f"{entry.code} can be scored by 1 person only (1 own school). Add somebody from outside to the panel, or let "
        "the chair accept fewer scores with a reason."
    ]
    with pytest.raises(Refused, match="can be scored by 1 person only"):
        panel.start()
    with pytest.raises(Refused, match="Say with how many scores"):
        services.accept_fewer(entry=entry, scores=1, reason="", by=chair.person, now=now())
    services.accept_fewer(entry=entry, scores=1, reason="Nobody else knows the area.", by=chair.person, now=now())
    panel.start()
    assert states(entry) == {"Carol": "assigned"}
    assert Note.objects.get(about="fewer_accepted").text == "Nobody else knows the area."


def test_scoring_opens_only_when_every_dossier_is_cleared(panel):
    panel.sit("Carol Chair", "chair")
    panel.sit("Ann A")
    entry = panel.enter(1, cleared=False, names=("Ada Okafor",), text="Okafor led it. Ada was there.")
    assert "1 dossier is not cleared yet." in services.missing_before_start(panel.exercise)
    dossier = entry.dossiers.get()
    assert [dossier.sections[0]["text"][m.start : m.end] for m in dossier.marks.all()] == ["Okafor", "Ada"]
    with pytest.raises(Refused, match="2 marked passages are not decided yet"):
        services.clear_dossier(dossier=dossier, by=panel.staff, now=now())
    marks = list(dossier.marks.all())
    services.decide_marks(dossier=dossier, marks=marks[:1], black_out=True, by=panel.staff, now=now())
    services.decide_marks(dossier=dossier, marks=marks[1:], black_out=False, by=panel.staff, now=now())
    services.clear_dossier(dossier=dossier, by=panel.staff, now=now())
    dossier.refresh_from_db()
    assert (dossier.cleared_by, dossier.cleared_at is not None) == (panel.staff, True)
    assert services.missing_before_start(panel.exercise) == []
    assert set(Mark.objects.values_list("state", "decided_by__surname")) == {("blacked_out", "Lead"), ("kept", "Lead")}
    with pytest.raises(Refused, match="They have cleared dossiers of this panel"):
        services.seat_person(exercise=panel.exercise, person=panel.staff, role="scorer", by=panel.staff)


def test_papers_that_come_later_make_a_version_and_keep_what_was_decided(panel):
    entry = panel.enter(1, names=("Ada Okafor",), text="Okafor led it.")
    services.add_papers(
        entry=entry,
        sections=[{"key": "second", "title": "Reference for Ada", "kind": "reference", "text": "Ada is good."}],
        by=panel.staff,
        now=now(),
    )
    second = entry.dossiers.get(version=2)
    assert [s["key"] for s in second.sections] == ["q1", "head", "second"]
    assert second.sections[2]["title"] == "Reference for ████"
    assert list(second.marks.values_list("section", "state")) == [("q1", "blacked_out"), ("second", "suggested")]
    assert queries.readable_dossier(entry).version == 1


def test_one_chair_and_whoever_leaves_with_a_staff_role_stays_away(panel, cast):
    panel.sit("Carol Chair", "chair")
    with pytest.raises(Refused, match=r"Carol Chair is chair\. There is only one\."):
        panel.sit("Cecil Second", "chair")
    seat = services.seat_person(exercise=panel.exercise, person=cast.director, role="scorer", by=panel.staff)
    assert queries.sits_on(cast.director, cast.alliance)
    services.leave_seat(seat=seat, by=panel.staff, reason="")
    assert queries.sits_on(cast.director, cast.alliance)
    assert queries.view_of(cast.director, panel.exercise) is None
    assert list(queries.exercises_of(cast.director, cast.alliance)) == []
    assert not queries.has_seat(cast.director, cast.alliance)
    with pytest.raises(Refused, match="may since have seen who applied"):
        services.seat_person(exercise=panel.exercise, person=cast.director, role="scorer", by=panel.staff)


def test_scoring_ends_when_all_have_scored_and_closing_frees_the_panel(scoring):
    with pytest.raises(Refused, match="not scored by everybody yet"):
        services.end_scoring(exercise=scoring.exercise, by=scoring.staff, now=now())
    for entry in (scoring.one, scoring.two):
        for seat in (scoring.chair, scoring.deputy, scoring.ann, scoring.bob):
            scoring.score(seat, entry, "Green")
    services.end_scoring(exercise=scoring.exercise, by=scoring.staff, now=now())
    assert scoring.exercise.state == "scored"
    services.close_exercise(exercise=scoring.exercise, by=scoring.staff, now=now())
    services.close_exercise(exercise=scoring.exercise, by=scoring.staff, now=now())
    assert not queries.sits_on(scoring.ann.person, scoring.alliance)


def test_who_left_runs_the_panel_again_only_when_it_is_closed(panel, cast):
    seat = services.seat_person(exercise=panel.exercise, person=cast.director, role="scorer", by=panel.staff)
    services.leave_seat(seat=seat, by=panel.staff, reason="")
    assert queries.view_of(cast.director, panel.exercise) is None
    services.close_exercise(exercise=panel.exercise, by=panel.staff, now=now())
    assert queries.view_of(cast.director, panel.exercise).runs
    assert list(queries.exercises_of(cast.director, cast.alliance)) == [(panel.exercise, None)]
    assert not queries.sits_on(cast.director, cast.alliance)


def test_withdrawing_takes_the_entry_off_every_desk(scoring):
    services.withdraw_entry(exercise=scoring.exercise, candidate_id=1, now=now())
    services.withdraw_entry(exercise=scoring.exercise, candidate_id=1, now=now())
    assert set(states(scoring.one).values()) == {"excused"}
    assert [r.candidate_id for r in queries.results(scoring.exercise)] == [2]
    assert Event.objects.filter(move="withdrawn").count() == 1


def test_a_rubric_in_use_is_reworded_as_the_next_version(scoring):
    old = Rubric.objects.get(pk=scoring.rubric.pk)
    assert old.frozen_at is not None
    new = services.reword_rubric(rubric=old, spec=ONE_TO_FOUR, by=scoring.staff)
    assert (new.version, new.previous_id, new.levels.count()) == (2, old.pk, 4)
    assert old.levels.count() == 3
    again = services.reword_rubric(rubric=old, spec=RED_AMBER_GREEN, by=scoring.staff)
    assert (again.pk, again.levels.count()) == (new.pk, 3)
    assert queries.latest_version(old) == new


def test_reminders_go_once_at_each_step_and_only_to_who_has_work(scoring, cast):
    scoring.exercise.score_by = timezone.make_aware(timezone.datetime(2027, 2, 5, 15))
    scoring.exercise.save()
    for entry in (scoring.one, scoring.two):
        scoring.score(scoring.bob, entry, "Green")
    early = scoring.exercise.score_by - timedelta(days=7)
    remind_scorers(cast.alliance, early)
    assert not Mail.objects.filter(kind="panels.score_reminder").exists()
    for at in (scoring.exercise.score_by - timedelta(days=3), scoring.exercise.score_by - timedelta(days=2, hours=12)):
        remind_scorers(cast.alliance, at)
    assert Mail.objects.filter(kind="panels.score_reminder").count() == 3
    remind_scorers(cast.alliance, scoring.exercise.score_by - timedelta(hours=2))
    remind_scorers(cast.alliance, scoring.exercise.score_by - timedelta(hours=1))
    mails = Mail.objects.filter(kind="panels.score_reminder")
    assert mails.count() == 6
    assert not mails.filter(person=scoring.bob.person).exists()
    assert "2 applications still wait for your scores in SLE round Spring." in mails.first().body


def test_the_machine_refuses_what_is_over(scoring):
    services.leave_seat(seat=scoring.ann, by=scoring.staff, reason="")
    with pytest.raises(MoveRefused):
        services.leave_seat(
            seat=Seat(pk=scoring.ann.pk, exercise=scoring.exercise, state="sitting"), by=None, reason=""
        )
