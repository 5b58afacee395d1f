"""The demo's designations that stand: reviews due, open, renewed and ended; moves; local and national leaders."""

from __future__ import annotations

from datetime import date
from typing import Any

from django_scopes import scope

from alliance.expertise.services import add_area
from alliance.imports import Line
from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.web.demo.build import open_account
from sle.demo import appeals
from sle.demo.making import at, day
from sle.models import Designation, Release, Review
from sle.services import endings, kinds, moves, releases, reviews
from sle.services.register import years_after
from sle.services.register_import import bring_in_designation
from sle.states import ReviewOutcome

LLE = {
    "word": "local leader of education",
    "plural": "local leaders of education",
    "own_areas": True,
    "years": 3,
    "review_months": 3,
    "remind_every": 5,
    "appeal_working_days": 10,
    "appeal_grounds": "The process of the review was not followed.",
}
LLE_AREAS = ("Leading a school out of special measures", "Coaching new headteachers", "Leading a federation")
ACCOUNTS = {
    "Robin": "Over three terms I worked with two schools in Erdington: we rewrote the phonics scheme with both, and in "
    "the summer nine pupils in ten met the standard, where it had been two in three. Both schools now train others. "
    "I would like to go on, with one day a fortnight.",
    "Petra": "I was placed once, for a day. My own school has needed me since I became acting deputy, and my head and "
    "I agreed to turn down what came. I understand if the place goes to somebody with more time.",
    "Owen": "Two placements a year, mostly on marking and feedback in Key Stage 2. The last school’s books moved "
    "from requiring improvement to good, and I keep in touch with its subject lead.",
}


def boldmere_register(cast: Any) -> None:
    """Leaders from before the portal: one renewed, one ended, one whose review waits for the director, one whose
    review is due, one who wants to move away; local and national leaders beside them."""
    _renewed(cast, leader(cast, "Robin Clay", 103356, "Phonics", ends=60))
    _ended(cast, leader(cast, "Petra Holm", 103353, "Geography", ends=40))
    _proposed(cast, leader(cast, "Owen Marsh", 103342, "Assessment", ends=75))
    leader(cast, "Nadia Begum", 103341, "Early years", ends=95)
    leaver = leader(cast, "Liam Corby", 149305, "Attendance", ends=800)
    endings.resign_designation(
        designation=leaver, reason="Takes up a headship in September.", by=cast.administrator, now=at(-12)
    )
    kinds.add_kind(alliance=cast.alliance, code="LLE", values=LLE, by=cast.lead)
    for name in LLE_AREAS:
        add_area(alliance=cast.alliance, name=name, national=None, kind="LLE", by=cast.lead)
    leader(cast, "Helen Brandreth", 103341, LLE_AREAS[0], ends=500, kind="LLE", email=_head(cast, 103341))
    leader(cast, "Sunita Rao", 103353, LLE_AREAS[1], ends=70, kind="LLE", email=_head(cast, 103353))
    kinds.record_national(
        alliance=cast.alliance,
        kind="NLE",
        email=_head(cast, 149305),
        first_name="Colin",
        surname="Farrow",
        school=cast.schools[149305],
        since=day(-1500),
        evidence="The agency’s list of national leaders, and the letter he has shown.",
        by=cast.administrator,
        now=at(-100),
    )


def boldmere_moves(cast: Any) -> None:
    """One leader has moved to West Herts, one waits for its answer, one waits for Boldmere's."""
    to = Alliance.objects.get(slug="west-herts")
    director = Person.objects.get(email="director@west-herts.example")
    gone = _asks_to_move(cast, to, "Joel Fenn", "Maths", released=True)
    with scope(alliance=to):
        arrival = Designation.objects.select_related("alliance", "person").get(person=gone)
        moves.take_over(arrival=arrival, by=director, now=at(-8))
    _asks_to_move(cast, to, "Ines Calder", "History", released=True)
    _asks_to_move(cast, to, "Karim Doyle", "Music", released=False)


