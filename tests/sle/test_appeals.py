"""Appeals: lodged in time on the round's grounds, heard by people who took no part, told by letter, put right."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from alliance.drafts import Stale
from alliance.members.models import Membership
from alliance.panels import services as panels
from alliance.panels.models import Entry, Exercise
from alliance.panels.queries import exercise_about
from alliance.post.models import Letter, Mail
from alliance.refusal import Refused
from alliance.schools.workdays import Calendar
from alliance.workflow.notes import notes_about
from sle.models import Appeal, AppealGround, AppealHearer, AreaDecision, Designation
from sle.plugs import appeals as plug
from sle.plugs.outcomes import inbox, invariants
from sle.queries.appeals import closed_appeals
from sle.queries.letters import letters_of
from sle.queries.life import life_of
from sle.rules import appeals as rules
from sle.rules.decisions import deciders
from sle.rules.independence import may_hear
from sle.rules.register import may_see_register
from sle.services import release
from sle.services.appeals import hearing, lodging
from sle.services.appeals.hearing import Found
from sle.states import Outcome, Remedy
from tests.factories import sle_appeal as made
from tests.factories.people import PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import make_decided

pytestmark = pytest.mark.slow


def now():
    return timezone.now()


@pytest.fixture
def refused(cast):
    """Somebody who was not designated, and the stage of their round."""
    return made.make_refused(cast)


@pytest.fixture
def lodged(refused):
    """Their appeal, lodged."""
    return made.lodge(refused[1])


def kinds_to(person):
    return list(
        Mail.objects.filter(person=person, kind__startswith="sle.ap").order_by("pk").values_list("kind", flat=True)
    )


def test_lodging_is_acknowledged_and_waits_for_whoever_arranges(cast, lodged):
    assert (lodged.state, lodged.lodged_at is not None) == ("lodged", True)
    assert kinds_to(lodged.application.applicant) == ["sle.appeal_lodged"]
    assert kinds_to(cast.director) == kinds_to(cast.administrator) == ["sle.appeal_waits"]
    with pytest.raises(Refused, match="can no longer be changed"):
        lodging.save_appeal(
            appeal=lodged, statements={1: "More."}, revision=1, by=lodged.application.applicant, received=now()
        )


def test_the_last_second_of_the_last_day_counts_and_no_second_after_it(cast, refused):
    _, application = refused
    until = Calendar(cast.alliance).add(timezone.localdate(), application.round.appeal_working_days)
    assert rules.last_day(application) == until
    last = timezone.make_aware(datetime.combine(until, time(23, 59, 59)))
    appeal = made.begin(application)
    late = last + timedelta(seconds=1)
    with pytest.raises(Refused, match="The last day for an appeal was"):
        lodging.lodge_appeal(appeal=appeal, by=application.applicant, received=late, now=late)
    lodging.lodge_appeal(appeal=appeal, by=application.applicant, received=last, now=late)
    assert Appeal.objects.get().state == "lodged"


def test_an_appeal_says_something_on_a_ground_and_within_the_limit(refused):
    _, application = refused
    appeal = made.begin(application)
    too_long = "word " * (rules.GROUND_WORDS + 1)
    appeal = lodging.save_appeal(
        appeal=appeal, statements={1: too_long}, revision=1, by=application.applicant, received=now()
    )
    assert AppealGround.objects.get().statement == too_long  # kept as it was typed
    with pytest.raises(Refused, match="501 words and the limit is 500"):
        lodging.lodge_appeal(appeal=appeal, by=application.applicant, received=now(), now=now())
    appeal = lodging.save_appeal(
        appeal=appeal, statements={1: ""}, revision=2, by=application.applicant, received=now()
    )
    with pytest.raises(Refused, match="Say on at least one ground"):
        lodging.lodge_appeal(appeal=appeal, by=application.applicant, received=now(), now=now())
    with pytest.raises(Stale):
        lodging.save_appeal(appeal=appeal, statements={1: "x"}, revision=1, by=application.applicant, received=now())


def test_who_may_appeal_and_once_only(cast, refused):
    _, application = refused
    assert rules.may_start_appeal(cast.director, application, now()) == rules.NOT_YOUR_APPEAL
    assert rules.may_start_appeal(application.applicant, application, now()) is None
    made.begin(application)
    again = rules.may_start_appeal(application.applicant, application, now())
    assert again.sentence.startswith("You have appealed already")
    stage, (alex,) = make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor")
    release.release_round(round=stage.round, by=cast.administrator, now=now())
    alex.refresh_from_db()
    assert rules.may_start_appeal(alex.applicant, alex, now()).sentence.startswith("You are designated in every area")


def test_nobody_who_took_part_hears_it(cast, refused, lodged):
    stage, application = refused
    said = {
        stage.chair: "they sat on its panel",
        stage.seats["scorer"].person: "they sat on its panel",
        cast.director: "they decided on its outcome",
        cast.administrator: "they released its outcome",
        cast.lead: "they worked on its outcome letter",
        application.applicant: "it is their own",
    }
    for person, why in said.items():
        assert why in may_hear(person, lodged).sentence, person
    colleague, partner = PersonFactory(), PersonFactory()
    trust = SchoolFactory(trust_code="77")
    application.school.trust_code = "77"
    application.school.save()
    for person, school in ((colleague, application.school), (partner, trust)):
        Membership.objects.create(
            alliance=cast.alliance, person=person, role="headteacher", school=school, since=timezone.localdate()
        )
    assert "it is from their own school" in may_hear(colleague, lodged).sentence
    assert "it is from a school of their trust" in may_hear(partner, lodged).sentence
    head = PersonFactory(email=application.references.get(kind="head").email)
    assert "they are named as its referee" in may_hear(head, lodged).sentence
    free = made.make_hearers()
    assert [may_hear(person, lodged) for person in free] == [None, None, None]
    with pytest.raises(Refused, match="sat on its panel"):
        made.arrange(lodged, cast.director, *free[:2], stage.chair)
    with pytest.raises(Refused, match="name 3 people at least"):
        made.arrange(lodged, cast.director, *free[:2])


def test_until_it_is_decided_only_those_who_hear_and_arrange_it_see_it(cast, refused, lodged):
    stage, application = refused
    case = made.arrange(lodged, cast.director)
    hearers = [hearer.person for hearer in case.hearers.all()]
    for person in (*hearers, cast.director, cast.administrator):
        assert rules.may_see_appeal(person, case) is None, person
    assert rules.may_see_appeal(cast.lead, case) == rules.CLOSED_APPEAL
    for person in (stage.chair, cast.head, cast.teacher, cast.other_director, None):
        assert rules.may_see_appeal(person, case) == rules.NOT_YOUR_APPEAL
    assert list(closed_appeals(cast.lead)) == [{"pk": case.pk}]
    assert not closed_appeals(cast.director)
    assert not [one for one in life_of(application) if "appeal" in one.what.lower()]
    assert may_see_register(hearers[0], cast.alliance) is not None  # hearing gives no other right
    made.find(case)
    hearing.release_appeal(appeal=case, by=cast.director, now=now())
    case.refresh_from_db()
    assert rules.may_see_appeal(cast.lead, case) is None
    assert [one for one in life_of(application) if one.what == "Appeal lodged"]


def test_whoever_took_no_part_arranges_where_there_is_one(cast, refused, lodged):
    assert rules.arrangers_of([lodged])[lodged.pk] == {cast.director.pk, cast.administrator.pk}
    free = PersonFactory()
    Membership.objects.create(alliance=cast.alliance, person=free, role="administrator", since=timezone.localdate())
    assert rules.arrangers_of([lodged])[lodged.pk] == {free.pk}
    assert rules.may_arrange(cast.director, lodged) == rules.CLOSED_APPEAL


def test_all_who_hear_it_confirm_what_one_of_them_wrote(cast, lodged):
    case = made.arrange(lodged, cast.director)
    first, second, third = [hearer.person for hearer in case.hearers.all()]
    assert kinds_to(first) == ["sle.appeal_hear"]
    assert kinds_to(case.application.applicant)[-1] == "sle.appeal_arranged"
    with pytest.raises(Refused, match="Only those who hear this appeal"):
        hearing.record_findings(appeal=case, found={}, remedy="", revision=1, by=cast.director, now=now())
    with pytest.raises(Refused, match="Say what you find"):
        hearing.record_findings(appeal=case, found={}, remedy="", revision=case.revision, by=first, now=now())
    upheld = {1: Found("upheld", "The third score is missing.")}
    with pytest.raises(Refused, match="Say what is to be done"):
        hearing.record_findings(appeal=case, found=upheld, remedy="", revision=case.revision, by=first, now=now())
    hearing.record_findings(
        appeal=case, found=upheld, remedy=Remedy.DECISION, revision=case.revision, by=first, now=now()
    )
    read = case.revision
    hearing.confirm_findings(appeal=case, revision=read, by=second, now=now())
    dismissed = {1: Found("not_upheld", "Three people scored it.")}
    hearing.record_findings(appeal=case, found=dismissed, remedy="", revision=read, by=third, now=now())
    with pytest.raises(Refused, match="written anew"):
        hearing.confirm_findings(appeal=case, revision=read, by=first, now=now())
    with pytest.raises(Refused, match="once everybody who hears"):
        hearing.release_appeal(appeal=case, by=cast.director, now=now())
    for person in (first, second):
        hearing.confirm_findings(appeal=case, revision=case.revision, by=person, now=now())
    assert (case.state, case.remedy) == ("decided", "")
    with pytest.raises(Refused, match="what was found stands"):
        hearing.record_findings(appeal=case, found=upheld, remedy="", revision=case.revision, by=first, now=now())


def test_a_dismissed_appeal_changes_nothing_and_is_told_with_reasons(cast, refused):
    _, application = refused
    case = made.decide(application, cast)
    assert case.letter.kind == "sle.appeal_dismissed"
    for words in ("Your appeal is dismissed", "Not upheld.", made.REASONS):
        assert words in case.letter.html
    assert kinds_to(application.applicant)[-1] == "sle.appeal_ready"
    head = Mail.objects.get(kind="sle.appeal_head")
    assert timezone.localdate(head.due_at) > timezone.localdate()
    assert "The appeal is dismissed" in head.body
    decision = AreaDecision.objects.get(application_area__application=application)
    assert (decision.state, decision.outcome) == ("released", "not_designated")
    assert len(letters_of(application)) == 1
    assert [*invariants(cast.alliance), *plug.invariants(cast.alliance)] == []
    AppealHearer.objects.filter(appeal=case).update(confirmed_at=None)
    assert "not everybody who heard it" in next(plug.invariants(cast.alliance))


def test_an_upheld_appeal_has_it_decided_again_with_one_live_letter(cast, refused):
    stage, application = refused
    first = letters_of(application)[0]
    made.decide(application, cast, Remedy.DECISION)
    decision = AreaDecision.objects.get(application_area__application=application)
    assert (decision.state, decision.approved_by) == ("reopened", None)
    assert "Not designated, proposed by Carol Chair" in notes_about(decision, "decided_before_the_appeal").get().text
    assert letters_of(application) == [first]
    assert "Propose 1 outcome" in [item.title for item in inbox(stage.chair, cast.alliance)]
    assert list(invariants(cast.alliance)) == []
    stage.propose(application, Outcome.NOT_DESIGNATED)  # proposing the same again is a decision too
    stage.propose(application, Outcome.DESIGNATED)
    with pytest.raises(Refused, match="You approved this outcome the first time"):
        stage.approve(cast.director)
    stage.approve(cast.administrator)
    stage.approve_letters(application)
    release.release_held_letter(letter=stage.letter(application), by=cast.administrator, now=now())
    latest, earlier = letters_of(application)
    assert (latest.kind, earlier) == ("sle.again", first)
    assert "takes the place of our first one" in latest.html
    assert Designation.objects.get(application=application).state == "offered"
    assert Letter.objects.filter(about_type="sle.application", about_id=application.pk).count() == 2
    assert list(invariants(cast.alliance)) == []


def test_an_upheld_appeal_has_it_scored_again_by_a_new_panel(cast, refused):
    stage, application = refused
    case = made.decide(application, cast, Remedy.SCORING)
    again = exercise_about(case)
    old, new = stage.entry(application), Entry.objects.get(exercise=again)
    assert (again.rubric, again.anonymous, exercise_about(stage.round)) == (
        stage.exercise.rubric,
        stage.exercise.anonymous,
        stage.exercise,
    )
    papers, same = old.dossiers.get(), new.dossiers.get()
    assert (same.sections, same.cleared_at, new.mean) == (papers.sections, papers.cleared_at, None)
    assert same.marks.count() == papers.marks.count()
    hearer = case.hearers.first().person
    for person in (stage.chair, stage.seats["scorer"].person, cast.lead, cast.director, hearer):
        with pytest.raises(Refused, match="took part when this was decided before, or know"):
            panels.seat_person(exercise=again, person=person, role="scorer", by=cast.administrator)
    chair, scorer = PersonFactory(), PersonFactory()
    for person, role in ((chair, "chair"), (scorer, "scorer")):
        seat = panels.seat_person(exercise=again, person=person, role=role, by=cast.administrator)
        panels.declare_interests(seat=seat, schools=[], people=[], now=now())
    panels.start_scoring(exercise=again, by=cast.administrator, now=now())
    fresh = type(stage)(stage.round, stage.staff, Exercise.objects.get(pk=again.pk))
    with pytest.raises(Refused, match="has not finished scoring"):
        stage.propose(application, Outcome.DESIGNATED, by=chair)
    fresh.score(application, "Green")
    panels.end_scoring(exercise=fresh.exercise, by=cast.administrator, now=now())
    with pytest.raises(Refused, match="its chair proposes the outcome"):
        stage.propose(application, Outcome.DESIGNATED)  # the first chair
    stage.propose(application, Outcome.DESIGNATED, by=chair, reason="")  # as the new panel's rule recommends
    stage.approve(cast.administrator)
    letter = stage.letter(application)
    assert "Clear evidence." in str(letter.feedback)
    assert "No evidence of impact." not in str(letter.feedback)
    stage.approve_letters(application)
    release.release_held_letter(letter=stage.letter(application), by=cast.administrator, now=now())
    assert Exercise.objects.get(pk=again.pk).state == "closed"
    assert Entry.objects.get(pk=old.pk).mean == old.mean  # the original stays on record
    assert list(invariants(cast.alliance)) == []


def test_where_nobody_else_is_free_whoever_approved_first_approves_again(cast, refused):
    stage, application = refused
    made.decide(application, cast, Remedy.DECISION)
    assert deciders(stage.round).approvers(application.pk, None) == (cast.administrator.pk,)
    Membership.objects.filter(alliance=cast.alliance, role="administrator").delete()
    assert deciders(stage.round).approvers(application.pk, None) == (cast.director.pk,)
    second = PersonFactory()
    Membership.objects.create(alliance=cast.alliance, person=second, role="director", since=timezone.localdate())
    assert deciders(stage.round).approvers(application.pk, None) == (second.pk,)


def test_reminders_go_once_and_an_overdue_hearing_is_told(cast, lodged):
    case = made.arrange(lodged, cast.director)
    soon = timezone.make_aware(datetime.combine(case.decide_by, time(9)))
    for _ in range(2):
        hearing.remind_of_hearings(cast.alliance, soon)
    assert Mail.objects.filter(kind="sle.appeal_hear_remind").count() == 3
    for _ in range(2):
        hearing.remind_of_hearings(cast.alliance, soon + timedelta(days=1))
    assert Mail.objects.filter(kind="sle.appeal_overdue").count() == 2  # the director and the administrator


def test_a_withdrawn_appeal_is_over(cast, lodged):
    lodging.withdraw_appeal(appeal=lodged, by=lodged.application.applicant, now=now())
    with pytest.raises(Refused, match="withdrawn"):
        made.arrange(lodged, cast.director)
    assert rules.may_start_appeal(lodged.application.applicant, lodged.application, now()) is not None


def test_an_upheld_appeal_against_the_end_of_a_designation_reinstates_it(cast):
    review = made.make_ended(cast)
    assert review.designation.state == "de_designated"
    letter = Letter.objects.get(kind="sle.ended")
    assert "The process of the review was not followed." in letter.html
    assert rules.may_appeal_review(cast.teacher, review, now()) == rules.NOT_YOUR_APPEAL
    late = timezone.make_aware(datetime.combine(review.appeal_until, time(23, 59, 59))) + timedelta(seconds=1)
    assert "The last day for an appeal was" in rules.may_appeal_review(review.designation.person, review, late).sentence
    case = made.lodge_against(review)
    for person in (cast.lead, cast.director):
        assert "they took part in the review" in may_hear(person, case).sentence
    assert rules.arrangers_of([case])[case.pk] == {cast.administrator.pk}
    assert rules.may_see_appeal(cast.lead, case) == rules.CLOSED_APPEAL
    colleague = PersonFactory()
    Membership.objects.create(
        alliance=cast.alliance,
        person=colleague,
        role="headteacher",
        school=review.designation.home_school,
        since=timezone.localdate(),
    )
    assert "it is from their own school" in may_hear(colleague, case).sentence
    case = made.find(made.arrange(case, cast.administrator), Remedy.DESIGNATION)
    hearing.release_appeal(appeal=case, by=cast.administrator, now=now())
    review.refresh_from_db()
    designation = Designation.objects.get()
    assert (designation.state, designation.ended_on, review.state) == ("current", None, "gathering")
    assert "Your appeal is upheld" in Letter.objects.get(kind="sle.appeal_upheld").html
    assert [one for one in life_of(designation) if one.what == "Appeal lodged"]


def test_a_dismissed_appeal_leaves_the_designation_ended(cast):
    case = made.find(made.arrange(made.lodge_against(made.make_ended(cast)), cast.administrator))
    hearing.release_appeal(appeal=case, by=cast.administrator, now=now())
    assert Designation.objects.get().state == "de_designated"
