"""The fairness report as a PDF: asked for on its page, made by a worker, gone after a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from alliance.people.models import Person
from alliance.post.jobs import carry_out
from alliance.post.letters import store_pdf
from alliance.post.pdf import page_of, write_pdf
from alliance.post.services import wake
from alliance.post.states import PrintState
from alliance.schools.models import Alliance
from alliance.times import in_words
from alliance.workflow.events import record
from sle.models import FAIRNESS_PAPER, FairnessPaper, Round
from sle.queries.fairness import latest_paper, report

KEPT = timedelta(days=1)


@transaction.atomic
def ask_for_paper(*, round: Round, by: Person, now: datetime) -> FairnessPaper:
    """Let a worker make the report of `round` as a PDF; the one that is being made, if one is. An earlier one goes."""
    round = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    earlier = latest_paper(round)
    if earlier and earlier.state in (PrintState.WAITING, PrintState.MAKING):
        return earlier
    _drop(FairnessPaper.objects.filter(round=round))
    paper = FairnessPaper.objects.create(alliance_id=round.alliance_id, round=round, asked_at=now, due_at=now)
    record(paper, "asked", by=by, at=now)
    wake()
    return paper


def make_paper(pk: int) -> None:
    """Make the PDF with this primary key, of what the report says by now."""
    paper = FairnessPaper._base_manager.select_related("alliance", "round__alliance").filter(pk=pk).first()
    if paper is None:
        return
    with scope(alliance=paper.alliance):
        carry_out(FAIRNESS_PAPER, paper, lambda: _laid_out(paper))
        if not FairnessPaper.objects.filter(pk=pk).exists():  # dropped meanwhile: what was stored goes too
            default_storage.delete(_name_of(paper))


def _laid_out(paper: FairnessPaper) -> dict[str, str]:
    """The PDF stored."""
    context = {
        "round": paper.round,
        "alliance": paper.alliance,
        "made": in_words(timezone.now()),
        "sections": report(paper.round),
    }
    pages = (page_of("sle/fairness_paper.html", context) for _ in range(1))
    written = write_pdf(pages, style="own:css/report.css", identifier=f"fairness-{paper.pk}")
    return {"pdf": store_pdf(_name_of(paper), written.content)}


def _name_of(paper: FairnessPaper) -> str:
    return f"fairness/{paper.alliance_id}/{paper.pk}.pdf"


def drop_old_papers(alliance: Alliance, now: datetime) -> None:
    """They go after a day; whoever still wants one asks again."""
    old = FairnessPaper.objects.filter(alliance=alliance, asked_at__lte=now - KEPT)
    if old.exists():  # every half minute: nearly always there is nothing to do
        with transaction.atomic():
            _drop(old)


def _drop(papers: Iterable[FairnessPaper]) -> None:
    for paper in list(papers):
        name = str(paper.pdf.name or "")
        paper.delete()
        if name:
            transaction.on_commit(partial(default_storage.delete, name))
