"""Making a table of groups from which no group smaller than the threshold can be read or worked out.

What a reader may know besides the table: how many applied and how many were chosen in the whole pool, exactly, because
staff see every application and its outcome; and this file. What nobody knows is who answered, and how many did.

A row is shown in one of three ways:

- *split*: chosen and others, each rounded to 5, where both are 5 or more;
- *whole*: chosen and others together, rounded, where the two together are 5 or more, but one of them is fewer;
- *hidden*: nothing, where even the two together are fewer.

That is not always enough: a hidden number is also what the known totals leave after the shown ones. So a table goes
out only if every number that can be under the threshold keeps at least `OPEN` possible values, worked out exactly from
everything a reader knows (`leaves_open`). Until it does, the smallest split row is shown as a whole and, when none is
split, the smallest row is hidden. Knowing that rule does not help a reader either: `leaves_open` counts only the cases
in which every row is shown as its own size asks, and of such a case exactly the same table is made, at once.

Why no two tables can be subtracted from each other: each has one dimension, and its rows are different people. Tables
of two questions share no row. Tables of two pools share nobody, because a round is in one pool only. Nothing is made
for a round alone, and nothing is made a second time when the numbers have changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

THRESHOLD = 5
BASE = 5
OPEN = 3

Pair = tuple[int, int]  # (chosen, others)


@dataclass(frozen=True)
class Row:
    """A group as shown. `applied` alone, or `chosen` and `others`, or nothing; rounded."""

    group: str
    applied: int | None = None
    chosen: int | None = None
    others: int | None = None

    @property
    def is_split(self) -> bool:
        return self.chosen is not None

    @property
    def is_hidden(self) -> bool:
        return self.chosen is None and self.applied is None

    @property
    def size(self) -> int:
        """How many applied, as far as the row says."""
        return (self.chosen or 0) + (self.others or 0) + (self.applied or 0)


@dataclass(frozen=True)
class Maker:
    """Makes tables of one pool, in which `chosen` were chosen and `others` were not.

    `complete` says that everybody is in one of the groups and readers know it (phases of schools); answers to a
    question never are, because nobody knows who answered.
    """

    chosen: int
    others: int
    complete: bool = False
    threshold: int = THRESHOLD
    base: int = BASE
    open: int = OPEN

    def make_table(self, groups: Mapping[str, Pair]) -> list[Row]:
        """The rows for `groups` (name: chosen, others), in their order."""
        if self.complete and self.chosen + self.others <= len(groups) * (self.threshold - 1):
            # So few could all be in small groups; that they are would say how many each has.
            return [Row(group) for group in groups]
        rows = [self._shown(group, *pair) for group, pair in groups.items()]
        while not all(row.is_hidden for row in rows) and not self.leaves_open(rows):
            rows = self._with_less(rows, groups)
        return rows

    def _shown(self, group: str, chosen: int, others: int) -> Row:
        """The row as its own size asks."""
        if chosen >= self.threshold and others >= self.threshold:
            return Row(group, chosen=self.rounded(chosen), others=self.rounded(others))
        if chosen + others >= self.threshold:
            return Row(group, applied=self.rounded(chosen + others))
        return Row(group)

    def rounded(self, number: int) -> int:
        """To the nearest multiple of the base, which is odd."""
        return (number + self.base // 2) // self.base * self.base

    def _behind(self, shown: int) -> range:
        """The numbers that are shown as `shown`."""
        return range(max(self.threshold, shown - self.base // 2), shown + self.base // 2 + 1)

    def leaves_open(self, rows: Sequence[Row]) -> bool:
        """Do the rows, with the known totals, leave enough possible values of every number under the threshold?

        Enough are `open`, or as many as row and totals leave where nothing else is known.
        """
        alone = [self._possible(row) for row in rows]
        for place, row in enumerate(rows):
            if row.is_split:
                continue
            rest = [pairs for at, pairs in enumerate(alone) if at != place]
            together = self._that_fit(alone[place], rest)
            for before, after in zip(self._values(alone[place]), self._values(together), strict=True):
                is_small = not after or min(after) < self.threshold
                if is_small and len(after) < min(self.open, len(before)):
                    return False
        return True

    def _possible(self, row: Row) -> list[Pair]:
        """What may stand behind a row that is shown as its size asks, if nothing but the totals is known."""
        if row.chosen is not None and row.others is not None:
            pairs = [(c, o) for c in self._behind(row.chosen) for o in self._behind(row.others)]
        elif row.applied is not None:
            sizes = self._behind(row.applied)
            pairs = [(c, size - c) for size in sizes for c in range(size + 1) if min(c, size - c) < self.threshold]
        else:
            pairs = [(c, o) for c in range(self.threshold) for o in range(self.threshold - c)]
        return [(c, o) for c, o in pairs if c <= self.chosen and o <= self.others]

    def _values(self, pairs: Sequence[Pair]) -> tuple[set[int], set[int], set[int]]:
        """The values that chosen, others, and both together may have.

        Where everybody is in a group, nobody's silence blurs the sums: there only values under the threshold count.
        """
        values = ({c for c, _ in pairs}, {o for _, o in pairs}, {c + o for c, o in pairs})
        if not self.complete:
            return values
        chosen, others, both = ({value for value in some if value < self.threshold} for some in values)
        return chosen, others, both

    def _that_fit(self, pairs: Sequence[Pair], rest: Sequence[Sequence[Pair]]) -> list[Pair]:
        """Those of `pairs` which the other rows and whoever is in no row can fill up to the totals.

        Every sum that the other rows can have is a bit of one long number, `width` bits for each number chosen.
        """
        width = 1 + self.others + max((o for pairs_ in rest for _, o in pairs_), default=0)
        lines = self.chosen + 1
        sums = 1
        inside = sum(((1 << (self.others + 1)) - 1) << (line * width) for line in range(lines))
        for possible in rest:
            grown = 0
            for chosen, others in possible:
                grown |= sums << (chosen * width + others)
            sums = grown & inside
        if self.complete:
            return [(c, o) for c, o in pairs if sums >> ((self.chosen - c) * width + self.others - o) & 1]
        fewest: list[int] = []  # others that the other rows have at least, where they have at most so many chosen
        for line in range(lines):
            bits = (sums >> (line * width)) & ((1 << width) - 1)
            least = (bits & -bits).bit_length() - 1 if bits else width
            fewest.append(min(least, fewest[-1]) if fewest else least)
        return [(c, o) for c, o in pairs if fewest[self.chosen - c] <= self.others - o]

    def _with_less(self, rows: Sequence[Row], groups: Mapping[str, Pair]) -> list[Row]:
        """The rows with less shown: the smallest split row as a whole or, if none is split, the smallest one hidden."""
        shown = [row for row in rows if row.is_split] or [row for row in rows if not row.is_hidden]
        least = min(shown, key=lambda row: row.size)
        less = Row(least.group, applied=self.rounded(sum(groups[least.group])) if least.is_split else None)
        return [less if row is least else row for row in rows]
