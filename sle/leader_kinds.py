"""Kinds of leaders: those with which every alliance starts, and which an alliance has and what it calls them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from alliance.expertise.models import Area, AreaQuerySet
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import words_of
from sle.models import DesignationKind
from sle.states import DesignatedBy

SLE = "SLE"
USUAL_YEARS = 4  # "Designation normally runs 4 years, then is reviewed."
# One to a line, as in a round.
ENDING_GROUNDS = """\
The process of the review was not followed.
Something that you or your head had told us was not considered.
Somebody who took part in the decision had an interest in it that they had not declared."""


@dataclass(frozen=True)
class KindFacts:
    """One kind as the portal knows it before an alliance says otherwise; years None: it does not run out here."""

    code: str
    word: str
    plural: str
    designated_by: str
    years: int | None
    review_months: int | None


# National designations are the agency's to review.
HERE, NATIONALLY = DesignatedBy.ALLIANCE, DesignatedBy.NATIONALLY
STANDARD = (
    KindFacts(SLE, "specialist leader of education", "specialist leaders of education", HERE, USUAL_YEARS, 6),
    KindFacts("NLE", "national leader of education", "national leaders of education", NATIONALLY, None, None),
    KindFacts("NLG", "national leader of governance", "national leaders of governance", NATIONALLY, None, None),
)


def kinds_of(alliance: Alliance) -> dict[str, DesignationKind]:
    """Every kind by code: the standard ones (not stored) with the alliance's own rows in their place and beside them.

    Specialist leaders are called what the alliance's vocabulary says. One query, kept on the object.
    """
    kept: dict[str, DesignationKind] | None = alliance.__dict__.get("_leader_kinds")
    if kept is None:
        kept = {facts.code: DesignationKind(alliance=alliance, **asdict(facts)) for facts in STANDARD}
        kept |= {kind.code: kind for kind in DesignationKind._base_manager.filter(alliance=alliance)}
        word = words_of(alliance)["sle"]
        kept[SLE].word, kept[SLE].plural = word.word, word.plural
        for kind in kept.values():
            kind.alliance = alliance
            kind.appeal_grounds = kind.appeal_grounds or ENDING_GROUNDS
        alliance.__dict__["_leader_kinds"] = kept
    return kept


def kind_of(alliance: Alliance, code: str) -> DesignationKind:
    """The kind of this code as the alliance has it. Raises KeyError for a code that it does not have."""
    return kinds_of(alliance)[code]


def designated_here(alliance: Alliance) -> list[DesignationKind]:
    """The kinds that the alliance designates itself: specialist leaders first."""
    found = [kind for kind in kinds_of(alliance).values() if not kind.is_national]
    return sorted(found, key=lambda kind: (kind.code != SLE, kind.code))


def areas_of(kind: DesignationKind) -> AreaQuerySet:
    """The areas in which leaders of this kind are designated: its own, or those that are open to everybody."""
    if kind.own_areas:
        return Area.objects.kept_for(kind.alliance, kind.code)
    return Area.objects.open_to(kind.alliance)


def words_of_kind(alliance: Alliance, code: str) -> dict[str, str]:
    """What `{sle}` and `{sles}` mean in texts about leaders of this kind."""
    known = words_of(alliance)["sle"] if code == SLE else kind_of(alliance, code)
    return {"sle": known.word, "sles": known.plural}
