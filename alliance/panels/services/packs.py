"""Panel packs: asked for on a page, made by a worker, gone after a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django_scopes import scope

from alliance.panels import queries
from alliance.panels.models import PACK, Pack, Seat
from alliance.panels.pack import lay_out
from alliance.people.models import Person
from alliance.post.jobs import carry_out
from alliance.post.letters import store_pdf
from alliance.post.pdf import NotMade
from alliance.post.services import wake
from alliance.post.states import PrintState
from alliance.refusal import Refusal, Refused
from alliance.schools.models import Alliance
from alliance.workflow.events import record

KEPT = timedelta(days=1)


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
    if earlier and earlier.state in (PrintState.WAITING, PrintState.MAKING):
        return earlier
    _drop(Pack.objects.filter(seat=seat))
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
        carry_out(PACK, pack, lambda: _laid_out(pack))
        if not Pack.objects.filter(pk=pk).exists():  # dropped meanwhile: what was stored goes too
            default_storage.delete(_name_of(pack))


def _laid_out(pack: Pack) -> dict[str, str]:
    """The pack's PDF stored, and what stands for its content."""
    entries = queries.pack_entries(pack.seat)
    if not entries:
        raise NotMade("There is nothing for you to read any more.")

    def said(done: int) -> None:
        Pack.objects.filter(pk=pack.pk).update(done=done, total=len(entries))

    content = lay_out(pack.seat.exercise, entries, said=said)
    return {"pdf": store_pdf(_name_of(pack), content), "fingerprint": queries.fingerprint(entries)}


def _name_of(pack: Pack) -> str:
    return f"packs/{pack.alliance_id}/{pack.pk}.pdf"


def drop_old_packs(alliance: Alliance, now: datetime) -> None:
    """Packs go after a day; whoever still wants one asks again."""
    old = Pack.objects.filter(alliance=alliance, asked_at__lte=now - KEPT)
    if old.exists():  # every half minute: nearly always there is nothing to do
        with transaction.atomic():
            _drop(old)


def _drop(packs: Iterable[Pack]) -> None:
    for pack in list(packs):
        name = str(pack.pdf.name or "")
        pack.delete()
        if name:
            transaction.on_commit(partial(default_storage.delete, name))
