"""The Machine: the only thing that changes a state, in one UPDATE that names the state it expects."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction

from alliance.people.models import Person
from alliance.refusal import Refusal, Refused
from alliance.workflow.events import event_for, write_events
from alliance.workflow.moves import Moves


class MoveRefused(Refused):
    """The record is not in a state from which the move is legal: somebody else was first, or a tab is stale."""


class Machine:
    """Moves the records of one model between their states.

    A move checks the table, writes state and changes in one conditional UPDATE, and writes the event in the same
    transaction: of two people, two tabs or two workers one wins and the other is told.

    `quiet` names moves that are bookkeeping (a worker claiming a row), which leave no event.
    """

    registry: dict[str, Machine] = {}

    def __init__(
        self, model: type[models.Model], moves: Moves, *, field: str = "state", quiet: tuple[str, ...] = ()
    ) -> None:
        self.model, self.moves, self.field, self.quiet = model, moves, field, quiet
        Machine.registry[model._meta.label_lower] = self

    def available(self, obj: models.Model) -> set[str]:
        """The names of the moves that are legal from where `obj` stands."""
        state = getattr(obj, self.field)
        return {move.name for move in self.moves.values() if state in move.sources}

    def apply(
        self,
        obj: models.Model,
        move: str,
        *,
        by: Person | None,
        at: datetime | None = None,
        where: models.Q | None = None,
        **changes: Any,
    ) -> None:
        """Make `move` on `obj` and write `changes` (field=value) with it; `obj` is updated in place.

        `by` is the person, None for the portal itself; `at` the time of the event (now); `where` an extra condition
        that the stored row must meet. Raises MoveRefused, and changes nothing, if the stored row is not where the
        move starts.
        """
        legal = self.moves[move]
        before = getattr(obj, self.field)
        with transaction.atomic():
            rows = self.model._base_manager.filter(pk=obj.pk, **{self.field: before})
            if where is not None:
                rows = rows.filter(where)
            if before not in legal.sources or not rows.update(**{self.field: legal.target}, **changes):
                raise self.refused(obj)
            if move not in self.quiet:
                write_events(
                    [event_for(obj, move, by=by, at=at, before=before, after=legal.target, fields=sorted(changes))]
                )
        for name, value in {self.field: legal.target, **changes}.items():
            setattr(obj, name, value)

    def apply_many(
        self, objects: list[Any], move: str, *, by: Person | None, at: datetime | None = None, **changes: Any
    ) -> None:
        """Make `move` on all `objects` in one UPDATE with bulk events, all or nothing.

        Raises MoveRefused, and changes nothing, if any of them is not where the move starts.
        """
        legal = self.moves[move]
        with transaction.atomic():
            rows = self.model._base_manager.filter(
                pk__in=[obj.pk for obj in objects], **{f"{self.field}__in": legal.sources}
            )
            if rows.update(**{self.field: legal.target}, **changes) != len(objects):
                raise self.refused(objects[0])
            if move not in self.quiet:
                write_events(
                    [
                        event_for(
                            obj,
                            move,
                            by=by,
                            at=at,
                            before=getattr(obj, self.field),
                            after=legal.target,
                            fields=sorted(changes),
                        )
                        for obj in objects
                    ]
                )
        for obj in objects:
            for name, value in {self.field: legal.target, **changes}.items():
                setattr(obj, name, value)

    def refused(self, obj: models.Model) -> MoveRefused:
        """The refusal for `obj`, naming where it stands by now."""
        now = self.model._base_manager.filter(pk=obj.pk).first()
        word = getattr(now, f"get_{self.field}_display")().lower() if now else "gone"
        name = self.model._meta.verbose_name
        return MoveRefused(
            Refusal(
                f"This {name} is {word} by now, so that cannot be done. Somebody may have changed it since you looked."
            )
        )
