"""Files in the layout of the national register, made up: for tests and for bench/gias.py."""

from __future__ import annotations

import csv
import random
from pathlib import Path

COLUMNS_KEPT = (
    "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),"
    "TypeOfEstablishment (name),EstablishmentTypeGroup (name),EstablishmentStatus (code),EstablishmentStatus (name),"
    "OpenDate,CloseDate,PhaseOfEducation (code),PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,"
    "Gender (code),Gender (name),ReligiousCharacter (name),Diocese (name),NumberOfPupils,PercentageFSM,Trusts (code),"
    "Trusts (name),LastChangedDate,Street,Locality,Town,County (name),Postcode,SchoolWebsite,TelephoneNum,GOR (name),"
    "UrbanRural (name),Easting,Northing"
)
KEPT = tuple(COLUMNS_KEPT.split(","))
OTHERS = ("Not applicable", "", "", "E09000001", "Does not have a sixth form", "999", "", "Not under a federation")
SAINTS = ("St Mary’s", "St John's", "Holy Trinity", "All Saints'", "Bovingdon", "Café Lane", "Whitehouse Common")
TOWNS = ("Sutton Coldfield", "Harlow", "Watford", "Weston-super-Mare", "Loughton", "Hemel Hempstead")


def write_register(path: Path, *, rows: int, columns: int = 140, encoding: str = "cp1252", seed: int = 1) -> Path:
    """A bulk file of `rows` schools (URNs from 100000) in `columns` columns, the kept ones spread among the others."""
    chance = random.Random(seed)
    headings = list(KEPT)
    for n in range(columns - len(KEPT)):
        headings.insert(n * 2 % len(headings) + 1, f"Column {n}")
    others = [OTHERS[n % len(OTHERS)] for n in range(columns)]
    kept_at = [headings.index(heading) for heading in KEPT]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        for n in range(rows):
            row = others.copy()
            for place, value in zip(kept_at, _school(n, chance), strict=True):
                row[place] = value
            writer.writerow(row)
    return path


def _school(n: int, chance: random.Random) -> list[str]:
    closed = n % 5 == 0
    town = TOWNS[n % len(TOWNS)]
    return [
        str(100_000 + n),
        str(201 + n % 150),
        f"Authority {n % 150}",
        "" if n % 40 == 0 else str(1000 + n % 9000),
        f"{SAINTS[n % len(SAINTS)]} Primary School {n}",
        f"{n % 40:02}",
        "Voluntary aided school",
        "Local authority maintained schools",
        "2" if closed else "1",
        "Closed" if closed else "Open",
        f"{n % 28 + 1:02}-{n % 12 + 1:02}-{1950 + n % 70}",
        f"31-08-{2000 + n % 20}" if closed else "",
        "2",
        "Primary",
        "3",
        "11",
        "3",
        "Mixed",
        "Church of England" if n % 3 else "Does not apply",
        f"Diocese of {n % 42}",
        str(chance.randint(20, 1500)),
        f"{chance.randint(0, 700) / 10:.2f}",
        str(n % 3000 or ""),
        f"Trust {n % 3000}",
        f"{n % 28 + 1:02}-03-2024",
        f"{n} High Street",
        "" if n % 4 else "The Green",
        town,
        "Somerset",
        f"B{n % 90 + 1} {n % 9}AB",
        f"www.school{n}.example",
        f"0121{n:07}",
        "West Midlands",
        "(England/Wales) Urban major conurbation",
        str(chance.randint(80_000, 655_000)),
        str(chance.randint(5_000, 657_000)),
    ]
