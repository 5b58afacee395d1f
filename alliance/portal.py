"""What an app plugs into the core: each app declares one `PORTAL` in its `portal.py`, and that is the only way the
core reaches a responsibility. There are no signals.

The core asks `portals()`; a responsibility never registers itself by being imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from alliance.equality.facts import Asked
    from alliance.library.models import Document
    from alliance.panels.facts import AreaTarget, CandidateFacts
    from alliance.panels.models import Exercise
    from alliance.people.models import Person
    from alliance.post.kinds import Kind
    from alliance.post.models import Job
    from alliance.refusal import Refusal
    from alliance.schools.models import Alliance
    from alliance.surveys.questions import Section


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation: the words, and the path it leads to."""

    title: str
    url: str


@dataclass(frozen=True)
class InboxItem:
    """Something that waits for a person ("owed") or that they wait for ("waiting"), or that happened ("news").

    `due` is an aware time or None; `action` is the word on the button ("Score", "Write"), `url` where it leads.
    """

    title: str
    about: str
    url: str
    action: str = "Open"
    due: datetime | None = None
    section: str = "owed"
    detail: str = ""


@dataclass(frozen=True)
class PublicAction:
    """The first thing that anyone can do at a responsibility, on the alliance's public home."""

    title: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class PublicDate:
    """A date on the alliance's public home."""

    title: str
    at: datetime
    url: str = ""


@dataclass(frozen=True)
class Evidence:
    """Something known of a person's work, for whoever reviews a designation: what, when, and a page that says more."""

    title: str
    on: date | None = None
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Portal:
    """What one app plugs into the core. Everything is optional.

    Callables that take (person, alliance) or (alliance) run inside the alliance's scope.
    """

    name: str
    # Which of the six responsibilities this app is (alliance.schools.states.Responsibility), None for the core's own.
    responsibility: str | None = None
    navigation: Callable[[Person, Alliance], Iterable[NavItem]] | None = None
    inbox: Callable[[Person, Alliance], Iterable[InboxItem]] | None = None
    public_actions: Callable[[Alliance], Iterable[PublicAction]] | None = None
    public_dates: Callable[[Alliance], Iterable[PublicDate]] | None = None
    # Kinds of mail and letter, with the placeholders that their texts may use.
    post_kinds: tuple[Kind, ...] = ()
    # Kinds that one alliance has besides, each a kind of `post_kinds` that may have other words (`Kind.base`): letters
    # to leaders of a kind of its own.
    post_variants: Callable[[Alliance], Iterable[Kind]] | None = None
    # Called every few minutes in each alliance's scope with the time; post what is due now, by dedupe key.
    reminders: tuple[Callable[[Alliance, datetime], None], ...] = ()
    # Called every half minute in each alliance's scope: closings, releases at a set time.
    due: tuple[Callable[[Alliance, datetime], None], ...] = ()
    # PDFs that a worker puts together: a model with the states of post.states.PrintState, and the task that is called
    # with the primary key of whatever waits.
    jobs: tuple[tuple[type[Job], str], ...] = ()
    # "app.model" -> may this person open a document that belongs to such a record?
    documents: Mapping[str, Callable[[Person, Document], Refusal | None]] = field(default_factory=dict)
    # "app.model" -> path of the page of the record with this id, in this alliance.
    pages: Mapping[str, Callable[[Alliance, int], str]] = field(default_factory=dict)
    # "app.model" that exercises are about -> who the candidates of some of these are, by candidate_id: to find
    # conflicts and to mark names in dossiers. Asked when needed, never stored by the panels.
    candidates: Mapping[str, Callable[[Sequence[Exercise]], Mapping[int, CandidateFacts]]] = field(default_factory=dict)
    # "app.model" -> primary keys of the records that are closed to this person in the alliance in scope, whatever their
    # roles: whoever sits on a panel sees no mail, letter or file about its applications (alliance.post.visibility).
    closed: Mapping[str, Callable[[Person], QuerySet[Any]]] = field(default_factory=dict)
    # Rows, each with its `alliance`, that make an alliance concern this person, whether they hold a role there or not:
    # a seat, an application, a reference that is asked of them. All are read in one query, across alliances.
    alliances: Callable[[Person], Iterable[QuerySet[Any]]] | None = None
    # What this app knows of a person's work in an alliance, for reviews: deployments, evaluations.
    evidence: Callable[[Person, Alliance], Iterable[Evidence]] | None = None
    # What anybody can do about a leader who stands in the public directory: by the row of the register.
    leader_action: Callable[[Alliance, int], PublicAction] | None = None
    # Must this person show a second factor in this alliance, for what this app lets them do?
    second_factor: Callable[[Person, Alliance], bool] | None = None
    # "app.model" that exercises are about -> words for the outcome proposed so far, by candidate_id; and the targets
    # per area: both stand in the chair's table.
    proposals: Mapping[str, Callable[[Exercise], Mapping[int, str]]] = field(default_factory=dict)
    targets: Mapping[str, Callable[[Exercise], Iterable[AreaTarget]]] = field(default_factory=dict)
    # "app.model" that exercises are about -> path of the page on which staff start and end scoring of the record with
    # this id, by a check list of the responsibility's own: the panel's page then leads there and does neither itself.
    scoring_pages: Mapping[str, Callable[[Alliance, int], str]] = field(default_factory=dict)
    # "app.model" that exercises are about -> path of the page on which outcomes of the record with this id are proposed
    # once scoring is over.
    deciding_pages: Mapping[str, Callable[[Alliance, int], str]] = field(default_factory=dict)
    # Sections of the yearly ask to the alliance's schools (alliance.surveys): what this app wants to know of them.
    ask: Callable[[Alliance], Iterable[Section]] | None = None
    # The record with this code with which equality questions are asked, None if there is none: only its own person
    # comes to that page, and only the equality package ever sees what they answer.
    asked_equality: Callable[[Alliance, str], Asked | None] | None = None
    # Each yields a sentence per broken invariant of the alliance in scope; none is the only good answer.
    invariants: tuple[Callable[[Alliance], Iterable[str]], ...] = ()
    # Fills the demo of one alliance; `facts` holds what the demo of the core made (schools, people).
    demo: Callable[[Alliance, Any], None] | None = None
    # The same by bulk inserts, for measuring; `crowd` says how many of what.
    demo_scale: Callable[[Alliance, Any], None] | None = None


@cache
def portals() -> tuple[Portal, ...]:
    """Every installed app's declaration, in the order of INSTALLED_APPS."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith(("alliance.", *SIX)) and find_spec(f"{config.name}.portal"):
            found.append(import_module(f"{config.name}.portal").PORTAL)
    return tuple(found)


SIX = ("itt", "cpd", "leadership", "sle", "support", "research")
