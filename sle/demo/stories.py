"""Which rounds each alliance of the demo has: across the five one in every stage, and always one that is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from django.utils import timezone

from alliance.people.models import Person
from sle.demo import appeals, interviews, panels, priorities
from sle.demo.directory import boldmere_directory, west_london_directory
from sle.demo.earlier import answer, earlier_rounds
from sle.demo.life import boldmere_moves, boldmere_register
from sle.demo.making import (
    applicant,
    at,
    close,
    day,
    fill_in,
    give,
    hand_over,
    make_round,
    open_round,
    start,
    submitted,
)
from sle.demo.training import boldmere_training
from sle.models import Application, Round
from sle.services import panel, rounds
from sle.states import ReferenceKind, Remedy

# Boldmere names six kinds of skill: subjects, behaviour and school business are national areas, these its own.
BOLDMERE_AREAS = (("Inclusion", "Special educational needs"), ("ITT mentoring", ""), ("Performance management", ""))


def boldmere_open(cast: Any) -> None:
    """Open for nine days more: one draft, one with the head, one submitted, one from outside."""
    made = make_round(
        cast,
        "Specialist leaders of education, this term",
        [
            ("Maths", 2),
            ("English", 1),
            ("Inclusion", 1),
            ("ITT mentoring", 1),
            ("Performance management", 1),
            ("Behaviour and discipline", 1),
            ("School business management and financial management", 1),
        ],
        closes=16,
        own_areas=BOLDMERE_AREAS,
    )
    open_round(cast, made)
    amara, daniel, eleanor, *_ = cast.teachers
    drafting = applicant(amara, "Maths")
    fill_in(cast, start(made, drafting, days_before=22), drafting, 1, questions=2)
    with_head = applicant(daniel, "ITT mentoring")
    handed = start(made, with_head, days_before=21)
    fill_in(cast, handed, with_head, 2)
    handed = Application.objects.select_related("round__alliance", "applicant", "school").get(pk=handed.pk)
    hand_over(cast, handed, days_before=18)
    done = applicant(eleanor, "English")
    waits = start(made, done, days_before=24)
    fill_in(cast, waits, done, 3)
    waits = Application.objects.select_related("round__alliance", "applicant", "school").get(pk=waits.pk)
    hand_over(cast, waits, days_before=20)
    give(waits, ReferenceKind.HEAD, 3, days_before=17)


def boldmere_draft(cast: Any) -> None:
    """A draft for later, copied from the open one: its check list says what is missing."""
    latest = cast.alliance.sle_rounds.order_by("pk").last()
    rounds.copy_round(round=latest, title="Specialist leaders of education, next year", by=cast.lead)


def west_london_closed(cast: Any) -> None:
    """Closed last week: dossiers are frozen, and all but one are cleared. A dossier to score together first is written,
    and a proposal of who scores what waits for somebody to accept it."""
    made = make_round(
        cast,
        "SLE recruitment",
        [("Religious education", 1), ("Science", 2), ("School business management and financial management", 1)],
        closes=-8,
        scores_per_entry=3,
    )
    open_round(cast, made)
    isabel, joanna = cast.teachers
    submitted(cast, made, applicant(isabel, "Religious education"), 11)
    submitted(cast, made, applicant(joanna, "Science"), 12)
    submitted(cast, made, applicant(_from_outside(cast, "faisal.rahman"), "Science"), 13, second=False)
    panels.seat(cast, made, (136625, 103356, 137935, 136857, 137694), at(-20))
    close(made)
    panels.clear(cast, made, at(-1), all_but=1)
    panels.write_calibration(cast, made, at(-1, time(16, 0)))
    panels.share_out(cast, made, at(-1, time(16, 30)), accept=False)


def west_london_interviews(cast: Any) -> None:
    """Interviews are under way: one was held, one is scored by half, one stayed away; one has a slot to come, moved at
    short notice, and one has chosen none in time."""
    made = make_round(
        cast,
        "Leaders of education for our secondary schools",
        [("Maths", 1), ("English", 2), ("Assessment", 1)],
        closes=-50,
        interviews=True,
        interview_rubric=interviews.criteria(cast.alliance, cast.lead),
    )
    open_round(cast, made)
    several = (
        ("karen.ives", "English"),
        ("liam.fenwick", "English"),
        ("oliver.stannard", "Maths"),
        ("sanjay.mistry", "Maths"),
        ("neil.harcourt", "Assessment"),
    )
    for number, (mailbox, area) in enumerate(several, start=15):
        submitted(cast, made, applicant(_from_outside(cast, mailbox), area), number)
    urns = (103356, 103353, 130564, 137694)
    panels.seat(cast, made, urns, at(-55))
    _to_decision(cast, made, -38)
    made.refresh_from_db()
    found = interviews.plan(cast, made, urns, at(-10))
    asked = interviews.invite(cast, found, list(made.applications.all()), at(-10, time(16, 0)))
    for place, one in enumerate(asked[:3]):
        interviews.choose(one, days=interviews.held(), now=at(-8, time(12, place)))
    to_come = interviews.choose(asked[3], days=interviews.to_come(), now=at(-5))
    interviews.hold(asked[0], "Green")
    interviews.hold(asked[1], "Amber", leaving=1)
    interviews.stays_away(cast, asked[2])
    interviews.moves_a_slot(cast, found, to_come)


def boldmere_finished(cast: Any) -> None:
    """Last year's round: those designated have accepted, stand on the register and were reported to the agency; one who
    was not has appealed, and the appeal was dismissed."""
    made = make_round(
        cast,
        "Specialist leaders of education, last year",
        [("Science", None), ("Special educational needs", None), ("Phonics", None)],
        closes=-330,
    )
    open_round(cast, made)
    _, _, _, faisal, grace, hugh = cast.teachers
    submitted(cast, made, applicant(faisal, "Science"), 21)
    submitted(cast, made, applicant(grace, "Special educational needs"), 22)
    submitted(cast, made, applicant(hugh, "Phonics"), 23)
    submitted(cast, made, applicant(_from_outside(cast, "oliver.stannard"), "Phonics"), 24)
    panels.seat(cast, made, (103342, 103353, 103341, 149305, 136857), at(-335))
    _to_decision(cast, made, -320)
    panels.decide(cast, made, at(-300), approve=True)
    panels.let_out(cast, made, at(-298, time(10, 0)))
    panels.reply(made, at(-290))
    panels.report(cast, made, at(-280))
    lodged = appeals.lodge(made, "oliver.stannard", at(-292))
    appeals.hear(cast, lodged, (103356, 136625, 137694), at(-289), days=20)
    answer(made)
    rounds.finish_round(round=made, by=cast.lead)


def west_herts_appealed(cast: Any) -> None:
    """Last term's round: an appeal is upheld, and a new panel is to score the application again."""
    made = make_round(cast, "SLE round, last term", [("English", 1), ("Assessment", 1)], closes=-100)
    open_round(cast, made)
    submitted(cast, made, applicant(_from_outside(cast, "karen.ives"), "English"), 35)
    submitted(cast, made, applicant(_from_outside(cast, "neil.harcourt"), "Assessment"), 36)
    panels.seat(cast, made, (136857, 138507, 137238, 144909), at(-105))
    _to_decision(cast, made, -90)
    panels.keep_in_reserve(made, "Assessment", day(60), at(-66))
    panels.decide(cast, made, at(-65), approve=True)
    panels.let_out(cast, made, at(-63, time(10, 0)))
    panels.reply(made, at(-58))
    lodged = appeals.lodge(made, "neil.harcourt", at(-56))
    appeals.hear(cast, lodged, (144959, 103356, 103353), at(-53), days=48, remedy=Remedy.SCORING)


