"""Double entry: what half days move between the accounts. Pure: no database.

Facts: one price list charges the supported school £350 a day, of which £300 go to the home school and £50 stay with the
alliance for its brokerage, half days pro rata; elsewhere the home school bills the supported school itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from support.states import Account, Invoiced


@dataclass(frozen=True)
class Part:
    """One account's part of a posting, in pence: more than zero, it owes; less, it is owed. Schools and pots by key."""

    account: Account
    pence: int
    school: int | None = None
    pot: int | None = None


@dataclass(frozen=True)
class Terms:
    """What was agreed of one leader: pence for half a day, how much of it the alliance keeps, who bills, who pays."""

    half_day_pence: int
    share_pence: int
    invoiced_by: str
    school: int
    home_school: int
    pot: int | None = None

    @property
    def raised_pence(self) -> int:
        """What the alliance itself raises for half a day, from the school or the pot."""
        return self.share_pence if self.invoiced_by == Invoiced.HOME else self.half_day_pence


def charge(half_days: int, terms: Terms) -> list[Part]:
    """The parts of a posting for so many half days; fewer than none give money back. They add up to zero."""
    home = half_days * (terms.half_day_pence - terms.share_pence)
    share = half_days * terms.share_pence
    payer = (
        Part(Account.SCHOOL, half_days * terms.raised_pence, school=terms.school)
        if terms.pot is None
        else Part(Account.POT, half_days * terms.raised_pence, pot=terms.pot)
    )
    parts = [payer, Part(Account.ALLIANCE, -share)]
    if terms.invoiced_by == Invoiced.HOME:
        parts += [
            Part(Account.DIRECT, home, school=terms.school),
            Part(Account.DIRECT, -home, school=terms.home_school),
        ]
    else:
        parts.append(Part(Account.HOME, -home, school=terms.home_school))
    return moving(parts)


def into_pot(pence: int, pot: int) -> list[Part]:
    """Money given for support: the alliance holds it, and the pot is owed it."""
    return moving([Part(Account.ALLIANCE, pence), Part(Account.POT, -pence, pot=pot)])


def paid_by(pence: int, school: int) -> list[Part]:
    """A supported school pays what it owed."""
    return moving([Part(Account.ALLIANCE, pence), Part(Account.SCHOOL, -pence, school=school)])


def paid_to(pence: int, home_school: int) -> list[Part]:
    """A home school is paid what it was owed."""
    return moving([Part(Account.ALLIANCE, -pence), Part(Account.HOME, pence, school=home_school)])


def moving(parts: Iterable[Part]) -> list[Part]:
    """Those that move anything. Raises ValueError unless they add up to zero: nothing comes from nowhere."""
    found = [part for part in parts if part.pence]
    if sum(part.pence for part in found):
        raise ValueError(f"These do not add up to zero: {found}")
    return found
