"""PDFs that somebody asks for on a page: made by a worker, gone after a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from alliance.post.jobs import carry_out
from alliance.post.models import Paper
from alliance.post.states import PrintState
from alliance.workflow.machine import Machine

KEPT = timedelta(days=1)


def is_underway(paper: Paper) -> bool:
    """Whether a worker has yet to make this one, so that there is no need to ask for another."""
    return paper.state in (PrintState.WAITING, PrintState.MAKING)


def make(machine: Machine, paper: Paper, work: Callable[[], Mapping[str, Any]]) -> None:
    """Carry out the `work` that stores the paper's file. Where the paper was dropped meanwhile, the file goes too."""
    made: dict[str, Any] = {}

    def noting() -> Mapping[str, Any]:
        made.update(work())
        return made

    carry_out(machine, paper, noting)
    if made and not type(paper)._base_manager.filter(pk=paper.pk).exists():
        default_storage.delete(made["pdf"])


def drop(papers: Iterable[Paper]) -> None:
    """Delete papers, and their files once the transaction holds."""
    for paper in list(papers):
        name = str(paper.pdf.name or "")
        paper.delete()
        if name:
            transaction.on_commit(partial(default_storage.delete, name))


def drop_old(papers: QuerySet[Any], now: datetime) -> None:
    """Delete those that were asked for more than a day ago; whoever still wants one asks again."""
    old = papers.filter(asked_at__lte=now - KEPT)
    if old.exists():  # every half minute: nearly always there is nothing to do
        with transaction.atomic():
            drop(old)
