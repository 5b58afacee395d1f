"""What the people of a round are told by mail: one place that knows the values of each text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models

from alliance.addresses import full, path_to
from alliance.members.models import Membership
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.post.services import Addressee, send
from alliance.post.texts import Address
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import word_for
from alliance.times import in_words
from sle.leader_kinds import words_of_kind
from sle.models import Application, Reference, Round
from sle.rules.deadlines import hand_over_by, references_by
from sle.rules.parts import living_reference
from sle.states import ReferenceKind


def tell_applicant(application: Application, verb: str, *, dedupe: str = "", **more: str) -> None:
    """Post the mail `sle.<verb>` to the applicant, in the transaction of what it tells of.

    `dedupe` tells repeated mails of one kind apart (default: one mail of this kind per application).
    """
    alliance = application.round.alliance
    head = living_reference(application, ReferenceKind.HEAD)
    send(
        f"sle.{verb}",
        to=application.applicant,
        alliance=alliance,
        about=application,
        values={
            "name": application.name,
            "round": application.round.title,
            "alliance": alliance.name,
            **words_of_kind(alliance, application.round.kind),
            "page": Address(full(path_to("sle:application", alliance, code=application.code))),
            "hand_over_by": in_words(hand_over_by(application)),
            "references_by": in_words(references_by(application)),
            "head": head.name if head else f"your {word_for(alliance, 'headteacher')}",
            **more,
        },
        dedupe=f"sle.{verb}:{application.pk}:{dedupe}",
    )


def tell_referee(reference: Reference, verb: str, *, dedupe: str = "", **more: str) -> bool:
    """Post the mail `sle.<verb>` to the head or referee; False if this one was posted before."""
    application = reference.application
    mail = send(
        f"sle.{verb}",
        to=Addressee(reference.email, reference.name),
        alliance=application.round.alliance,
        about=reference,
        values={
            "referee": reference.name,
            "applicant": application.name,
            "school": application.school.name if application.school else "",
            "round": application.round.title,
            "alliance": application.round.alliance.name,
            **words_of_kind(application.round.alliance, application.round.kind),
            "references_by": in_words(references_by(application)),
            "hand_over_by": in_words(hand_over_by(application)),
            **more,
        },
        dedupe=f"sle.{verb}:{reference.pk}:{dedupe}",
    )
    return mail is not None


def tell_scorer(round: Round, person: Person, verb: str, **more: str) -> None:
    """Post the mail `sle.<verb>` to a member of the round's panel."""
    values = {"name": person.name, "round": round.title, "alliance": round.alliance.name, **more}
    dedupe = f"sle.{verb}:{round.pk}:{person.pk}"
    send(f"sle.{verb}", to=person, alliance=round.alliance, about=round, values=values, dedupe=dedupe)


def tell_administrators(
    kind: str, *, alliance: Alliance, about: models.Model, values: Mapping[str, str], dedupe: str
) -> None:
    """Post the mail `kind` to every administrator of the alliance, each of them once under `dedupe`.

    The alliance need not be the one in scope: a designation may end because of a reply to another.
    """
    roles = Membership._base_manager.filter(alliance=alliance, role=Role.ADMINISTRATOR, until__isnull=True)
    for person in Person.objects.filter(pk__in=roles.values("person"), is_active=True):
        more = {"name": person.name, "alliance": alliance.name, **values}
        send(kind, to=person, alliance=alliance, about=about, values=more, dedupe=f"{kind}:{dedupe}:{person.pk}")


def minute(now: datetime) -> str:
    """A dedupe key for what people may repeat at will: two clicks within a minute are one."""
    return now.strftime("%Y%m%d%H%M")


def as_list(sentences: list[str]) -> str:
    """Sentences as lines with a dash each, for plain mail."""
    return "\n".join(f"- {sentence}" for sentence in sentences)
