"""Panel packs: asked for on a page, made by a worker, gone after a day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django_scopes import scope

from alliance.panels import queries
from alliance.panels.models import PACK, Pack, Seat
from alliance.panels.pack import lay_out
from alliance.people.models import Person
from alliance.post import papers
from alliance.post.letters import store_pdf
from alliance.post.pdf import NotMade
from alliance.post.services import wake
from alliance.refusal import Refusal, Refused
from alliance.schools.models import Alliance
from alliance.workflow.events import record


@transaction.atomic
def ask_for_pack(*, seat: Seat, by: Person, now: datetime) -> Pack:
    """Let a worker make the dossiers on this seat's desk into one PDF; the one that is being made, if one is.

    An earlier pack of the seat goes, file and all. Raises Refused when there is nothing to read.
    """
    seat = Seat.objects.select_for_update(of=("self",)).select_related("exercise").get(pk=seat.pk)
    total = len(queries.pack_entries(seat))
    if not total:
        raise Refused(Refusal("There is nothing for you to read at the moment."))
    earlier = queries.latest_pack(seat)
    if earlier and papers.is_underway(earlier):
        return earlier
    papers.drop(Pack.objects.filter(seat=seat))
    pack = Pack.objects.create(alliance_id=seat.alliance_id, seat=seat, total=total, asked_at=now, due_at=now)
    record(pack, "asked", by=by, at=now)
    wake()
    return pack


def make_pack(pk: int) -> None:
    """Make the PDF of a pack: of what is on the desk by now, whatever was there when it was asked for."""
    pack = Pack._base_manager.select_related("alliance", "seat__exercise").filter(pk=pk).first()
    if pack is None:
        return
    with scope(alliance=pack.alliance):
        papers.make(PACK, pack, lambda: _laid_out(pack))


def _laid_out(pack: Pack) -> dict[str, str]:
    """The pack's PDF stored, and what stands for its content."""
    entries = queries.pack_entries(pack.seat)
    if not entries:
        raise NotMade("There is nothing for you to read any more.")

    def said(done: int) -> None:
        Pack.objects.filter(pk=pack.pk).update(done=done, total=len(entries))

    content = lay_out(pack.seat.exercise, entries, said=said)
    name = store_pdf(f"packs/{pack.alliance_id}/{pack.pk}.pdf", content)
    return {"pdf": name, "fingerprint": queries.fingerprint(entries)}


def drop_old_packs(alliance: Alliance, now: datetime) -> None:
    """Packs go after a day: what is on a desk changes."""
    papers.drop_old(Pack.objects.filter(alliance=alliance), now)
