"""13. Rankings, medians and totals are the same on SQLite and PostgreSQL: the figures below hold wherever this runs."""

import pytest

from alliance.addresses import path_to
from alliance.panels.models import Entry

GIVEN = {
    1: ("Green", "Green", "Amber", "Red"),
    2: ("Amber", "Amber", "Amber", "Amber"),
    3: ("Green", "Amber", None, "Amber"),
    4: ("Red", "Red", "Green", None),
    5: (None, None, None, None),
}
FIGURES = {
    1: (1250, 1500, 2000, 4),
    2: (1000, 1000, 0, 4),
    3: (1333, 1000, 1000, 3),
    4: (667, 0, 2000, 3),
    5: (None, None, None, 0),
}
ORDERS = {
    "mean": [4, 2, 1, 3, 5],
    "-mean": [3, 1, 2, 4, 5],
    "median": [4, 2, 3, 1, 5],
    "-median": [1, 2, 3, 4, 5],
    "spread": [2, 3, 1, 4, 5],
    "-spread": [1, 4, 3, 2, 5],
}


@pytest.mark.slow
def test_figures_and_orders(panel, sign_in):
    seats = [panel.sit(f"S{n} Scorer", role) for n, role in enumerate(("chair", "deputy", "scorer", "scorer"))]
    entries = {number: panel.enter(number) for number in GIVEN}
    for number, entry in entries.items():
        Entry.objects.filter(pk=entry.pk).update(code=f"SLE-{number}")  # no code that the portal draws
        entry.refresh_from_db()
    panel.start()
    for number, levels in GIVEN.items():
        for seat, level in zip(seats, levels, strict=True):
            panel.score(seat, entries[number], level)
    for number, expected in FIGURES.items():
        one = Entry.objects.get(pk=entries[number].pk)
        assert (one.mean, one.median, one.spread, one.score_count) == expected, number
    client = sign_in(seats[0].person)
    page = path_to("panels:table", panel.alliance, pk=panel.exercise.pk)
    for sort, order in ORDERS.items():
        lines = client.get(f"{page}?format=csv&sort={sort}").content.decode().splitlines()[1:]
        assert [int(line[4:5]) for line in lines] == order, sort
