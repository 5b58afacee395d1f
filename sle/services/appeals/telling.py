"""What the people of an appeal are told by mail: one place that knows the values of each text."""

from __future__ import annotations

from datetime import datetime

from alliance.addresses import full, path_to
from alliance.people.models import Person
from alliance.post.services import Addressee, send
from alliance.post.texts import Address
from alliance.times import in_words
from sle.models import Appeal, Reference, Release
from sle.rules.appeals import arrangers_of
from sle.states import ReferenceKind, ReferenceState


def tell_appellant(appeal: Appeal, verb: str, *, dedupe: str = "") -> None:
    """Post the mail `sle.<verb>` to the applicant, in the transaction of what it tells of."""
    page = path_to("sle:appeal", appeal.alliance, code=appeal.code)
    _send(appeal, verb, appeal.appellant, appeal.appellant.name, page, dedupe)


def tell_hearer(appeal: Appeal, person: Person, verb: str, *, dedupe: str = "") -> None:
    """Post the mail `sle.<verb>` to somebody who hears the appeal."""
    _send(appeal, verb, person, person.name, _case(appeal), f"{person.pk}:{dedupe}")


def tell_arrangers(appeal: Appeal, verb: str, *, dedupe: str = "") -> None:
    """Post the mail `sle.<verb>` to whoever can arrange the hearing."""
    for person in Person.objects.filter(pk__in=arrangers_of([appeal])[appeal.pk]).order_by("pk"):
        _send(appeal, verb, person, person.name, _case(appeal), f"{person.pk}:{dedupe}")


def tell_head(appeal: Appeal, outcome: str, *, due: datetime) -> None:
    """The head who supported the application, or was asked in the review, hears when it is `due` what became of it."""
    heads: list[Reference | Release] = (
        list(Release.objects.filter(review=appeal.review).exclude(answered_at=None))
        if appeal.review
        else list(
            Reference.objects.filter(
                application=appeal.application, kind=ReferenceKind.HEAD, state=ReferenceState.RETURNED
            )
        )
    )
    for head in heads:
        name = head.signer_name or head.name
        send(
            "sle.appeal_head",
            to=Addressee(head.email, name),
            alliance=appeal.alliance,
            about=appeal,
            values={**_values(appeal, name), "outcome": outcome},
            dedupe=f"sle.appeal_head:{appeal.pk}",
            due=due,
        )


def _case(appeal: Appeal) -> str:
    return path_to("sle:appeal_case", appeal.alliance, pk=appeal.pk)


def _values(appeal: Appeal, name: str) -> dict[str, str]:
    return {
        "name": name,
        "applicant": appeal.appellant.name,
        "about": appeal.title,
        "alliance": appeal.alliance.name,
        "decide_by": in_words(appeal.decide_by),
        "appeal_until": in_words(appeal.until),
    }


def _send(appeal: Appeal, verb: str, to: Person, name: str, page: str, dedupe: str) -> None:
    send(
        f"sle.{verb}",
        to=to,
        alliance=appeal.alliance,
        about=appeal,
        values={**_values(appeal, name), "page": Address(full(page))},
        dedupe=f"sle.{verb}:{appeal.pk}:{dedupe}",
    )
