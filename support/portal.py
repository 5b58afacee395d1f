"""What this responsibility plugs into the core: the plugs of its parts, put together."""

from collections.abc import Iterator

from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem, Portal
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from support import capacity_questions, demo
from support.plugs import deployments, evaluations, money, requests, supply
from support.queries.deployments import what_concerns


def _navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    yield from requests.navigation(person, alliance)
    yield from supply.navigation(person, alliance)


def _inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    yield from requests.inbox(person, alliance)
    yield from supply.inbox(person, alliance)
    yield from deployments.inbox(person, alliance)
    yield from evaluations.inbox(person, alliance)
    yield from money.inbox(person, alliance)


PORTAL = Portal(
    name="support",
    responsibility=Responsibility.SUPPORT,
    navigation=_navigation,
    inbox=_inbox,
    alliances=what_concerns,
    public_actions=requests.public_actions,
    leader_action=requests.leader_action,
    documents={**requests.DOCUMENTS, **deployments.DOCUMENTS},
    demo=demo.fill,
    post_kinds=(*requests.KINDS, *deployments.KINDS, *supply.KINDS, *evaluations.KINDS, *money.KINDS),
    jobs=supply.JOBS,
    ask=capacity_questions.ask,
    reminders=(*requests.REMINDERS, *deployments.REMINDERS, *evaluations.REMINDERS),
    evidence=evaluations.evidence,
    invariants=(requests.invariants, *supply.INVARIANTS, *deployments.INVARIANTS, *money.INVARIANTS),
    pages={
        **requests.PAGES,
        **deployments.PAGES,
        **evaluations.PAGES,
        **money.PAGES,
    },
)
