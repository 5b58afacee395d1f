"""The demo's panels: seated, cleared, scored, decided, released and answered, through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from alliance.panels import services as panels
from alliance.panels.models import Assignment, Criterion, Dossier, Entry, Exercise, Level, Score
from alliance.panels.queries import calibration_of, exercise_about, section_titles, sent_out, times_agreed
from alliance.panels.services import Given
from alliance.panels.states import AssignmentState, MarkState, SeatRole
from alliance.people.models import Person
from sle.demo import words
from sle.models import ApplicationArea, Designation, OutcomeLetter, Round
from sle.rules.decisions import deciders
from sle.services import decisions, letters, panel, register, release, returns
from sle.states import Outcome


def seat(cast: Any, made: Round, urns: Sequence[int], now: datetime) -> Exercise:
    """Put the panel together from the heads of these schools: the first chairs, the second is the deputy; all have
    declared that they have no other interests."""
    exercise = panel.open_panel(round=made, by=cast.administrator)
    roles = (SeatRole.CHAIR, SeatRole.DEPUTY)
    for place, urn in enumerate(urns):
        person, school = cast.head_of[urn], cast.schools[urn]
        role = roles[place] if place < len(roles) else SeatRole.SCORER
        held = panels.seat_person(exercise=exercise, person=person, role=role, school=school, by=cast.administrator)
        panels.declare_interests(seat=held, schools=(), people=(), now=now)
    return exercise


def clear(cast: Any, made: Round, now: datetime, *, all_but: int = 0) -> None:
    """Freeze the dossiers and clear them (`all_but` the last few): what could name somebody is blacked out."""
    panel.hand_over(round=made, by=cast.administrator, now=now)
    waiting = list(Dossier.objects.filter(entry__exercise__about_id=made.pk, entry__exercise__about_type="sle.round"))
    for dossier in waiting[: len(waiting) - all_but]:
        suggested = list(dossier.marks.filter(state=MarkState.SUGGESTED))
        panels.decide_marks(dossier=dossier, marks=suggested, black_out=True, by=cast.administrator, now=now)
        panels.clear_dossier(dossier=dossier, by=cast.administrator, now=now)


def share_out(cast: Any, made: Round, now: datetime, *, accept: bool) -> None:
    """Staff let it be worked out who scores what; the deputy, a busy head, takes two. With `accept` it is given out."""
    exercise = _exercise(made)
    deputy = exercise.seats.get(role=SeatRole.DEPUTY)
    proposal = panels.ask_for_proposal(exercise=exercise, caps={deputy.pk: 2}, by=cast.administrator, now=now)
    panels.make_proposal(proposal.pk)
    proposal.refresh_from_db()
    if accept:
        panels.accept_proposal(proposal=proposal, by=cast.administrator, now=now)


def write_calibration(cast: Any, made: Round, now: datetime) -> None:
    """Staff write the dossier that the panel scores together first."""
    exercise = _exercise(made)
    sections = [
        {"key": key, "title": title, "kind": "answer", "text": words.CALIBRATION[key]}
        for key, title in section_titles(exercise).items()
        if key in words.CALIBRATION
    ]
    panels.write_calibration(exercise=exercise, sections=sections, by=cast.administrator, now=now)


def calibrate(made: Round, now: datetime) -> None:
    """Everybody scores the dossier, the chair shows how it was read, writes down one reading and opens the rest."""
    exercise = _exercise(made)
    entry = calibration_of(exercise)
    if entry is None:
        raise AssertionError("There is no dossier to score together.")
    levels = list(Level.objects.filter(rubric=exercise.rubric).order_by("position"))
    criteria = list(Criterion.objects.filter(rubric=exercise.rubric).order_by("position"))
    held = Assignment.objects.filter(entry=entry).select_related("entry__exercise", "seat__person").order_by("pk")
    for number, assignment in enumerate(held):
        given = {}
        for place, criterion in enumerate(criteria):
            level = levels[2 if place == 0 else 1 + (number + place) % 2 if place < 3 else (number + place) % 3]
            given[criterion.pk] = Given(level=level.pk, comment=words.COMMENTS.get(level.name, ""))
        panels.submit_scores(
            assignment=assignment,
            given=given,
            comment="",
            revision=assignment.revision,
            dossier=entry.dossiers.get(),
            by=assignment.seat.person,
            now=now + timedelta(minutes=20 * number),
        )
    chair = exercise.seats.select_related("person").get(role=SeatRole.CHAIR).person
    later = now + timedelta(hours=5)
    panels.show_spread(exercise=exercise, reason="", by=chair, now=later)
    agreed = [
        (criterion, levels[2 if place == 0 else 1], words.READINGS[place % len(words.READINGS)])
        for place, criterion in enumerate(criteria)
    ]
    entry.refresh_from_db()
    panels.agree(entry=entry, agreed=agreed, revision=times_agreed(entry), by=chair, now=later)
    panels.end_calibration(exercise=exercise, by=chair, now=later + timedelta(minutes=40))


def score(made: Round, now: datetime, *, leaving: int = 0) -> None:
    """Everybody on the panel scores; the last `leaving` assignments stay open."""
    exercise = _exercise(made)
    levels = list(Level.objects.filter(rubric=exercise.rubric).order_by("position"))
    criteria = list(Criterion.objects.filter(rubric=exercise.rubric).order_by("position"))
    entries = {entry.pk: place for place, entry in enumerate(Entry.objects.filter(exercise=exercise).order_by("pk"))}
    seats = list(exercise.seats.values_list("pk", flat=True))
    open_ones = list(
        Assignment.objects.filter(entry__exercise=exercise, state=AssignmentState.ASSIGNED)
        .select_related("entry__exercise", "seat__person")
        .order_by("pk")
    )
    for number, assignment in enumerate(open_ones[: len(open_ones) - leaving]):
        given = {}
        scorer = seats.index(assignment.seat_id)
        for place, criterion in enumerate(criteria):
            level = levels[_level(entries[assignment.entry_id], place, number, scorer)]
            given[criterion.pk] = Given(level=level.pk, comment=words.COMMENTS.get(level.name, ""))
        dossier = assignment.entry.dossiers.order_by("-version").first()
        if dossier is None:
            raise AssertionError("An entry without a dossier is scored.")
        panels.submit_scores(
            assignment=assignment,
            given=given,
            comment="Read with interest.",
            revision=assignment.revision,
            dossier=dossier,
            by=assignment.seat.person,
            now=now + timedelta(minutes=20 * number),
        )


def _level(entry: int, criterion: int, number: int, scorer: int) -> int:
    """Mostly Green; every second entry has an Amber, every fourth a Red, and now and then scorers disagree. The last of
    five scorers is strict, the one before is lenient."""
    if entry % 4 == 3 and criterion == 2:
        return 0
    if entry % 2 == 1 and criterion == 3:
        return 2 if scorer == 3 else 1
    if scorer == 4 and criterion in (0, 4):
        return 1
    return 1 if (entry + criterion + number) % 7 == 0 else 2


def moderate(cast: Any, made: Round, now: datetime) -> None:
    """The panel meets and talks over whatever scorers see differently: agreed is the level that most gave. The deputy
    leads where the chair has a conflict and is out of the room."""
    exercise = _exercise(made)
    seats = list(exercise.seats.select_related("person"))
    leads = {seat.role: seat.person for seat in seats}
    meeting = panels.open_meeting(
        exercise=exercise,
        held_on=localdate(now),
        present=seats,
        others=[f"{cast.administrator.name}, taking the minutes"],
        by=leads[SeatRole.CHAIR],
        now=now,
    )
    for number, entry in enumerate(exercise.entries.all()):
        if agreed := _most_gave(exercise, entry):
            out = sent_out(meeting, entry)
            led_by = SeatRole.DEPUTY if any(seat.role == SeatRole.CHAIR for seat in out) else SeatRole.CHAIR
            at = now + timedelta(minutes=15 * number)
            panels.discuss(meeting=meeting, entry=entry, agreed=agreed, revision=0, out=out, by=leads[led_by], now=at)
    panels.close_meeting(meeting=meeting, by=leads[SeatRole.CHAIR], now=now + timedelta(hours=2))


def _most_gave(exercise: Exercise, entry: Entry) -> list[tuple[Criterion, Level, str]]:
    """The middle level of every criterion on which scorers differ, with a reason."""
    agreed = []
    for criterion in Criterion.objects.filter(rubric=exercise.rubric):
        scores = Score.objects.filter(assignment__entry=entry, criterion=criterion, level__isnull=False)
        given = sorted((one.level for one in scores.select_related("level")), key=_position)
        middle = given[len(given) // 2] if given else None
        if middle is not None and len({_position(level) for level in given}) > 1:
            agreed.append((criterion, middle, "Talked over by the panel: the evidence in the reference settles it."))
    return agreed


def _position(level: Level | None) -> int:
    return level.position if level else 0


def keep_in_reserve(made: Round, area: str, until: date, now: datetime) -> None:
    """Whoever proposes its outcome proposes that the application for this area is kept in reserve."""
    line = ApplicationArea.objects.select_related("application__round").get(application__round=made, area__name=area)
    proposer = deciders(made).proposer(line.application_id)
    if proposer is None:
        raise AssertionError(f"Nobody proposes outcomes in {made}.")
    choice = decisions.Choice(line, Outcome.RESERVE, until)
    reason = "Three leaders are as many as the alliance can support this year."
    decisions.propose_outcomes(round=made, choices=[choice], reason=reason, by=Person.objects.get(pk=proposer), now=now)


def decide(cast: Any, made: Round, now: datetime, *, approve: bool) -> None:
    """The chair proposes what the rule recommends, the deputy what is closed to the chair; the director approves."""
    exercise = _exercise(made)
    for role in (SeatRole.CHAIR, SeatRole.DEPUTY):
        person = exercise.seats.select_related("person").get(role=role).person
        decisions.propose_as_recommended(round=made, by=person, now=now)
    if approve:
        decisions.approve_outcomes(round=made, decisions=decisions.proposed(made), by=cast.director, now=now)
        waiting = OutcomeLetter.objects.filter(application__round=made).select_related("application__round__alliance")
        letters.approve_letters(letters=list(waiting), by=cast.director, now=now)


def let_out(cast: Any, made: Round, now: datetime) -> None:
    """The administrator releases the outcomes."""
    release.release_round(round=made, by=cast.administrator, now=now)
    made.refresh_from_db()


def reply(made: Round, now: datetime, *, accept: int | None = None) -> None:
    """Those who are offered a designation accept (the first `accept` of them, or all)."""
    offers = Designation.objects.filter(application__round=made).select_related("person", "alliance").order_by("pk")
    for offer in list(offers)[:accept]:
        register.accept_offer(designation=offer, by=offer.person, now=now)


def report(cast: Any, made: Round, now: datetime) -> None:
    """The agency's return of the round is made and sent."""
    made_return = returns.make_return(alliance=cast.alliance, round=made, by=cast.administrator, now=now)
    returns.mark_sent(agency_return=made_return, by=cast.administrator, now=now + timedelta(hours=1))


def _exercise(made: Round) -> Exercise:
    found = exercise_about(made)
    if found is None:
        raise AssertionError(f"{made} has no panel.")
    return found
