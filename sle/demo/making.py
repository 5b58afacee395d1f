"""Making the demo's rounds and applications through the services, at times in the past or to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from alliance.expertise import services as expertise
from alliance.expertise.models import Area
from alliance.people.models import Person
from sle.demo import words
from sle.models import Application, Reference, Round
from sle.services import applications, references, rounds, set_up
from sle.states import ApplicationState, ReferenceKind, ReferenceState

AT_THREE = time(15, 0)


def day(days: int) -> date:
    """The date so many days from today (before it, if negative)."""
    return timezone.localdate() + timedelta(days=days)


def at(days: int, hour: time = AT_THREE) -> datetime:
    """3pm, or another hour, of the day so many days from today."""
    return timezone.make_aware(datetime.combine(day(days), hour))


@dataclass(frozen=True)
class Applicant:
    """Somebody who applies: the person, their post and school (URN), and the areas by name."""

    person: Person
    post: str
    urn: int
    areas: tuple[str, ...]


def applicant(found: tuple[Person, Any], *names: str) -> Applicant:
    """One of the cast's teachers as an applicant for the named areas."""
    person, somebody = found
    return Applicant(person, somebody.post, somebody.urn, names)


def make_round(
    cast: Any,
    title: str,
    sought: Sequence[tuple[str, int | None]],
    *,
    closes: int | None,
    own_areas: Sequence[tuple[str, str]] = (),
    **settings: Any,
) -> Round:
    """A draft round of the alliance for the areas `sought` (name, target). `closes` is the hand-over day, counted
    from today; None leaves the timetable open. `own_areas` are the alliance's own, each with a national area or ""."""
    by = cast.lead
    for name, national in own_areas:
        twin = Area.objects.filter(area_list__current=True, name=national).first() if national else None
        expertise.add_area(alliance=cast.alliance, name=name, national=twin, by=by)
    made = rounds.create_round(alliance=cast.alliance, title=title, by=by)
    times: dict[str, Any] = {}
    if closes is not None:
        times = {
            "opens_at": at(closes - 28, time(9, 0)),
            "hand_over_by": at(closes),
            "references_by": at(closes + 5),
            "score_by": at(closes + 19),
            "outcomes_on": day(closes + 28),
            "reply_by": day(closes + 42),
            "training_on": day(closes + 70),
        }
    about = (
        "We look for outstanding middle and senior leaders who can support colleagues in other schools. "
        "You can apply from any school, in the alliance or outside it."
    )
    set_up.set_up_round(round=made, values={"about": about, **times, **settings}, by=by)
    open_to = {area.name: area for area in Area.objects.open_to(cast.alliance)}
    set_up.choose_areas(round=made, areas=[open_to[name] for name, _ in sought], by=by)
    targets = dict(sought)
    set_up.set_targets(
        round=made, targets={line.pk: targets[line.area.name] for line in made.areas.select_related("area")}, by=by
    )
    return made


def open_round(cast: Any, made: Round) -> None:
    """Publish the round at its opening time."""
    rounds.open_round(round=made, by=cast.lead, now=made.opens_at or timezone.now())


def start(made: Round, who: Applicant, *, days_before: int) -> Application:
    """A draft, begun so many days before the hand-over time."""
    return applications.start_application(round=made, person=who.person, now=_before(made, days_before))


def fill_in(cast: Any, application: Application, who: Applicant, number: int, *, questions: int = 9) -> None:
    """Everything that the form asks for, or only its first `questions` questions and nobody named."""
    by = who.person
    school = cast.schools[who.urn]
    head = cast.heads_by_urn[who.urn]
    years = 3 + number % 5
    details = {
        "post": who.post,
        "telephone": f"01632 96{number:04}",
        "school": school,
        "trn": f"{1234500 + number * 7}",
        "leadership_role": who.post,
        "leadership_years": years,
        "is_head": False,
        "is_hlta": False,
    }
    applications.save_details(application=application, revision=application.revision, values=details, by=by)
    chosen = [line.area for line in application.round.areas.select_related("area") if line.area.name in who.areas]
    applications.save_areas(application=application, revision=application.revision, areas=chosen, by=by)
    said = {
        "post": who.post,
        "school": school.name,
        "area": _in_a_sentence(who.areas[0]),
        "years": years,
        "head": head[0],
    }
    for position, question in enumerate(application.round.questions.all()[:questions]):
        text = words.ANSWERS[position % 5][(number + position) % 2].format(**said)
        applications.save_answer(
            application=application,
            question=question,
            text=text,
            revision=0,
            finished=True,
            by=by,
            now=application.started_at,
        )
    if questions >= 5:
        name, mailbox = words.REFEREES[number % len(words.REFEREES)]
        second = (name, f"{mailbox}@{cast.facts.slug}.example", "Middle leader")
        for kind, (called, email, post) in ((ReferenceKind.HEAD, head), (ReferenceKind.SECOND, second)):
            applications.name_referee(
                application=application,
                kind=kind,
                revision=application.revision,
                name=called,
                email=email,
                telephone="01632 960000",
                post=post,
                by=by,
                now=application.started_at,
            )


