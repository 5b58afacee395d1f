"""Who runs the yearly ask, who answers for a school, and until when."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from alliance.deadlines import in_time
from alliance.members.queries import is_staff, speaks_for
from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from alliance.schools.models import Alliance, Partner
from alliance.schools.vocabulary import said
from alliance.surveys.models import ASK, Ask, Reply
from alliance.surveys.sections import declared
from alliance.surveys.states import AskState, ReplyState
from alliance.times import in_words

STAFF_ONLY = Refusal("Only the alliance’s staff can do this.")


def may_run_asks(person: Person | None, alliance: Alliance) -> Refusal | None:
    """The alliance's staff set up the yearly ask, chase it and read its answers."""
    return None if is_staff(person, alliance) else STAFF_ONLY


def may_change_ask(person: Person | None, ask: Ask) -> Refusal | None:
    """Its dates and words stand once schools have been asked."""
    refusal = may_run_asks(person, ask.alliance)
    if refusal is None and ask.state != AskState.DRAFT:
        return Refusal("Schools have been asked already, so this stands. Give everyone more time instead.")
    return refusal


def missing_before_opening(ask: Ask, now: datetime) -> list[str]:
    """What the draft lacks before it can open, a sentence each."""
    lacks = []
    if ask.closes_at <= now:
        lacks.append("The closing time has passed already: set a later one.")
    if not declared(ask.alliance):
        lacks.append("There is nothing to ask yet: no responsibility has questions.")
    today = timezone.localdate(now)
    partners = Partner.objects.filter(alliance=ask.alliance, school__isnull=False)
    if not partners.filter(Q(until__isnull=True) | Q(until__gt=today)).exists():
        lacks.append("There is nobody to ask yet: add the alliance’s schools to its partners.")
    return lacks


def may_open_ask(person: Person | None, ask: Ask, now: datetime) -> Refusal | None:
    """An ask opens when nothing is missing."""
    refusal = first_refusal(may_run_asks(person, ask.alliance), _legal(ask, "open"))
    if refusal is None and (lacks := missing_before_opening(ask, now)):
        return Refusal(f"The ask cannot open yet. {' '.join(lacks)}")
    return refusal


def may_close_ask(person: Person | None, ask: Ask) -> Refusal | None:
    """Staff can close the ask before its time."""
    return first_refusal(may_run_asks(person, ask.alliance), _legal(ask, "close"))


def may_chase(person: Person | None, ask: Ask) -> Refusal | None:
    """More time, reminders, asking schools that have joined, re-opening answers: while the ask is open."""
    refusal = may_run_asks(person, ask.alliance)
    if refusal is None and ask.state != AskState.OPEN:
        return Refusal(f"The ask is {ask.get_state_display().lower()}, so schools are not asked now.")
    return refusal


def may_send(person: Person | None, reply: Reply) -> Refusal | None:
    """The link goes out again as long as the school has not answered and somebody is known there."""
    refusal = may_chase(person, reply.ask)
    if refusal is None and reply.state == ReplyState.ANSWERED:
        return Refusal(f"{reply.school.name} has answered. Re-open its answers first if it wants to change them.")
    return refusal


def may_reopen(person: Person | None, reply: Reply) -> Refusal | None:
    """What was handed in is opened again for the school while the ask is open."""
    refusal = may_chase(person, reply.ask)
    if refusal is None and reply.state != ReplyState.ANSWERED:
        return Refusal(f"{reply.school.name} has not handed in its answers, so they are open already.")
    return refusal


def enters_for(person: Person | None, reply: Reply) -> bool:
    """Is this one of the alliance's staff, who enters what a school that is not their own has told them?"""
    alliance = reply.ask.alliance
    return is_staff(person, alliance) and not speaks_for(person, alliance, reply.school)


def may_see_reply(person: Person | None, reply: Reply) -> Refusal | None:
    """Staff, and whoever answers for the school, read what it has answered."""
    alliance = reply.ask.alliance
    if is_staff(person, alliance) or speaks_for(person, alliance, reply.school):
        return None
    return Refusal(said("Only the school’s {headteacher} and coordinator and the alliance’s staff can read this."))


def may_answer(person: Person | None, reply: Reply, now: datetime) -> Refusal | None:
    """A school answers while the ask is open, by its link or signed in; staff enter what they are told also later."""
    ask = reply.ask
    if reply.state == ReplyState.ANSWERED:
        return Refusal("The answers have been handed in. Ask the alliance to re-open them if something is wrong.")
    if ask.state == AskState.DRAFT:
        return Refusal("Schools have not been asked yet.")
    if enters_for(person, reply):
        return None
    if ask.opens_at > now:
        return Refusal(f"You can answer from {in_words(ask.opens_at)} on.")
    if ask.state == AskState.CLOSED or not in_time(now, ask.closes_at):
        return Refusal(
            f"The time to answer ended on {in_words(ask.closes_at)}. Telephone the alliance: its staff can still "
            "enter what you tell them."
        )
    return None


def _legal(ask: Ask, move: str) -> Refusal | None:
    """Is the move legal from where the ask stands?"""
    if move in ASK.available(ask):
        return None
    return Refusal(f"The ask for {ask.title} is {ask.get_state_display().lower()}, so that cannot be done.")
