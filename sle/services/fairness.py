"""The fairness report as a PDF: asked for on its page, made by a worker, gone after a day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from alliance.people.models import Person
from alliance.post import papers
from alliance.post.letters import store_pdf
from alliance.post.pdf import page_of, write_pdf
from alliance.post.services import wake
from alliance.schools.models import Alliance
from alliance.times import in_words
from alliance.workflow.events import record
from sle.models import FAIRNESS_PAPER, FairnessPaper, Round
from sle.queries.fairness import latest_paper, report


@transaction.atomic
def ask_for_paper(*, round: Round, by: Person, now: datetime) -> FairnessPaper:
    """Let a worker make the report of `round` as a PDF; the one that is being made, if one is. An earlier one goes."""
    round = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    earlier = latest_paper(round)
    if earlier and papers.is_underway(earlier):
        return earlier
    papers.drop(FairnessPaper.objects.filter(round=round))
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
        papers.make(FAIRNESS_PAPER, paper, lambda: _laid_out(paper))


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
    return {"pdf": store_pdf(f"fairness/{paper.alliance_id}/{paper.pk}.pdf", written.content)}


def drop_old_papers(alliance: Alliance, now: datetime) -> None:
    """They go after a day: a page shows the report as it is."""
    papers.drop_old(FairnessPaper.objects.filter(alliance=alliance), now)