def _in_a_sentence(area: str) -> str:
    """An area's name in the middle of a sentence: "maths", but "English" and "ITT mentoring"."""
    first = area.split(" ", 1)[0]
    return area if first == "English" or first.isupper() else area[0].lower() + area[1:]


def hand_over(cast: Any, application: Application, *, days_before: int) -> None:
    """Hand over to the head; where staff first have to confirm an outside head's address, they have."""
    when = _before(application.round, days_before)
    applications.hand_over(application=application, by=application.applicant, received=when, now=when)
    for reference in application.references.filter(state=ReferenceState.CHECKING):
        references.confirm_address(
            reference=reference, how="Rang the school’s office.", by=cast.administrator, now=when + timedelta(hours=2)
        )


def give(application: Application, kind: str, number: int, *, days_before: int) -> None:
    """The head or the second referee writes and sends the reference."""
    when = _before(application.round, days_before)
    reference = Reference.objects.exclude(state=ReferenceState.REPLACED).get(application=application, kind=kind)
    area = application.areas.select_related("area").first()
    said = {
        "name": application.name,
        "school": application.school.name if application.school else "",
        "area": _in_a_sentence(area.area.name) if area else "",
        "years": application.leadership_years,
    }
    values: dict[str, Any] = {"signer_name": reference.name, "signer_post": reference.post or "Headteacher"}
    if kind == ReferenceKind.HEAD:
        values |= {"confirms_role": True, "confirms_years": application.leadership_years, "agrees_release": True}
        values["statement"] = words.HEAD_STATEMENTS[number % 2].format(**said)
    else:
        values |= {"known_how": "We worked together on the subject.", "known_years": "Two years", "support": "strongly"}
        values |= {"signer_school": said["school"], "statement": words.SECOND_STATEMENTS[number % 2].format(**said)}
    saved = references.save_reference(reference=reference, revision=reference.revision, values=values, now=when)
    references.give_reference(reference=saved, link=None, by=None, received=when, now=when)


def submitted(cast: Any, made: Round, who: Applicant, number: int, *, second: bool = True) -> Application:
    """An application that the head has returned, and the second referee too unless told otherwise."""
    application = start(made, who, days_before=20)
    fill_in(cast, application, who, number)
    application = Application.objects.select_related("round__alliance", "applicant", "school").get(pk=application.pk)
    hand_over(cast, application, days_before=6)
    give(application, ReferenceKind.HEAD, number, days_before=2)
    if second:
        give(application, ReferenceKind.SECOND, number, days_before=1)
    application.refresh_from_db()
    if application.state != ApplicationState.SUBMITTED:
        raise AssertionError(f"{application.pk} is {application.state}")
    return application


def close(made: Round) -> None:
    """The hand-over time passes, and then the time for references."""
    if made.hand_over_by is None or made.references_by is None:
        raise AssertionError("A round without times cannot close.")
    rounds.close_round(round=made, by=None, now=made.hand_over_by + timedelta(minutes=1))
    rounds.end_overdue(round=made, now=made.references_by + timedelta(minutes=1))


def _before(made: Round, days: int) -> datetime:
    """11am so many days before the round's hand-over time, but never after now."""
    if made.hand_over_by is None:
        raise AssertionError("The round has no hand-over time.")
    return min(made.hand_over_by - timedelta(days=days, hours=4), timezone.now())