def _asks_to_move(cast: Any, to: Alliance, name: str, area: str, *, released: bool) -> Person:
    """A leader who has a new post; with `released` Boldmere has agreed."""
    held = leader(cast, name, 103342, area, ends=900)
    move = moves.ask_to_move(designation=held, to=to, reason="I have a new post.", by=held.person, now=at(-15))
    if released:
        moves.release_move(move=move, by=cast.director, now=at(-12))
    return held.person


def _head(cast: Any, urn: int) -> str:
    email: str = cast.heads_by_urn[urn][1]
    return email


def leader(cast: Any, name: str, urn: int, area: str, *, ends: int, kind: str = "", email: str = "") -> Designation:
    """Somebody brought in, whose years end in so many days, and who can sign in."""
    first, surname = name.split(" ", 1)
    until = day(ends)
    cells = {
        "First name": first,
        "Surname": surname,
        "E-mail": email or f"{first}.{surname}@{cast.facts.slug}.example".lower(),
        "URN": str(urn),
        "Kind": kind,
        "Areas": area,
        "Designated on": _written(min(years_after(until, -4), day(-30))),
        "Until": _written(until),
    }
    bring_in_designation(alliance=cast.alliance, line=Line(2, cells), by=cast.administrator)
    found = Designation.objects.select_related("alliance", "person", "home_school", "application")
    held = found.get(person__email=cells["E-mail"], kind=kind or "SLE")
    open_account(held.person)
    return held


def _written(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def _heard(cast: Any, held: Designation, days: int, view: str, *, concern: str = "") -> Review:
    """A review begun so many days ago in which leader and head have answered."""
    review = reviews.begin_review(designation=held, concern=concern, by=cast.lead, now=at(-days))
    person = Person.objects.get(pk=held.person_id)
    reviews.state_account(review=review, statement=ACCOUNTS[person.first_name], by=person, now=at(-days + 6))
    release = Release.objects.get(review=review)
    if release.state == "asked":
        releases.answer_release(
            release=release,
            agrees=not concern,
            view=view,
            signer_name=release.name,
            signer_post="Headteacher",
            link=None,
            by=None,
            now=at(-days + 9),
        )
    return Review.objects.select_related("designation__alliance", "designation__person").get(pk=review.pk)


def _propose(cast: Any, review: Review, outcome: str, days: int, *, reasons: str = "") -> None:
    reviews.propose_review(
        review=review,
        outcome=outcome,
        years=4,
        areas=[line.area for line in review.designation.areas.select_related("area")],
        conditions="",
        reasons=reasons,
        by=cast.lead,
        now=at(-days),
    )


def _renewed(cast: Any, held: Designation) -> None:
    review = _heard(cast, held, 50, "Robin has made other schools better and ours too. Fifteen days a year are agreed.")
    _propose(cast, review, ReviewOutcome.RENEW, 30)
    reviews.approve_review(review=review, by=cast.director, now=at(-28))


def _ended(cast: Any, held: Designation) -> None:
    concern = "You have turned down the last four schools that asked for help."
    review = _heard(cast, held, 45, "We cannot spare Petra this year or next.", concern=concern)
    reasons = "You have been placed once in four years, and your school cannot release you in the next two."
    _propose(cast, review, ReviewOutcome.END, 9, reasons=reasons)
    reviews.approve_review(review=review, by=cast.director, now=at(-6))
    release = Release.objects.get(review=review)
    if release.state == "refused":
        releases.settle_release(release=release, reason="The designation has ended.", by=cast.administrator, now=at(-5))
    statement = "I had told you in the autumn that a new deputy starts in April, so that I can be released again."
    appeals.lodge_against(review, statement, at(-2))


def _proposed(cast: Any, held: Designation) -> None:
    review = _heard(cast, held, 25, "Owen is in demand, and we are glad to share him.")
    _propose(cast, review, ReviewOutcome.RENEW, 3)
