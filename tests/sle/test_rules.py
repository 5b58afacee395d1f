"""Who may what, state by state; words, deadlines, parts."""

import functools
from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.deadlines import in_time
from alliance.library.services import store
from alliance.panels.models import Seat
from alliance.panels.services import leave_seat
from sle.models import Extension, Round
from sle.queries.applications import EVIDENCE
from sle.queries.closed import closed_applications, closed_references
from sle.rules import applications as rules
from sle.rules import references as reference_rules
from sle.rules import rounds as round_rules
from sle.rules.deadlines import hand_over_by, references_by
from sle.rules.decisions import deciders
from sle.rules.parts import missing_parts, parts_of
from sle.rules.words import over_limit
from sle.services import panel
from sle.states import ApplicationState, ReferenceKind, RoundState
from tests.factories import files
from tests.factories import sle as made


def test_the_whole_second_of_the_deadline_counts():
    until = timezone.now().replace(microsecond=0)
    assert in_time(until + timedelta(microseconds=999_999), until)
    assert not in_time(until + timedelta(seconds=1), until)
    assert not in_time(until, None)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (300, ""),
        (301, "Your text has 301 words and the limit is 300: shorten it by 1 word. It is kept as you typed it."),
        (320, "Your text has 320 words and the limit is 300: shorten it by 20 words. It is kept as you typed it."),
    ],
)
def test_a_text_over_its_limit_is_told_by_how_much(words, sentence):
    assert over_limit("word " * words, 300) == sentence


STAFF = {"lead", "administrator", "director"}


def test_only_staff_run_rounds(cast, open_round):
    may = {role for role, person in cast.roles().items() if not round_rules.may_manage_rounds(person, cast.alliance)}
    assert may == STAFF


@pytest.mark.parametrize(
    ("rule", "states"),
    [
        (round_rules.may_close_round, {"open"}),
        (round_rules.may_cancel_round, {"draft", "open", "closed", "scoring", "deciding"}),
        (round_rules.may_set_up_round, {"draft"}),
        (round_rules.may_extend_round, {"open"}),
        (round_rules.may_finish_round, {"closed", "deciding", "released"}),
        (round_rules.may_change_later_dates, {"draft", "open", "closed", "scoring", "deciding"}),
    ],
)
def test_what_staff_may_do_depends_on_where_the_round_stands(cast, open_round, rule, states):
    allowed = set()
    for state in RoundState:
        open_round.__dict__["state"] = state.value
        if rule(cast.lead, open_round) is None:
            allowed.add(state.value)
        assert rule(cast.teacher, open_round) is not None
    assert allowed == states


def test_the_check_list_says_what_is_missing_before_opening(cast):
    round = made.make_round(cast.lead, cast.alliance, opened=False, about="", opens_at=None, privacy_notice=" ")
    round.questions.all().delete()
    round.eligibility_rules.all().delete()
    round.areas.all().delete()
    sentences = {(lack.step, lack.sentence) for lack in round_rules.missing_before_opening(round, timezone.now())}
    assert sentences == {
        ("about", "Say who should apply, for the public page."),
        ("times", "Set when the round opens, when applicants hand over and when references close."),
        ("areas", "Choose at least one area that you are looking for."),
        ("questions", "Add at least one question for applicants."),
        ("eligibility", "Add at least one eligibility rule."),
        ("privacy", "Write the privacy notice that applicants agree to."),
    }
    refusal = round_rules.may_open_round(cast.lead, round, timezone.now())
    assert str(refusal) == "The round cannot open yet: the check list says what is missing."


def test_a_round_whose_hand_over_time_has_passed_does_not_open(cast):
    round = made.make_round(cast.lead, cast.alliance, opened=False)
    late = round.hand_over_by + timedelta(seconds=1)
    assert [lack.sentence for lack in round_rules.missing_before_opening(round, late)] == [
        "The hand-over time has passed already: set a later one."
    ]


