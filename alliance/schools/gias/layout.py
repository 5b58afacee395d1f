"""Which columns of the register's files are kept, under which field, and how their values are read.

Columns come in any order and any of them but two may be missing. A reader turns the text of a cell into the text
that is staged: "" for nothing, digits for a number, yyyy-mm-dd for a date; it raises BadValue for what it cannot read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from alliance.schools.states import SchoolStatus

Reader = Callable[[str], str]


class BadValue(ValueError):
    """The text of a cell cannot be read; the message says why, to follow the column's name."""


class Kept(dict[str, str]):
    """A reader that remembers what it has read, for columns of few different values."""

    def __init__(self, read: Reader, most: int = 20_000) -> None:
        super().__init__()
        self.read, self.most = read, most

    def __missing__(self, text: str) -> str:
        if len(self) >= self.most:
            self.clear()
        value = self[text] = self.read(text)
        return value


def name_of(text: str) -> str:
    """A name from a list of the register; "Not applicable" and the like are nothing."""
    bare = text.strip()
    return "" if bare.lower() in NOTHING else bare


NOTHING = {"not applicable", "does not apply", "not recorded", "none", "unknown"}


def code(text: str) -> str:
    """A code without the leading zeros that one file has and another has not; 0 and 00 are nothing."""
    bare = text.strip()
    return bare.lstrip("0") if bare.isdecimal() else bare


def day(text: str) -> str:
    """A date written dd-mm-yyyy (or dd/mm/yyyy) as yyyy-mm-dd."""
    bare = text.strip()
    if not bare:
        return ""
    parts = bare.replace("/", "-").split("-")
    try:
        if len(parts) != 3 or len(parts[2]) != 4:
            raise ValueError
        return date(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
    except ValueError:
        raise BadValue(f"“{bare[:20]}” is not a date (dd-mm-yyyy)") from None


def whole(most_digits: int) -> Reader:
    """A reader of whole numbers of at most so many digits."""

    def read(text: str) -> str:
        bare = text.strip()
        if not bare or (bare.isdecimal() and bare.isascii() and len(bare) <= most_digits):
            return bare
        raise BadValue(f"“{bare[:20]}” is not a whole number")

    return read


def tenths(text: str) -> str:
    """A percentage ("21.70") as tenths of a per cent ("217")."""
    bare = text.strip()
    if not bare:
        return ""
    try:
        percent = Decimal(bare)
    except InvalidOperation:
        percent = Decimal(-1)
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise BadValue(f"“{bare[:20]}” is not a percentage")
    return str(int(percent * 10 + Decimal("0.5")))


STATUS_NAMES = {
    "open": SchoolStatus.OPEN,
    "open, but proposed to close": SchoolStatus.CLOSING,
    "closed": SchoolStatus.CLOSED,
    "proposed to open": SchoolStatus.PROPOSED,
}
STATUS_CODES = {
    "1": SchoolStatus.OPEN,
    "2": SchoolStatus.CLOSED,
    "3": SchoolStatus.CLOSING,
    "4": SchoolStatus.PROPOSED,
}
PHASES = {
    "": "",
    "1": "Nursery",
    "2": "Primary",
    "3": "Middle deemed primary",
    "4": "Secondary",
    "5": "Middle deemed secondary",
    "6": "16 plus",
    "7": "All-through",
}
GENDERS = {"": "", "1": "Boys", "2": "Girls", "3": "Mixed"}


def status(text: str) -> str:
    """A status of the register, by name or code."""
    bare = text.strip()
    found = STATUS_NAMES.get(bare.lower()) or STATUS_CODES.get(code(bare))
    if found is None:
        raise BadValue(f"“{bare[:30]}” is not a status of the register")
    return str(found.value)


def from_codes(names: dict[str, str]) -> Reader:
    """A reader of codes that stores the names."""

    def read(text: str) -> str:
        try:
            return names[code(text)]
        except KeyError:
            raise BadValue(f"“{text.strip()[:20]}” is not a known code") from None

    return read


@dataclass(frozen=True)
class Column:
    """A column of the file: its heading, the field it fills, and its reader (a new one for every file)."""

    heading: str
    field: str
    reader: Callable[[], Reader]


def few(read: Reader) -> Callable[[], Reader]:
    """For columns of few different values: each is read once."""
    return lambda: Kept(read).__getitem__


def many(read: Reader) -> Callable[[], Reader]:
    """For columns in which nearly every value differs."""
    return lambda: read


# For a field that several columns can fill, the first that the file has is taken.
SCHOOL_COLUMNS = (
    Column("EstablishmentName", "name", many(str.strip)),
    Column("EstablishmentStatus (name)", "status", few(status)),
    Column("EstablishmentStatus (code)", "status", few(status)),
    Column("OpenDate", "open_date", few(day)),
    Column("CloseDate", "close_date", few(day)),
    Column("PhaseOfEducation (name)", "phase", few(name_of)),
    Column("PhaseOfEducation (code)", "phase", few(from_codes(PHASES))),
    Column("TypeOfEstablishment (name)", "type_name", few(name_of)),
    Column("EstablishmentTypeGroup (name)", "type_group", few(name_of)),
    Column("ReligiousCharacter (name)", "religious_character", few(name_of)),
    Column("Diocese (name)", "diocese", few(name_of)),
    Column("Trusts (code)", "trust_code", few(code)),
    Column("Trusts (name)", "trust_name", few(name_of)),
    Column("LA (code)", "la_code", few(code)),
    Column("LA (name)", "la_name", few(name_of)),
    Column("EstablishmentNumber", "establishment_number", few(code)),
    Column("GOR (name)", "region", few(name_of)),
    Column("UrbanRural (name)", "urban_rural", few(name_of)),
    Column("Easting", "easting", many(whole(7))),
    Column("Northing", "northing", many(whole(7))),
    Column("StatutoryLowAge", "low_age", few(whole(3))),
    Column("StatutoryHighAge", "high_age", few(whole(3))),
    Column("Gender (name)", "gender", few(name_of)),
    Column("Gender (code)", "gender", few(from_codes(GENDERS))),
    Column("NumberOfPupils", "pupils", few(whole(6))),
    Column("PercentageFSM", "fsm_tenths", few(tenths)),
    Column("Street", "street", many(str.strip)),
    Column("Locality", "locality", many(str.strip)),
    Column("Town", "town", many(str.strip)),
    Column("County (name)", "county", few(name_of)),
    Column("Postcode", "postcode", many(str.strip)),
    Column("TelephoneNum", "telephone", many(str.strip)),
    Column("SchoolWebsite", "website", many(str.strip)),
    Column("LastChangedDate", "last_changed", few(day)),
)
LINK_COLUMNS = (
    Column("LinkName", "link_name", many(str.strip)),
    Column("LinkEstablishedDate", "established", few(day)),
)


def urn(text: str) -> int:
    """A URN: five digits (children's centres) or six, the register's pseudo URNs (900000 and so on) among them."""
    bare = text.strip()
    if bare.isdecimal() and bare.isascii() and len(bare) in (5, 6) and bare[0] != "0":
        return int(bare)
    raise BadValue(f"“{bare[:20]}” is not a URN of five or six digits")