def west_herts_earlier(cast: Any) -> None:
    """Finished: two rounds with 48 applications between them, whose outcomes were counted together by group."""
    earlier_rounds(cast, (136857, 138507, 137238, 144909, 145599, 103356))


def west_herts_scoring(cast: Any) -> None:
    """Being scored: shared out by a proposal, the rubric read together first; a few scores are still owed."""
    made = make_round(
        cast,
        "SLE round",
        [("Maths", 1), ("Phonics", 1), ("Early years", 1), ("Closing the gap", 1)],
        closes=-12,
        scores_per_entry=3,
    )
    open_round(cast, made)
    oliver, rebecca, sanjay, tessa = cast.teachers
    submitted(cast, made, applicant(oliver, "Phonics"), 31)
    submitted(cast, made, applicant(rebecca, "Closing the gap"), 32, second=False)
    submitted(cast, made, applicant(sanjay, "Maths"), 33)
    submitted(cast, made, applicant(tessa, "Early years", "Phonics"), 34)
    panels.seat(cast, made, (136857, 138507, 137238, 144909, 145599), at(-16))
    close(made)
    panels.clear(cast, made, at(-6))
    panels.share_out(cast, made, at(-6, time(16, 0)), accept=True)
    panels.write_calibration(cast, made, at(-6, time(17, 0)))
    panel.start_scoring(round=made, by=cast.lead, now=at(-5, time(9, 0)))
    panels.calibrate(made, at(-5, time(11, 0)))
    panels.score(made, at(-4, time(9, 0)), leaving=5)


