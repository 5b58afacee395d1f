"""The agreement: drawn up, sent to be signed, signed line by line, in force, replaced by another version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.addresses import full, path_to
from alliance.drafts import Stale
from alliance.members.links import revoke, use
from alliance.members.models import PersonalLink
from alliance.members.queries import heads_of
from alliance.people.models import Person
from alliance.post.kinds import kind_named
from alliance.post.services import Addressee, cancel_waiting, send, write_letter
from alliance.post.texts import Address, current, fill_html
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.vocabulary import placeholders
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from support.models import AGREEMENT, DEPLOYMENT, REQUEST, SIGNATURE, Agreement, AgreementLine, Pot, Request, Signature
from support.queries.agreements import agreements_of, lines_of, signatures_of, used_half_days
from support.queries.clocks import service_times
from support.queries.money import rate_on
from support.rules import agreements as rules
from support.rules.days import in_days
from support.services.telling import minute, said_of_request, tell_staff
from support.services.wording import words_of_agreement
from support.states import AgreementState, DeploymentState, Party, RequestState, SignatureState

SAFEGUARDING = (
    "Leaders follow the safeguarding policy of the school and report concerns to its designated safeguarding lead. "
    "Each home school insures its leader as in its own service."
)

# What a line says of money: as in the version before, else by the rate of the first day.
COSTS = ("half_day_pence", "share_pence", "invoiced_by", "pot")


@transaction.atomic
def note_scoping(*, request: Request, on: date, found: str, by: Person, now: datetime) -> None:
    """The leader has been to see the school on this day; what they `found` is kept as a note. Raises Refused."""
    allow(rules.may_note_scoping(by, request))
    if on > timezone.localdate(now):
        raise Refused(Refusal("Note the scoping visit once it has taken place."))
    if request.asked_at is not None and on < timezone.localdate(request.asked_at):
        asked = in_words(timezone.localdate(request.asked_at))
        raise Refused(Refusal(f"The school asked for support on {asked}, and this day is before it."))
    at = timezone.make_aware(datetime.combine(on, time(12)))
    Request.objects.filter(pk=request.pk, contacted_at=None).update(contacted_at=at)
    request.refresh_from_db(fields=["contacted_at"])
    record(request, "note_scoping", by=by, at=now, fields=["contacted_at"])
    if found.strip():
        write_note(request, "note_scoping", found.strip(), by=by)


@transaction.atomic
def draft_agreement(*, request: Request, by: Person, now: datetime) -> Agreement:
    """The draft that is being written: the one there is, or another version, from the last one or from the diagnosis.

    A version that was being signed is replaced; one in force stays so until the next is signed. Raises Refused.
    """
    allow(rules.may_draft_agreement(by, request))
    Request.objects.select_for_update().get(pk=request.pk)
    last = agreements_of(request).first()
    if last is not None and last.state == AgreementState.DRAFT:
        return last
    if last is not None and last.state == AgreementState.SIGNING:
        AGREEMENT.apply(last, "replace", by=by, at=now)
        for signature in last.signatures.all():
            fall_silent(signature)
    made = Agreement.objects.create(
        alliance_id=request.alliance_id,
        request=request,
        version=last.version + 1 if last else 1,
        drafted_by=by,
        drafted_at=now,
        **(_again(last) if last else _from_diagnosis(request)),
    )
    before = {line.deployment_id: line for line in last.lines.all()} if last else {}
    today = timezone.localdate(now)
    for deployment in request.deployments.filter(state__in=rules.PARTIES):
        line = before.get(deployment.pk) or rate_on(request.alliance, deployment.kind, made.begins_on or today)
        AgreementLine.objects.create(
            alliance_id=request.alliance_id,
            agreement=made,
            deployment=deployment,
            half_days=getattr(line, "half_days", deployment.half_days),
            **{name: getattr(line, name) for name in COSTS if hasattr(line, name)},
        )
    record(made, "draft", by=by, at=now)
    return made


def _again(last: Agreement) -> dict[str, Any]:
    texts = ("purpose", "outcomes", "visits", "milestones", "safeguarding")
    return {name: getattr(last, name) for name in (*texts, "begins_on", "ends_on", "review_on", "late_hours")}


def _from_diagnosis(request: Request) -> dict[str, Any]:
    return {
        "purpose": request.detail,
        "outcomes": request.outcomes,
        "safeguarding": SAFEGUARDING,
        "begins_on": request.wanted_from,
        "ends_on": request.wanted_until,
        "late_hours": service_times(request.alliance).late_hours,
    }


@transaction.atomic
def save_agreement(
    *,
    agreement: Agreement,
    revision: int,
    values: Mapping[str, Any],
    lines: Mapping[int, Mapping[str, Any]],
    by: Person,
    now: datetime,
) -> None:
    """Write a draft: its fields, and by primary key of each line its half days, pence and who invoices.

    `revision` is the save that it was typed over. Raises Stale where somebody saved it meanwhile (`stored` is the
    agreement as it stands), and Refused, also where a line has fewer half days than are used.
    """
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    agreement.refresh_from_db()
    allow(rules.may_change_agreement(by, agreement))
    if agreement.revision != revision:
        raise Stale(agreement, agreement.revision)
    agreement.revision += 1
    for name, value in values.items():
        setattr(agreement, name, value)
    agreement.save(update_fields=[*values, "revision"])
    for line in lines_of(agreement):
        for name, value in lines.get(line.pk, {}).items():
            setattr(line, name, value)
        used = used_half_days(line.deployment)
        if line.half_days < used:
            name = line.deployment.supporter.person.name
            raise Refused(Refusal(f"{in_days(used).capitalize()} of {name} are used already, so it cannot be less."))
        line.save()
    record(agreement, "save", by=by, at=now, fields=sorted(values))


@transaction.atomic
def propose_agreement(*, agreement: Agreement, by: Person, now: datetime) -> None:
    """Its words are final from now on, and every party is asked to sign them. Raises Refused and MoveRefused."""
    # Nobody writes in the draft meanwhile, whose lines say which pots it draws on.
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    agreement.refresh_from_db()
    # Two agreements at once must not be promised the same money: their pots are the lock under which it is counted.
    list(Pot.objects.select_for_update().filter(pk__in=agreement.lines.values("pot")).order_by("pk"))
    allow(rules.may_propose_agreement(by, agreement))
    html = fill_html(
        current(kind_named("support.agreement"), agreement.alliance).body,
        {
            **placeholders(agreement.alliance),
            **said_of_request(agreement.request),
            **words_of_agreement(agreement, list(lines_of(agreement))),
        },
    )
    checksum = hashlib.sha256(html.encode()).hexdigest()
    AGREEMENT.apply(agreement, "propose", by=by, at=now, proposed_at=now, html=html, sha256=checksum)
    for party, deployment, name, email in _parties(agreement):
        signature = Signature.objects.create(
            alliance_id=agreement.alliance_id,
            agreement=agreement,
            party=party,
            deployment=deployment,
            name=name,
            email=email,
            last_sent_at=now if email else None,
        )
        if email:
            _tell(signature, "agreement_ask", dedupe="")


def _parties(agreement: Agreement) -> list[tuple[Party, Any, str, str]]:
    """Who signs: (party, deployment, name, address). The head whom the school has now; else its contact."""
    request = agreement.request
    assert request.school is not None  # noqa: S101  # what is agreed on is for a school; for the type checker
    heads = heads_of(request.alliance, [request.school]).get(request.school.pk, [])
    head = (heads[0].name, heads[0].email) if heads else (request.contact_name, request.contact_email)
    found: list[tuple[Party, Any, str, str]] = [(Party.SCHOOL, None, *head)]
    for line in lines_of(agreement):
        deployment = line.deployment
        found.append((Party.LEADER, deployment, deployment.supporter.person.name, deployment.supporter.person.email))
        if deployment.head_email:
            found.append((Party.HOME, deployment, deployment.head_name, deployment.head_email))
    return [*found, (Party.ALLIANCE, None, request.alliance.name, "")]


@transaction.atomic
def sign(
    *,
    signature: Signature,
    signed_name: str,
    signed_post: str,
    link: PersonalLink | None,
    by: Person | None,
    now: datetime,
) -> None:
    """A party signs its own line, by link or signed in; with the last one the agreement is in force. Raises Refused."""
    # The agreement's row is the lock: of two who sign last at once, one sees the other's line signed.
    Agreement.objects.select_for_update().get(pk=signature.agreement_id)
    signature.refresh_from_db()
    signature.agreement.refresh_from_db()
    allow(rules.may_sign_as(by, signature))
    if link is None:
        allow(rules.may_sign_in_to_sign(by, signature))
    elif not use(link, now=now):
        raise Refused(Refusal("This link has been replaced or used. Please use the link in the latest e-mail."))
    SIGNATURE.apply(
        signature,
        "sign",
        by=by,
        at=now,
        person=by,
        signed_name=signed_name.strip(),
        signed_post=signed_post.strip(),
        answered_at=now,
        sha256=signature.agreement.sha256,
    )
    fall_silent(signature)
    if not signature.agreement.signatures.exclude(state=SignatureState.SIGNED).exists():
        _complete(signature.agreement, by=by, now=now)


@transaction.atomic
def refuse_to_sign(
    *, signature: Signature, reason: str, link: PersonalLink | None, by: Person | None, now: datetime
) -> None:
    """A party asks for a change instead; staff hear why. They can still sign. Raises Refused."""
    allow(rules.may_sign_as(by, signature))
    if link is None:
        allow(rules.may_sign_in_to_sign(by, signature))
    SIGNATURE.apply(signature, "refuse", by=by, at=now, answered_at=now)
    write_note(signature, "refuse", reason.strip(), by=by)
    request = signature.agreement.request
    tell_staff(
        request,
        "agreement_refuse",
        about=signature,
        page=path_to("support:agreement", request.alliance, code=request.code),
        dedupe=str(signature.pk),
        who=signature.name,
        reason=reason.strip(),
    )


@transaction.atomic
def send_signature_again(*, signature: Signature, by: Person, now: datetime) -> bool:
    """Send a party the link again; the one sent before dies. False if it was sent within this minute."""
    allow(rules.may_chase_signature(by, signature))
    if not _tell(signature, "agreement_ask", dedupe=minute(now)):
        return False
    Signature.objects.filter(pk=signature.pk).update(last_sent_at=now)
    record(signature, "send_again", by=by, at=now)
    return True


def remind_to_sign(signature: Signature, *, key: str, now: datetime) -> None:
    """One reminder under this key."""
    if _tell(signature, "agreement_remind", dedupe=key):
        Signature.objects.filter(pk=signature.pk).update(last_sent_at=now)


def _complete(agreement: Agreement, *, by: Person | None, now: datetime) -> None:
    """Everybody has signed: it is in force in place of the one before, and what it is about begins."""
    request = Request.objects.select_for_update().get(pk=agreement.request_id)
    before = agreements_of(request).filter(state=AgreementState.SIGNED).first()
    if before is not None:
        AGREEMENT.apply(before, "replace", by=by, at=now)
    letter = write_letter(
        "support.agreement",
        to=Addressee("", request.school.name if request.school else ""),
        alliance=agreement.alliance,
        about=agreement,
        values={**said_of_request(request), "version": str(agreement.version)},
        html=agreement.html + _signatures(agreement),
        dated=timezone.localdate(now),
        dedupe=f"support.agreement:{agreement.pk}",
    )
    AGREEMENT.apply(agreement, "complete", by=by, at=now, signed_at=now, letter=letter)
    for line in lines_of(agreement):
        deployment = line.deployment
        if deployment.state == DeploymentState.CHOSEN:
            begun: dict[str, Any] = {"begins_on": agreement.begins_on, "half_days": line.half_days}
            DEPLOYMENT.apply(deployment, "begin", by=by, at=now, **begun)
        elif deployment.half_days != line.half_days:
            deployment.half_days = line.half_days
            deployment.save(update_fields=["half_days"])
            record(deployment, "extend", by=by, at=now, fields=["half_days"])
    if request.state == RequestState.AGREEING:
        REQUEST.apply(request, "begin", by=by, at=now, begins_on=agreement.begins_on)
    agreement.request.refresh_from_db()
    page = Address(full(path_to("support:agreement", agreement.alliance, code=request.code)))
    for signature in signatures_of(agreement).exclude(email=""):
        send(
            "support.agreement_ready",
            to=Addressee(signature.email, signature.name),
            alliance=agreement.alliance,
            about=agreement,
            values={**said_of_request(request), "name": signature.name, "page": page},
            dedupe=f"support.agreement_ready:{signature.pk}",
        )


def _signatures(agreement: Agreement) -> str:
    lines = [
        f"{one.get_party_display()}: {one.signed_name}, {one.signed_post}, {in_words(one.answered_at)}"
        for one in signatures_of(agreement)
    ]
    text = current(kind_named("support.agreement_signatures"), agreement.alliance)
    values = {"signatures": "\n".join(lines), "sha256": agreement.sha256}
    return fill_html(text.body, {**placeholders(agreement.alliance), **values})


def fall_silent(signature: Signature) -> None:
    """Ask for this signature no more: its link dies, and mails that have not gone out yet do not."""
    revoke(subject=signature)
    cancel_waiting(about=signature, kinds=("support.agreement_ask", "support.agreement_remind"))


def _tell(signature: Signature, verb: str, *, dedupe: str) -> bool:
    agreement = signature.agreement
    mail = send(
        f"support.{verb}",
        to=Addressee(signature.email, signature.name),
        alliance=agreement.alliance,
        about=signature,
        values={
            **said_of_request(agreement.request),
            "name": signature.name,
            "party": signature.get_party_display(),
            "version": str(agreement.version),
        },
        dedupe=f"support.{verb}:{signature.pk}:{dedupe}",
    )
    return mail is not None
