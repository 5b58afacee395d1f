"""The life of designations: the leader their own, staff the alliance's, heads what is asked of them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django_scopes import scope

from alliance.members.links import mint
from sle.kinds.life import RELEASE_LINK
from sle.models import Designation, Move, Review
from sle.services import directory, endings, moves, releases, reviews
from tests.architecture.role_matrix.rows import PUBLIC, STAFF, Row
from tests.conftest import Cast
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import asked_release, make_designation

LEADER = "outsider"


def held(cast: Cast) -> Designation:
    """The outsider's designation, whatever has made it."""
    found = Designation.objects.filter(person=cast.outsider, state="current").select_related("alliance", "person")
    return found.first() or make_designation(cast.alliance, cast.outsider, SchoolFactory())


def in_held(cast: Cast) -> dict[str, Any]:
    return {"pk": held(cast).pk}


def in_letter(cast: Cast) -> dict[str, Any]:
    found = held(cast)
    endings.withdraw_designation(designation=found, reason="You leave.", by=cast.lead, now=timezone.now())
    return {"pk": found.pk, "number": 1}


def in_directory(cast: Cast) -> dict[str, Any]:
    """Nothing in the address: the leader has agreed to stand in the directory."""
    found = held(cast)
    directory.join_directory(designation=found, about="I listen.", by=found.person, now=timezone.now())
    return {}


def in_asked(cast: Cast) -> dict[str, Any]:
    return {"pk": asked_release(held(cast), cast.lead).pk}


def in_link(cast: Cast) -> dict[str, Any]:
    release = asked_release(held(cast), cast.lead)
    return {"token": mint(subject=release, purpose=RELEASE_LINK, email=release.email)}


def in_refused(cast: Cast) -> dict[str, Any]:
    release = asked_release(held(cast), cast.lead)
    releases.answer_release(
        release=release,
        agrees=False,
        view="We are short of staff.",
        signer_name="Jo Ward",
        signer_post="Head",
        link=None,
        by=None,
        now=timezone.now(),
    )
    return {"pk": release.pk}


def in_review(cast: Cast) -> dict[str, Any]:
    return {"pk": reviews.begin_review(designation=held(cast), by=cast.lead, now=timezone.now()).pk}


def in_answered(cast: Cast) -> dict[str, Any]:
    found = reviews.begin_review(designation=held(cast), by=cast.lead, now=timezone.now())
    reviews.state_account(review=found, statement="I led.", by=cast.outsider, now=timezone.now())
    return {"pk": found.pk}


def in_proposed(cast: Cast) -> dict[str, Any]:
    found = Review.objects.get(**in_answered(cast))
    areas = [line.area for line in found.designation.areas.all()]
    reviews.propose_review(
        review=found,
        outcome="renew",
        years=4,
        areas=areas,
        conditions="",
        reasons="",
        by=cast.lead,
        now=timezone.now(),
    )
    return {"pk": found.pk}


def asked_to_move(cast: Cast) -> Move:
    return moves.ask_to_move(designation=held(cast), to=cast.other, reason="", by=cast.outsider, now=timezone.now())


def in_move(cast: Cast) -> dict[str, Any]:
    return {"pk": asked_to_move(cast).pk}


def in_moving(cast: Cast) -> dict[str, Any]:
    return {"pk": asked_to_move(cast).designation_id}


def in_arrival(cast: Cast) -> dict[str, Any]:
    """Somebody of the other alliance asks to move here."""
    there = make_designation(cast.other, cast.outsider, SchoolFactory())
    with scope(alliance=cast.other):
        move = moves.ask_to_move(designation=there, to=cast.alliance, reason="", by=cast.outsider, now=timezone.now())
        moves.release_move(move=move, by=cast.other_director, now=timezone.now())
    return {"pk": Designation.objects.get(state="arriving").pk}


ROWS = {
    "sle:kind_list": Row(STAFF),
    "sle:kind_add": Row(STAFF),
    "sle:kind_change": Row(STAFF, lambda cast: {"code": "SLE"}),
    "sle:national_record": Row(STAFF),
    "sle:designation current": Row(f"{LEADER} {STAFF}", in_held),
    "sle:leader_list": Row(PUBLIC, in_directory, anonymous=200),
    "sle:directory_join": Row(LEADER, in_held),
    "sle:directory_leave": Row(LEADER, in_held, post=True, ok=302),
    "sle:designation_withdraw": Row(STAFF, in_held),
    "sle:designation_letter": Row(f"{LEADER} {STAFF}", in_letter, ok=404),  # not made yet
    "sle:designation with a letter": Row(f"{LEADER} {STAFF}", lambda cast: {"pk": in_letter(cast)["pk"]}),
    "sle:release": Row(PUBLIC, in_link, anonymous=200, but=(("outsider", 410),)),
    "sle:release_name_head": Row(STAFF, in_asked),
    "sle:release_send_again": Row(STAFF, in_asked, post=True, ok=302),
    "sle:release_settle": Row(STAFF, in_refused),
    "sle:review_begin": Row(STAFF, in_held),
    "sle:review": Row(f"{LEADER} {STAFF}", in_review),
    "sle:review proposed": Row(f"{LEADER} {STAFF}", in_proposed),
    "sle:review_state": Row(LEADER, in_review),
    "sle:review_propose": Row(STAFF, in_answered),
    # Without a round there are no criteria, so that is what is said.
    "sle:review_ask_panel": Row(STAFF, in_answered, post=True, ok=302),
    "sle:review_approve": Row("director", in_proposed, post=True, ok=302),
    "sle:review_send_back": Row("director", in_proposed),
    "sle:designation_school": Row(STAFF, in_held),
    "sle:designation_move": Row(LEADER, in_held),
    "sle:designation moving": Row(f"{LEADER} {STAFF}", in_moving),
    "sle:designation arriving": Row(f"{LEADER} {STAFF}", in_arrival),
    "sle:move_release": Row(STAFF, in_move, post=True, ok=302),
    "sle:move_keep": Row(STAFF, in_move),
    "sle:move_take_back": Row(LEADER, in_move, post=True, ok=302),
    "sle:arrival_take_over": Row(STAFF, in_arrival, post=True, ok=302),
    "sle:arrival_turn_away": Row(STAFF, in_arrival),
}
