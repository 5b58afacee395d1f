"""The parts of the report about the process: figures, scorers, conflicts, times, and what was changed by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median

from django.utils import timezone

from alliance.addresses import path_to
from alliance.charts import Bar, Dot
from alliance.equality.tables import THRESHOLD
from alliance.panels.leniency import Moderation
from alliance.panels.models import AgreedScore, Assignment, Conflict, Entry, Exercise
from alliance.panels.queries import closed_to_chair, moderation_of, submitted_means
from alliance.panels.states import AssignmentState, ConflictKind
from alliance.schools.workdays import Calendar
from alliance.workflow.models import Event, Note
from sle.models import (
    Application,
    AreaDecision,
    Designation,
    EligibilityFinding,
    Extension,
    InterviewPlan,
    OutcomeLetter,
    Reference,
    Round,
)
from sle.queries.counting import DECIDED, as_counted
from sle.queries.decisions import outcome_rows
from sle.queries.fairness.grids import Grid, Section
from sle.states import ApplicationState, DecisionState, ReferenceState

TOO_FEW = f"fewer than {THRESHOLD}: not shown"


def figures(round: Round, applications: Sequence[Application]) -> Section:
    """The round in figures: how far applications came."""
    (counted,) = as_counted([round.pk])
    states = Counter(one.state for one in applications)
    numbers = [
        ("Begun", len(applications)),
        ("Submitted by the head", sum(one.submitted_at is not None for one in applications)),
        ("Not complete in time", states[ApplicationState.NOT_CONSIDERED]),
        ("Withdrawn", states[ApplicationState.WITHDRAWN]),
        ("Found not eligible", states[ApplicationState.INELIGIBLE]),
        ("Decided", sum(states[state] for state in DECIDED)),
        ("Offered a designation", sum(one.chosen for one in counted.selections)),
    ]
    bars = [Bar(name, number) for name, number in numbers]
    return Section("The round in figures", grids=[Grid("Applications", ["Step", "Applications"], numbers, bars=bars)])


def scorers(exercise: Exercise | None) -> Section:
    """How far scorers were apart on the same applications, and how strict or lenient each was, without names."""
    title = "Scorers"
    if exercise is None:
        return Section(title, ["The round had no panel."])
    submitted = submitted_means(exercise)
    by_entry: dict[int, list[int]] = defaultdict(list)
    by_seat: dict[int, list[int]] = defaultdict(list)
    for _, entry, seat, mean in submitted:
        by_entry[entry].append(mean)
        by_seat[seat].append(mean)
    spreads = [max(means) - min(means) for means in by_entry.values() if len(means) > 1]
    disagreed = Entry.objects.filter(exercise=exercise, withdrawn_at=None, disagreements__gt=0).count()
    sentences = [
        f"{disagreed} of {_times(len(by_entry), 'application')} had a criterion on which scorers were two or more "
        "levels apart."
    ]
    if spreads:
        sentences.append(
            f"In half of the applications the means of the scorers were no more than {_points(median(spreads))} apart; "
            f"the widest were {_points(max(spreads))} apart."
        )
    moderation = moderation_of(exercise, submitted)
    sentences.append(
        moderation.off
        or "Leniency is how much higher than the whole panel a scorer would mark the same application, with its "
        "interval. Adjusted means informed the panel and decided nothing."
    )
    return Section(title, sentences, [_by_scorer(by_seat, moderation)] if by_seat else [])


def _by_scorer(by_seat: dict[int, list[int]], moderation: Moderation) -> Grid:
    """A row per scorer, in the order of their seats."""
    rows: list[list[object]] = []
    dots = []
    for number, (seat, means) in enumerate(sorted(by_seat.items()), start=1):
        name = f"Scorer {number}"
        mean = _points(sum(means) / len(means)) if len(means) >= THRESHOLD else TOO_FEW
        found = moderation.scorers.get(seat)
        if found is None:
            rows.append([name, len(means), mean, "too few to tell", ""])
            continue
        rows.append([name, len(means), mean, _signed(found.value), f"{_signed(found.low)} to {_signed(found.high)}"])
        dots.append(Dot(name, found.value, found.low, found.high, _signed(found.value)))
    return Grid("What each scorer gave", ["Scorer", "Applications", "Mean", "Leniency", "Interval"], rows, dots=dots)


def conflicts(round: Round, exercise: Exercise | None) -> Section:
    """Conflicts of interest: how many were found and declared, and what became of them."""
    title = "Conflicts of interest"
    if exercise is None:
        return Section(title, ["The round had no panel."])
    found = list(Conflict.objects.filter(entry__exercise=exercise).values_list("kind", "entry_id", "seat_id"))
    kinds = Counter(kind for kind, _, _ in found)
    if not found:
        return Section(title, ["None was found by the portal, and none was declared."])
    names = dict(ConflictKind.choices)
    rows = [
        [names[kind], "declared by the member" if kind == ConflictKind.DECLARED else "found by the portal", kinds[kind]]
        for kind in ConflictKind.values
        if kinds[kind]
    ]
    pairs = {(entry, seat) for _, entry, seat in found}
    taken_out = Assignment.objects.filter(
        entry__exercise=exercise, state=AssignmentState.RECUSED, submitted_at__isnull=False
    ).count()
    to_deputy = len(closed_to_chair(exercise) & {entry for entry, _ in pairs})
    sentences = [
        f"{_times(len({entry for entry, _ in pairs}), 'application')} had a member of the panel with a conflict. The "
        "portal kept each of them from that member: not scored, not read, not in their totals.",
    ]
    if taken_out:
        sentences.append(f"{_times(taken_out, 'set')} of scores given before a conflict was known no longer counted.")
    if to_deputy:
        sentences.append(f"{_times(to_deputy, 'application')} closed to the chair went to the deputy.")
    return Section(title, sentences, [Grid("Conflicts", ["Kind", "How it was known", "Times"], rows)])


def times(round: Round, exercise: Exercise | None, applications: Sequence[Application]) -> Section:
    """How long each step took, in working days."""
    calendar = Calendar(round.alliance)
    moves = dict(
        Event.objects.filter(
            subject_type="sle.round", subject_id=round.pk, move__in=("start_scoring", "start_deciding")
        ).values_list("move", "at")
    )
    scored = (
        Assignment.objects.filter(entry__exercise=exercise, submitted_at__isnull=False).values_list(
            "submitted_at", flat=True
        )
        if exercise
        else ()
    )
    replies = Designation.objects.filter(application__round=round, replied_at__isnull=False)
    start, decide = moves.get("start_scoring"), moves.get("start_deciding")
    steps: list[tuple[str, Iterable[tuple[datetime | None, datetime | None]], bool]] = [
        ("From beginning to handing over", [(one.started_at, one.handed_over_at) for one in applications], True),
        (
            "From handing over to the head’s return",
            [(one.handed_over_at, one.submitted_at) for one in applications],
            True,
        ),
        ("From the close to the start of scoring", [(round.closed_at, start)], False),
        ("From the start of scoring to a scorer’s marks", [(start, at) for at in scored], True),
        ("From the end of scoring to the release", [(decide, round.released_at)], False),
        ("From the close to the release", [(round.closed_at, round.released_at)], False),
        ("From the offer to the reply", list(replies.values_list("offered_at", "replied_at")), True),
    ]
    rows, bars = [], []
    for name, spans, of_people in steps:
        days = _working_days(calendar, spans)
        if of_people and len(days) < THRESHOLD:
            rows.append([name, "" if not days else TOO_FEW])
        elif days:
            rows.append([name, _days(median(days))])
            bars.append(Bar(name, round_up(median(days))))
        else:
            rows.append([name, ""])
    caption = "Time taken at each step, median in working days"
    return Section("Time taken", grids=[Grid(caption, ["Step", "Working days"], rows, bars=bars)])


def changes(round: Round, exercise: Exercise | None, applications: Sequence[Application]) -> Section:
    """What people changed by hand, how often, and where the reasons stand."""
    of_round = {"application__round": round}
    decisions = AreaDecision.objects.filter(application_area__application__round=round)
    differing = sum(
        bool(line.recommended) and line.outcome not in ("", line.recommended)
        for row in outcome_rows(round)
        for line in row.areas
    )
    ties = Note.objects.filter(about="tie", subject_type="sle.areadecision", subject_id__in=decisions.values("pk"))
    changed = Event.objects.filter(
        subject_type="diary.occasion",
        move__in=("change", "call_off"),
        root_type="sle.interviewplan",
        root_id__in=InterviewPlan.objects.filter(round=round).values("pk"),
    )
    extensions = [one.application_id is None for one in Extension.objects.filter(round=round)]
    places = decisions.exclude(reserve_until=None).filter(state=DecisionState.RELEASED)
    agreed = AgreedScore.objects.filter(entry__exercise=exercise).count() if exercise else 0
    fewer = Entry.objects.filter(exercise=exercise, fewer_accepted__isnull=False).count() if exercise else 0

    def page(name: str) -> str:
        return path_to(f"sle:{name}", round.alliance, pk=round.pk)

    table = path_to("panels:table", round.alliance, pk=exercise.pk) if exercise else ""
    lines: list[tuple[str, int, str]] = [
        ("More time for everybody", sum(extensions), page("round")),
        ("More time for one applicant", len(extensions) - sum(extensions), page("application_list")),
        (
            "Applications typed in from paper",
            sum(one.paper_entered_by_id is not None for one in applications),
            page("application_list"),
        ),
        (
            "Referees named anew or sent another address",
            Reference.objects.filter(**of_round, state=ReferenceState.REPLACED).count(),
            page("application_list"),
        ),
        (
            "Eligibility settled by staff",
            EligibilityFinding.objects.filter(**of_round, found_by__isnull=False).count(),
            page("application_list"),
        ),
        ("Scores agreed where scorers differed", agreed, table),
        ("Fewer scores accepted than planned", fewer, table),
        (
            "Slots for interviews changed or called off",
            changed.count(),
            page("interview_list") if round.interviews else "",
        ),
        ("Outcomes other than the rule recommends", differing, page("decision_list")),
        ("Ties at a target broken", ties.count(), page("decision_list")),
        ("Letters reworded", OutcomeLetter.objects.filter(**of_round, edited=True).count(), page("round_release")),
        ("Places offered from the reserve", sum(one.from_reserve for one in places), page("reserve_list")),
    ]
    rows = [[name, number] for name, number, _ in lines]
    bars = [Bar(name, number) for name, number, _ in lines if number]
    return Section(
        "Changed by hand",
        [
            "Each needed a reason where the portal asks for one. The reasons stand on the pages of what was "
            "changed, for those who may see them; they are in no report."
        ],
        [
            Grid(
                "Changes made by hand",
                ["Change", "Times"],
                rows,
                bars=bars,
                links=[link if number else "" for _, number, link in lines],
            )
        ],
    )


def _working_days(calendar: Calendar, spans: Iterable[tuple[datetime | None, datetime | None]]) -> list[int]:
    """The working days between each two times; what has no beginning or no end is left out."""
    return [
        calendar.between(timezone.localdate(begin), timezone.localdate(end)) for begin, end in spans if begin and end
    ]


def _points(thousandths: float) -> str:
    """Thousandths as a mark: "1.75"."""
    return f"{thousandths / 1000:.2f}"


def _signed(thousandths: int) -> str:
    """Thousandths with their sign: "+0.20", "−0.15"; what rounds to nought has none."""
    size = _points(abs(thousandths))
    return size if not float(size) else f"{'−' if thousandths < 0 else '+'}{size}"


def _days(number: float) -> str:
    return f"{number:g}"


def round_up(number: float) -> int:
    """The length of a bar: half a day counts as one."""
    return int(number + 0.5)


def _times(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