def west_essex_deciding(cast: Any) -> None:
    """Being decided: the panel has scored and met, strict and lenient scorers are told apart, the chair has proposed,
    the director has still to approve."""
    made = make_round(
        cast, "Recruitment of SLEs", [("English", 1), ("History", 1), ("Maths", 1), ("Assessment", 1)], closes=-40
    )
    open_round(cast, made)
    karen, liam, maria, neil = cast.teachers
    submitted(cast, made, applicant(karen, "English"), 41)
    submitted(cast, made, applicant(liam, "History"), 42)
    submitted(cast, made, applicant(maria, "Maths"), 43)
    submitted(cast, made, applicant(neil, "Assessment"), 44)
    submitted(cast, made, applicant(_from_outside(cast, "victor.lyons"), "Maths"), 45)
    submitted(cast, made, applicant(_from_outside(cast, "rebecca.thorne"), "Assessment"), 46)
    panels.seat(cast, made, (136625, 145599, 137694, 136857, 103356), at(-45))
    _to_decision(cast, made, -30)
    panels.decide(cast, made, at(-2), approve=False)


def weston_released(cast: Any) -> None:
    """Released last week: everyone has a letter; one has accepted, others have not replied, one is in reserve,
    one has appealed."""
    made = make_round(
        cast,
        "Specialist leaders of education",
        [("Maths", None), ("Phonics", None), ("English", None), ("Religious education", None)],
        closes=-45,
    )
    open_round(cast, made)
    submitted(cast, made, applicant(cast.teachers[0], "Maths"), 51)
    for number, (mailbox, area) in enumerate(
        (("tessa.wickham", "Phonics"), ("maria.santos", "English"), ("isabel.corrigan", "Religious education")),
        start=52,
    ):
        submitted(cast, made, applicant(_from_outside(cast, mailbox), area), number)
    panels.seat(cast, made, (136857, 103356, 103353, 136625, 130564), at(-50))
    _to_decision(cast, made, -38)
    panels.keep_in_reserve(made, "Phonics", day(120), at(-11))
    panels.decide(cast, made, at(-10), approve=True)
    panels.let_out(cast, made, at(-7, time(10, 0)))
    panels.reply(made, at(-3), accept=1)
    appeals.lodge(made, "isabel.corrigan", at(-1, time(9, 30)))


def _to_decision(cast: Any, made: Round, days: int) -> None:
    """Close the round, clear its dossiers, and let the panel score and meet, from so many days before today on."""
    close(made)
    panels.clear(cast, made, at(days))
    panel.start_scoring(round=made, by=cast.lead, now=at(days + 1))
    panels.score(made, at(days + 2, time(9, 0)))
    panel.start_deciding(round=made, by=cast.lead, now=at(days + 6))
    panels.moderate(cast, made, at(days + 7))


def _from_outside(cast: Any, mailbox: str) -> tuple[Person, Any]:
    """A teacher of another alliance's school."""
    return next(found for found in cast.outside_teachers if found[1].mailbox == mailbox)


def weston_cancelled(cast: Any) -> None:
    """Cancelled while it was open: one applicant was told why."""
    made = make_round(cast, "Specialist leaders, autumn", [("Design and technology", 1)], closes=5)
    open_round(cast, made)
    zoe = applicant(cast.teachers[1], "Design and technology")
    start(made, zoe, days_before=20)
    reason = "The funding for this area has moved to a neighbouring alliance, which will advertise it."
    rounds.cancel_round(round=made, reason=reason, by=cast.lead, now=timezone.now())


STORIES: dict[str, tuple[Callable[[Any], None], ...]] = {
    "boldmere": (
        boldmere_finished,
        boldmere_open,
        boldmere_draft,
        boldmere_register,
        boldmere_moves,
        boldmere_directory,
        boldmere_training,
        priorities.fill_years,
        priorities.take_targets,
    ),
    "west-herts": (west_herts_earlier, west_herts_appealed, west_herts_scoring, priorities.fill_years),
    "west-london": (west_london_closed, west_london_interviews, west_london_directory),
    "west-essex": (west_essex_deciding, priorities.fill_years),
    "weston": (weston_released, weston_cancelled),
}
