"""Reading agreements: versions, who has signed, what is agreed of a deployment."""

from __future__ import annotations

from django.db.models import QuerySet, Sum

from alliance.members.queries import sent_to
from alliance.people.models import Person
from alliance.schools.models import Alliance
from support.models import Agreement, AgreementLine, Deployment, Request, Signature
from support.rules.agreements import may_see_agreement
from support.states import AgreementState, RequestState, SignatureState


def agreements_of(request: Request) -> QuerySet[Agreement]:
    """The versions of a request's agreement, the latest first."""
    return Agreement.objects.filter(request=request).select_related("alliance", "request__school", "letter")


def latest_seen(person: Person | None, request: Request) -> Agreement | None:
    """The latest version that the person may see; None where there is none."""
    return next((one for one in agreements_of(request) if may_see_agreement(person, one) is None), None)


def lines_of(agreement: Agreement) -> QuerySet[AgreementLine]:
    """What it says of each leader."""
    lines = AgreementLine.objects.filter(agreement=agreement)
    related = ("deployment__supporter__person", "deployment__home_school", "pot")
    return lines.select_related(*related).prefetch_related("deployment__needs__need__area")


def signatures_of(agreement: Agreement) -> QuerySet[Signature]:
    """Each party's line, in the order of asking."""
    return agreement.signatures.select_related("person", "deployment__supporter__person", "deployment__home_school")


def all_signatures() -> QuerySet[Signature]:
    """Signatures of the alliance in scope with what their pages read."""
    related = ("alliance", "agreement__alliance", "agreement__request__alliance", "agreement__request__school")
    return Signature.objects.select_related(*related, "deployment__supporter__person", "deployment__home_school")


def awaited_signatures() -> QuerySet[Signature]:
    """What is to be signed and is not."""
    return all_signatures().filter(agreement__state=AgreementState.SIGNING).exclude(state=SignatureState.SIGNED)


def awaited_of(person: Person) -> QuerySet[Signature]:
    """What is asked of one of this person's addresses."""
    return awaited_signatures().filter(sent_to(person), state=SignatureState.ASKED)


def in_force(deployment: Deployment) -> AgreementLine | None:
    """What the agreement in force says of the deployment."""
    lines = AgreementLine.objects.filter(deployment=deployment, agreement__state=AgreementState.SIGNED)
    return lines.select_related("agreement", "pot").first()


def agreed_half_days(deployment: Deployment) -> int:
    """Half days that all have signed: in the version in force, or the last one that this leader stood in; else none."""
    signed = AgreementLine.objects.filter(deployment=deployment, agreement__signed_at__isnull=False)
    line = in_force(deployment) or signed.order_by("-agreement__version").first()
    return line.half_days if line else 0


def used_half_days(deployment: Deployment) -> int:
    """Half days that the ledger says are used."""
    return int(deployment.ledger.aggregate(used=Sum("half_days"))["used"] or 0)


def to_agree_on(alliance: Alliance) -> QuerySet[Request]:
    """Requests in which the school has chosen and no agreement has been sent to be signed."""
    signing = Agreement.objects.filter(state=AgreementState.SIGNING)
    rows = Request.objects.filter(alliance=alliance, state=RequestState.AGREEING)
    return rows.exclude(pk__in=signing.values("request")).select_related("school").order_by("pk")