def test_who_may_see_an_application(cast, handed_over):
    may = {role for role, p in cast.roles().items() if rules.may_see_application(p, handed_over) is None}
    assert may == STAFF | {"outsider"}


@pytest.mark.slow
def test_what_somebody_is_still_writing_is_theirs_alone(cast, sign_in, draft, penns):
    document = store(subject=draft, purpose=EVIDENCE, upload=files.upload(files.pdf()), by=cast.outsider)
    may = {role for role, p in cast.roles().items() if rules.may_read_answers(p, draft) is None}
    assert may == {"outsider"}
    assert rules.may_open_document(cast.lead, document) == rules.NOT_HANDED_OVER
    lead, page = sign_in(cast.lead), f"/boldmere/sle/applications/{draft.code}/"
    shown = lead.get(page).content.decode()
    assert rules.NOT_HANDED_OVER.sentence in shown
    assert "“Your work as a leader” has no answer" in shown  # what staff need to help
    complete = made.fill(draft, penns)
    shown = lead.get(page).content.decode()
    for written in (made.ANSWER, "Head of maths", made.REFEREE_EMAIL):
        assert written not in shown
    handed_over = made.hand_over(complete)
    assert {role for role, p in cast.roles().items() if rules.may_read_answers(p, handed_over) is None} == may | STAFF
    assert made.ANSWER in lead.get(page).content.decode()
    assert rules.may_open_document(cast.lead, document) is None


def seat(cast, round, person):
    exercise = panel.open_panel(round=round, by=cast.lead)
    return Seat.objects.create(alliance=cast.alliance, exercise=exercise, person=person)


def test_whoever_sits_on_the_panel_sees_no_application_until_release(cast, handed_over):
    seat(cast, handed_over.round, cast.director)
    assert rules.may_see_application(cast.director, handed_over) == rules.ON_THE_PANEL
    assert rules.may_handle_application(cast.director, handed_over) == rules.ON_THE_PANEL
    assert rules.may_see_application(cast.administrator, handed_over) is None
    handed_over.round.__dict__["state"] = "released"
    assert rules.may_see_application(cast.director, handed_over) is None


@pytest.mark.slow
def test_leaving_the_panel_opens_no_application_before_release(cast, handed_over):
    left = seat(cast, handed_over.round, cast.director)
    leave_seat(seat=left, by=cast.lead, reason="")
    assert rules.may_see_application(cast.director, handed_over) == rules.ON_THE_PANEL
    assert rules.may_handle_application(cast.director, handed_over) == rules.ON_THE_PANEL
    assert list(closed_applications(cast.director)) == [{"pk": handed_over.pk}]
    assert closed_references(cast.director).count() == handed_over.references.count() > 0
    assert cast.director.pk in deciders(handed_over.round).seated
    Round._base_manager.filter(pk=handed_over.round.pk).update(state="released")
    handed_over.round.__dict__["state"] = "released"
    assert rules.may_see_application(cast.director, handed_over) is None
    assert not closed_applications(cast.director).exists()


def test_the_panel_cannot_apply_in_its_own_round(cast, open_round):
    seat(cast, open_round, cast.teacher)
    assert rules.may_start_application(cast.teacher, open_round, timezone.now()) == rules.ON_THE_PANEL
    assert rules.may_start_application(cast.outsider, open_round, timezone.now()) is None


def test_nobody_handles_their_own_application(cast, open_round):
    own = made.start(open_round, cast.administrator)
    refusal = rules.may_handle_application(cast.administrator, own)
    assert str(refusal) == "This is your own application, so somebody else of the alliance has to do this."
    assert rules.may_handle_application(cast.lead, own) is None


