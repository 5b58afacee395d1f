"""What the yearly ask asks for specialist leaders: which areas of expertise a school needs and can offer."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F

from alliance.expertise.models import Area
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import said
from alliance.surveys.questions import Question, Section, Shape

NEED, URGENT, OFFER = "sle-need", "sle-urgent", "sle-offer"


def ask(alliance: Alliance) -> Iterator[Section]:
    """Three pages over the areas that are current now: needed, urgent among these, offered; none without areas."""
    # The national list in its order, the alliance's own areas after it: on every database alike.
    found = Area.objects.open_to(alliance).select_related("area_list")
    areas = list(found.order_by(F("area_list").asc(nulls_last=True), "position", "name", "pk"))
    if not areas:
        return
    by_focus: dict[str, list[Area]] = {}
    for area in areas:
        by_focus.setdefault(area.focus or "Other areas", []).append(area)
    version = next((area.area_list.name for area in areas if area.area_list), "")
    questions = tuple(
        Question(
            key=f"focus-{number}",
            text=focus,
            shape=Shape.SEVERAL,
            choices=tuple((str(area.pk), area.name) for area in chosen),
        )
        for number, (focus, chosen) in enumerate(by_focus.items(), start=1)
    )
    yield Section(
        key=NEED,
        title="In which areas does your school need support?",
        lead=said(
            "Tick every area in which a {sle} from another school could help this year. Tick nothing if you need none."
        ),
        questions=questions,
        version=version,
    )
    yield Section(
        key=URGENT,
        title="Which of these are urgent?",
        lead="Where support this term would make the difference. Tick nothing if none is.",
        questions=questions,
        version=version,
        among=NEED,
    )
    yield Section(
        key=OFFER,
        title="In which areas could your school support others?",
        lead=said("Where you have a leader who could become a {sle}, or whom you would release to help."),
        questions=questions,
        version=version,
    )
