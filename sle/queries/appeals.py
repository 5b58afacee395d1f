"""Appeals as they are read: by those who hear them, by whoever arranges it, and in the letter that tells of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from alliance.members.models import Membership
from alliance.panels.models import AgreedScore, Dossier, Entry, Score
from alliance.panels.queries import ReadSection, exercise_about, read_dossier, submitted_scores
from alliance.people.models import Person
from alliance.post.kinds import kind_named
from alliance.post.models import Letter
from alliance.post.texts import as_html, current
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import placeholders
from alliance.stages import Stage
from alliance.times import in_words
from alliance.workflow.models import Note
from sle.models import Appeal, AppealGround, AppealHearer, Application, EligibilityFinding, Review
from sle.queries.register import address_of
from sle.rules.appeals import arrangers_of, seats_again
from sle.rules.independence import took_part_in
from sle.states import OPEN_APPEAL, AppealState, ApplicationState, Remedy
from sle.wording import Block, fill, inert

# What is read of a review that is appealed against.
REVIEWED = ("review__designation__person", "review__designation__home_school", "review__designation__alliance")


def appeals() -> QuerySet[Appeal]:
    """The appeals of the alliance in scope that have been lodged, with what their rules and pages read."""
    related = Appeal.objects.exclude(state=AppealState.DRAFT).select_related(
        "alliance", "appellant", "application__round__alliance", "application__school", "letter", *REVIEWED
    )
    return related.prefetch_related("grounds", "hearers__person", "review__releases").order_by("-lodged_at", "-pk")


def heard_by(person: Person) -> QuerySet[AppealHearer]:
    """What the person is named to hear, in whatever alliance is asked for."""
    return AppealHearer.objects.filter(person=person).exclude(appeal__state=AppealState.WITHDRAWN)


def hears_somewhere(person: Person, alliance: Alliance) -> bool:
    """Does the person hear an appeal in the alliance? Then signing in takes a second factor."""
    return heard_by(person).filter(alliance=alliance).exists()


def closed_appeals(person: Person) -> QuerySet[Any]:
    """Primary keys of the appeals that are closed to the person, whatever their roles: what is not decided is seen by
    those who hear and arrange it only, and what is scored again not by its panel."""
    open_ones = list(appeals().filter(state__in=OPEN_APPEAL))
    arrangers = arrangers_of(open_ones)
    closed = [
        appeal.pk
        for appeal in open_ones
        if person.pk not in arrangers[appeal.pk]
        and appeal.appellant_id != person.pk
        and not any(hearer.person_id == person.pk for hearer in appeal.hearers.all())
    ]
    again = seats_again(person).values("exercise__about_id")
    return Appeal.objects.filter(Q(pk__in=closed) | Q(pk__in=again)).values("pk")


@dataclass(frozen=True)
class Candidate:
    """Somebody who could hear an appeal, or why they cannot."""

    person: Person
    roles: str
    why_not: str


def candidates_to_hear(appeal: Appeal) -> list[Candidate]:
    """Everybody with a role in the alliance today: those who took no part first, then the others with their part.

    Interests are looked for when somebody is named. Three queries and those of `took_part_in`.
    """
    today = timezone.localdate()
    current_ones = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today), alliance=appeal.alliance, since__lte=today, person__is_active=True
    )
    roles: dict[Person, list[str]] = {}
    for membership in current_ones.select_related("person", "school").order_by("person__surname", "person_id", "role"):
        where = f", {membership.school.name}" if membership.school else ""
        roles.setdefault(membership.person, []).append(f"{membership.get_role_display()}{where}")
    part = took_part_in([appeal])[appeal.pk]
    part.setdefault(appeal.appellant_id, "lodged this appeal")
    found = [Candidate(person, "; ".join(held), part.get(person.pk, "")) for person, held in roles.items()]
    return sorted(found, key=lambda one: bool(one.why_not))


@dataclass(frozen=True)
class ScorerLine:
    """What one scorer gave: the level on each criterion, and the comments."""

    name: str
    levels: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class CaseFile:
    """What those who hear an appeal read: the papers exactly as the panel had them, and what the panel made of them."""

    entry: Entry | None
    dossier: Dossier | None
    sections: Sequence[ReadSection]
    scorers: Sequence[ScorerLine]
    agreed: Sequence[AgreedScore]


def case_file(application: Application) -> CaseFile:
    """The last version of the dossier that was scored, every score, and what was agreed; empty where no panel had it.

    Nothing that came later is in it: no new evidence.
    """
    exercise = exercise_about(application.round)
    entry = exercise.entries.filter(candidate_id=application.pk).first() if exercise else None
    if exercise is None or entry is None:
        return CaseFile(None, None, (), (), ())
    entry.exercise = exercise
    dossiers = Dossier.objects.filter(entry=entry).prefetch_related("marks", "copies").order_by("-version")
    if exercise.anonymous:
        dossiers = dossiers.exclude(cleared_at=None)
    dossier = dossiers.first()
    if dossier is not None:
        dossier.entry = entry
    scores: dict[str, list[Score]] = {}
    given = submitted_scores(exercise).filter(assignment__entry=entry)
    for score in given.select_related("assignment__seat__person", "criterion", "level"):
        scores.setdefault(score.assignment.seat.person.name, []).append(score)
    return CaseFile(
        entry,
        dossier,
        read_dossier(dossier) if dossier else (),
        [
            ScorerLine(
                name, [(s.criterion.name, s.level.name if s.level else "Cannot judge", s.comment) for s in several]
            )
            for name, several in scores.items()
        ],
        list(
            AgreedScore.objects.filter(entry=entry).select_related("criterion", "level").order_by("criterion__position")
        ),
    )


def stages_of(appeal: Appeal) -> list[Stage]:
    """Where an appeal stands, for the applicant: lodged, being heard until when, decided."""
    heard = appeal.state in (AppealState.HEARING, AppealState.DECIDED)
    over = appeal.state == AppealState.RELEASED
    stages = [Stage("Lodged and received", "", "done", appeal.lodged_at)]
    if appeal.state == AppealState.WITHDRAWN:
        return [*stages, Stage("Withdrawn", "The outcome stands.", "done")]
    until = f"By the end of {in_words(appeal.decide_by)}" if appeal.decide_by and not over else ""
    detail = until or ("" if over else "The alliance names people who took no part, and tells you by when they decide.")
    stages.append(Stage("Heard", detail, "done" if over else "current" if heard else "to come"))
    return [*stages, Stage("Decided, and told by letter", "", "done" if over else "to come")]


def decision_word(appeal: Appeal) -> str:
    """What was decided, in a word, once the applicant has been told."""
    if appeal.state != AppealState.RELEASED:
        return ""
    return "Upheld" if appeal.is_upheld else "Dismissed"


def eligibility_of(application: Application) -> list[tuple[str, EligibilityFinding, str]]:
    """The rules of eligibility with what was found and the reason of staff, where that is what is appealed against."""
    if application.state != ApplicationState.INELIGIBLE:
        return []
    findings = application.findings.select_related("rule", "found_by").order_by("rule__position", "pk")
    notes = Note.objects.filter(subject_type="sle.eligibilityfinding", subject_id__in=findings.values("pk"))
    reasons = {note.subject_id: note.text for note in notes.order_by("pk")}
    return [(finding.rule.text, finding, reasons.get(finding.pk, "")) for finding in findings]


def address_of_appellant(appeal: Appeal) -> str:
    """What stands under the name on the letter."""
    if appeal.review is not None:
        return address_of(appeal.review.designation)
    school = appeal.application.school if appeal.application else None
    return school.postal_address if school else ""


def letters_of_review(review: Review) -> list[Letter]:
    """The letter that told the leader of the end."""
    letters = Letter.objects.filter(kind="sle.ended", about_type="sle.designation", about_id=review.designation_id)
    return list(letters.order_by("-pk")[:1])


def letter_kind(appeal: Appeal) -> str:
    """The kind of letter that tells what was decided."""
    return "sle.appeal_upheld" if appeal.is_upheld else "sle.appeal_dismissed"


def appeal_letter_html(appeal: Appeal) -> str:
    """The letter as it will go out, as safe HTML: the text in force with what was found on each ground, and why."""
    text = current(kind_named(letter_kind(appeal)), appeal.alliance)
    values = {
        **placeholders(appeal.alliance),
        "name": appeal.appellant.name,
        "about": appeal.title,
        "alliance": appeal.alliance.name,
        "findings": findings_block([ground for ground in appeal.grounds.all() if ground.statement.strip()]),
        "remedy": Remedy(appeal.remedy).label if appeal.is_upheld else "",
    }
    return as_html(fill(text.body, values))


def findings_block(grounds: Sequence[AppealGround]) -> Block:
    """What was found on each ground as Markdown: the ground, the finding, the reasons as they were typed."""
    parts = []
    for ground in grounds:
        reasons = "\n\n".join(inert(line.strip()) for line in ground.reasons.splitlines() if line.strip())
        parts.append(f"## {inert(ground.text)}\n\n**{ground.get_finding_display()}.** {reasons}")
    return Block("\n\n".join(parts))