def test_an_application_starts_only_while_the_round_takes_them(cast, open_round):
    ask = rules.may_start_application
    before = open_round.opens_at - timedelta(minutes=1)
    assert str(ask(cast.outsider, open_round, before)).startswith("This round opens on ")
    late = open_round.hand_over_by + timedelta(seconds=1)
    assert str(ask(cast.outsider, open_round, late)) == "This round is closed to new applications."
    open_round.__dict__["state"] = "cancelled"
    assert str(ask(cast.outsider, open_round, timezone.now())) == "This round has been cancelled."


def test_withdrawing_is_possible_at_any_time_before_the_outcome(cast, draft):
    allowed = set()
    for state in ApplicationState:
        draft.__dict__["state"] = state.value
        if rules.may_withdraw(cast.outsider, draft) is None:
            allowed.add(state.value)
        assert rules.may_withdraw(cast.lead, draft) == rules.NOT_YOURS
    assert allowed == {"draft", "handed_over", "submitted"}


def test_a_new_draft_lacks_everything_but_the_name(draft):
    assert missing_parts(draft) == [
        "“Your name and post” is not complete",
        "“Your school” is not complete",
        "“Teacher reference number” is not complete",
        "“Your leadership role” is not complete",
        "“Areas you apply for” is not complete",
        "“Your work as a leader” has no answer",
        "“Your expertise” has no answer",
        "“Improving the work of others” has no answer",
        "“Working beyond your own classroom” has no answer",
        "“Your capacity to support” has no answer",
        "“Your headteacher or principal” is not complete",
        "“Your second referee” is not complete",
    ]
    statuses = {part.slug: part.status for part in parts_of(draft)}
    assert (statuses["you"], statuses["school"], statuses["files"]) == ("In progress", "Not yet started", "Optional")


def test_a_complete_draft_lacks_nothing(complete):
    assert missing_parts(complete) == []


def test_a_person_with_more_time_has_it_for_themselves_alone(cast, draft, open_round):
    later = open_round.references_by + timedelta(days=3)
    Extension.objects.create(
        alliance=cast.alliance,
        round=open_round,
        application=draft,
        hand_over_by=later,
        granted_by=cast.lead,
        granted_at=timezone.now(),
    )
    other = made.start(open_round, cast.teacher)
    assert (hand_over_by(draft), references_by(draft)) == (later, later)
    assert (hand_over_by(other), references_by(other)) == (open_round.hand_over_by, open_round.references_by)


@pytest.mark.parametrize("kind", [ReferenceKind.HEAD, ReferenceKind.SECOND])
def test_nobody_is_their_own_head_or_referee_by_any_address(cast, draft, kind):
    cast.outsider.emailaddress_set.create(email="Otis@Elsewhere.example", verified=False)
    for own in ("otis@example.org", "OTIS@example.org ", "otis@elsewhere.example"):
        assert "one of your own e-mail addresses" in str(
            reference_rules.may_be_referee(draft, kind, own, by=cast.outsider)
        )
    assert reference_rules.may_be_referee(draft, kind, "somebody@example.org", by=cast.outsider) is None
    refused = str(reference_rules.may_be_referee(draft, kind, "otis@example.org", by=cast.lead))
    assert "one of the applicant’s own e-mail addresses" in refused
    assert "your" not in refused


def test_head_and_second_referee_are_two_people_by_any_address(cast, complete):
    ask = functools.partial(reference_rules.may_be_referee, by=cast.outsider)
    sentence = "Your headteacher or principal and your second referee have to be two different people."
    assert str(ask(complete, ReferenceKind.SECOND, made.HEAD_EMAIL)) == sentence
    cast.head.emailaddress_set.create(email=made.HEAD_EMAIL, verified=True)
    cast.head.emailaddress_set.create(email="private@head.example", verified=True)
    assert str(ask(complete, ReferenceKind.SECOND, "private@head.example")) == sentence
    told = reference_rules.may_be_referee(complete, ReferenceKind.SECOND, made.HEAD_EMAIL, by=cast.lead)
    assert str(told) == "The headteacher or principal and the second referee have to be two different people."
