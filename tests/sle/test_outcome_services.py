"""From the closed round to the letter: rows, posted mails, exact sentences."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alliance.panels.models import Dossier, Entry
from alliance.post.models import Letter, Mail
from alliance.refusal import Refused
from alliance.workflow.models import Event
from alliance.workflow.notes import notes_about
from sle.models import AdjustmentRequest, AreaDecision, Designation, EligibilityFinding, OutcomeLetter, RoundArea
from sle.plugs.outcomes import invariants
from sle.queries.decisions import outcome_rows, targets, ties_at_targets, unexplained_ties
from sle.queries.letters import late_values, letter_html, letter_lines, missing_before_release
from sle.queries.panel import missing_before_scoring
from sle.services import decisions, letters, panel, release
from sle.states import Outcome
from sle.wording import fill, inert
from tests.factories.sle_panel import make_application, make_decided, make_stage


@pytest.fixture
def stage(cast):
    return make_stage(cast.alliance, cast.lead)


@pytest.fixture
def decided(cast):
    return make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor", "Bea Moss")


def now():
    return timezone.now()


# --- handing over


def test_a_dossier_holds_answers_references_and_only_the_arrangement_of_an_adjustment(cast, stage):
    application = make_application(stage.round)
    AdjustmentRequest.objects.create(
        alliance=cast.alliance, application=application, request="I am ill.", arrangement="Large print was allowed."
    )
    assert panel.hand_over(round=stage.round, by=cast.lead, now=now()) == 1
    sections = {s["key"]: s for s in Dossier.objects.get(entry__candidate_id=application.pk).sections}
    assert list(sections) == ["q1", "q2", "head", "second", "arrangement"]
    assert sections["q1"]["text"] == "I led q1."
    assert sections["second"]["text"] == "Supports the application: yes\n\nVery good work."
    assert sections["arrangement"]["text"] == "Large print was allowed."
    assert "I am ill." not in str(sections)
    assert Entry.objects.get(candidate_id=application.pk).areas == ["Maths"]


def test_nobody_is_handed_over_twice(cast, stage):
    make_application(stage.round)
    assert [panel.hand_over(round=stage.round, by=cast.lead, now=now()) for _ in range(2)] == [1, 0]


def test_a_missing_second_reference_is_shown_and_does_not_block(cast, stage):
    application = make_application(stage.round)
    application.references.filter(kind="second").update(state="asked")
    assert panel.hand_over(round=stage.round, by=None, now=now()) == 1
    sections = Dossier.objects.get().sections
    assert sections[-1]["text"] == "This reference was not received."


def test_an_application_waits_for_references_that_may_still_come(cast):
    stage = make_stage(cast.alliance, cast.lead, references_by=now() + timedelta(days=3))
    application = make_application(stage.round)
    application.references.filter(kind="second").update(state="asked")
    assert panel.hand_over(round=stage.round, by=None, now=now()) == 0
    assert "Alex Okafor: references are open, so the dossier is not frozen yet." in missing_before_scoring(
        stage.round, now()
    )
    assert panel.hand_over(round=stage.round, by=None, now=now() + timedelta(days=4)) == 1


def test_the_check_list_names_whose_eligibility_is_open(cast, stage):
    application = make_application(stage.round)
    EligibilityFinding.objects.filter(application=application).delete()
    assert panel.hand_over(round=stage.round, by=cast.lead, now=now()) == 0
    with pytest.raises(Refused, match="Alex Okafor: not every rule of eligibility is settled"):
        panel.start_scoring(round=stage.round, by=cast.lead, now=now())
    stage.round.refresh_from_db()
    assert stage.round.state == "closed"


def test_scoring_starts_only_with_cleared_dossiers(cast, stage):
    make_application(stage.round)
    with pytest.raises(Refused, match="1 dossier is not cleared yet"):
        panel.start_scoring(round=stage.round, by=cast.lead, now=now())
    assert not Entry.objects.exists()
    stage.start_scoring()
    stage.exercise.refresh_from_db()
    assert (stage.round.state, stage.exercise.state) == ("scoring", "scoring")


def test_scoring_cannot_end_while_somebody_still_scores(cast, stage):
    make_application(stage.round)
    stage.start_scoring()
    with pytest.raises(Refused, match="Not everybody has scored SLE-"):
        panel.start_deciding(round=stage.round, by=cast.lead, now=now())
    stage.round.refresh_from_db()
    assert stage.round.state == "scoring"


def test_who_sits_on_the_panel_runs_nothing(cast, stage):
    stage.sit("Lena Lead", "scorer", person=cast.lead)
    with pytest.raises(Refused, match="You are on this round's panel"):
        panel.start_scoring(round=stage.round, by=cast.lead, now=now())


def test_a_withdrawn_application_leaves_the_panel_and_its_letter_is_void(cast, stage):
    application, other = make_application(stage.round), make_application(stage.round, "Bea Moss")
    stage.start_scoring()
    for one in (application, other):
        stage.score(one, "Green")
    stage.start_deciding()
    panel.withdraw_from_panel(application=application, now=now())
    assert [row.application for row in outcome_rows(stage.round)] == [other]
    assert stage.letter(application).state == "void"


# --- deciding


def test_the_chair_proposes_as_recommended_and_the_director_approves(cast, stage):
    good, poor = make_application(stage.round, "Good One"), make_application(stage.round, "Poor One")
    stage.start_scoring()
    stage.score(good, "Green")
    stage.score(poor, "Red")
    stage.start_deciding()
    assert decisions.propose_as_recommended(round=stage.round, by=stage.chair, now=now()) == 2
    found = AreaDecision.objects.values_list("application_area__application", "outcome", "state")
    assert set(found) == {(good.pk, "designated", "proposed"), (poor.pk, "not_designated", "proposed")}
    stage.approve(cast.director)
    assert set(AreaDecision.objects.values_list("state", "approved_by")) == {("approved", cast.director.pk)}
    assert "**Maths: designated.**" in stage.letter(good).body
    assert "**Maths: not designated this time.**" in stage.letter(poor).body


def test_an_outcome_that_differs_from_the_rule_needs_a_reason_kept_as_a_note(cast, stage):
    application = make_application(stage.round)
    stage.start_scoring()
    stage.score(application, "Green")
    stage.start_deciding()
    with pytest.raises(Refused, match="Give a reason where the outcome is not what the panel's rule recommends"):
        stage.propose(application, Outcome.NOT_DESIGNATED, reason="")
    stage.propose(application, Outcome.NOT_DESIGNATED, reason="The area is full.")
    assert [note.text for note in notes_about(AreaDecision.objects.get())] == ["The area is full."]
    assert "The area is full." not in str(list(Event.objects.values()))


def test_a_reserve_needs_a_day_after_today(cast, stage):
    application = make_application(stage.round)
    stage.start_scoring()
    stage.score(application, "Green")
    stage.start_deciding()
    with pytest.raises(Refused, match="Say until when the applicant stays in reserve"):
        stage.propose(application, Outcome.RESERVE)
    until = timezone.localdate() + timedelta(days=90)
    stage.propose(application, Outcome.RESERVE, reserve_until=until)
    assert AreaDecision.objects.get().reserve_until == until


def test_a_tie_at_a_full_target_needs_a_recorded_reason_before_approval(cast, stage):
    RoundArea.objects.filter(round=stage.round, area__name="Maths").update(target=1)
    one, two = make_application(stage.round, "Ann One"), make_application(stage.round, "Ann Two")
    stage.start_scoring()
    for application in (one, two):
        stage.score(application, "Green")
    stage.start_deciding()
    stage.propose(one, Outcome.DESIGNATED)
    assert ties_at_targets(stage.round, outcome_rows(stage.round)) == []
    stage.propose(two, Outcome.NOT_DESIGNATED)
    (tie,) = unexplained_ties(stage.round, outcome_rows(stage.round))
    with pytest.raises(Refused, match="The chair has to record the reason before this can be approved"):
        stage.approve(cast.director)
    with pytest.raises(Refused, match="The chair of the panel records why"):
        decisions.break_tie(round=stage.round, tie=tie, reason="Broader evidence.", by=cast.director)
    decisions.break_tie(round=stage.round, tie=tie, reason="Broader evidence.", by=stage.chair)
    assert unexplained_ties(stage.round, outcome_rows(stage.round)) == []
    stage.approve(cast.director)
    maths = next(t for t in targets(stage.round, outcome_rows(stage.round)) if t.name == "Maths")
    assert maths.in_words == "Maths 1 of 1"


def test_deciding_anew_makes_the_recorded_reason_of_a_tie_stale(cast, stage):
    RoundArea.objects.filter(round=stage.round, area__name="Maths").update(target=1)
    one, two = make_application(stage.round, "Ann One"), make_application(stage.round, "Ann Two")
    stage.start_scoring()
    for application in (one, two):
        stage.score(application, "Green")
    stage.start_deciding()
    stage.propose(one, Outcome.DESIGNATED)
    stage.propose(two, Outcome.NOT_DESIGNATED)
    (tie,) = unexplained_ties(stage.round, outcome_rows(stage.round))
    decisions.break_tie(round=stage.round, tie=tie, reason="Broader evidence.", by=stage.chair)
    stage.propose(one, Outcome.NOT_DESIGNATED)
    stage.propose(two, Outcome.DESIGNATED)
    assert len(unexplained_ties(stage.round, outcome_rows(stage.round))) == 1


# --- letters


def test_one_letter_covers_all_areas_with_feedback_and_dates(cast):
    stage = make_stage(cast.alliance, cast.lead, reply_by=date(2099, 3, 12), training_on=date(2099, 3, 23))
    application = make_application(stage.round, areas=("Maths", "Phonics"))
    stage.start_scoring()
    stage.score(application, "Green", comment="Led *change*.")
    stage.start_deciding()
    maths, phonics = application.areas.select_related("application__round")
    decisions.propose_outcomes(
        round=stage.round,
        choices=[
            decisions.Choice(maths, Outcome.WITH_SUPPORT),
            decisions.Choice(phonics, Outcome.NOT_DESIGNATED),
        ],
        reason="As agreed.",
        by=stage.chair,
        now=now(),
    )
    stage.approve(cast.director)
    letter = stage.letter(application)
    html = letter_html(letter, late_values(stage.round, date(2099, 3, 2)))
    assert "<strong>Maths: designated with a support plan.</strong>" in html
    assert "<strong>Phonics: not designated this time.</strong>" in html
    assert "by Thursday 12 March 2099" in html
    assert "Core training is on Monday 23 March 2099." in html
    assert "until the end of Monday 16 March 2099" in html
    assert "The published process was not followed." in html
    assert "<p>Led *change*.</p>" in html
    assert letter.texts.count() == 3
    (line,) = letter_lines(stage.round, outcome_rows(stage.round), now())
    assert line.special == ["Two areas", "Good and bad news in one letter", "Condition: support plan"]


def test_edited_words_survive_as_a_note_when_the_outcome_changes_and_feedback_stays(cast, decided):
    stage, (alex, _) = decided
    letter = stage.letter(alex)
    feedback = [{**letter.feedback[0], "text": "Edited feedback."}]
    letters.edit_letter(
        letter=letter,
        body=letter.body + "\n\nCome and see us.",
        feedback=feedback,
        revision=letter.revision,
        by=cast.administrator,
        now=now(),
    )
    assert (stage.letter(alex).state, stage.letter(alex).edited) == ("draft", True)
    stage.propose(alex, Outcome.WITH_SUPPORT)
    changed = stage.letter(alex)
    assert (changed.state, changed.body, changed.feedback) == ("draft", "", feedback)
    assert notes_about(changed, "earlier_wording").get().text.endswith("Come and see us.")


def test_a_stale_tab_is_refused_and_overwrites_nothing(cast, decided):
    stage, (alex, _) = decided
    letter = stage.letter(alex)
    save = {"letter": letter, "feedback": [], "revision": letter.revision, "by": cast.administrator, "now": now()}
    letters.edit_letter(body="First {feedback}", **save)
    with pytest.raises(letters.StaleLetter):
        letters.edit_letter(body="Second {feedback}", **{**save, "letter": stage.letter(alex)})
    assert stage.letter(alex).body == "First {feedback}"


def test_a_letter_with_an_open_placeholder_is_not_approved(cast, decided):
    stage, (alex, _) = decided
    letter = stage.letter(alex)
    letters.edit_letter(
        letter=letter, body="Dear {nobody}", feedback=[], revision=letter.revision, by=cast.lead, now=now()
    )
    with pytest.raises(Refused, match=r"The letter still says \{nobody\}"):
        stage.approve_letters(alex)


@pytest.mark.parametrize(
    "typed", ["*bold*", "_a_", "# Heading", "<b>x</b>", "{feedback}", "[x](http://x)", "`x`", "1. x", "- x", "&copy;"]
)
def test_what_people_type_is_inert_in_a_letter(typed):
    class Draft:
        body = fill("Dear {name},", {"name": typed})
        feedback = [{"criterion": typed, "text": typed}]

    html = letter_html(Draft(), {})
    assert not any(tag in html for tag in ("<strong", "<em", "<h1", "<b>", "<a ", "<code", "<ol", "<ul", "©"))
    assert inert(typed) == inert(typed)


# --- release


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
