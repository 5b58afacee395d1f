"""12. Too few scores for normalising: it is off, and the page says so."""

import pytest

from alliance.addresses import path_to

STAND = "Scores stand as given: nothing is adjusted for strict or lenient scorers."
FEW = {1: "GGG", 2: "AGG", 3: "AAG", 4: "RGA", 5: "GAG", 6: "GAG"}


def read(panel, client, name="table", more=""):
    return client.get(path_to(f"panels:{name}", panel.alliance, pk=panel.exercise.pk) + more).content.decode()


@pytest.fixture
def seats(panel):
    return [panel.sit(name, role) for name, role in (("Ann A", "chair"), ("Bob B", "deputy"), ("Cat C", "scorer"))]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            {1: "GGG", 2: "AGG", 3: "AAG"},
            "There are too few scores: 3 people must have scored 4 applications each, and none have.",
        ),
        (
            FEW,
            "There are too few scores: 18 of 6 applications by 3 people leave 10 to tell leniency from chance, and 12 "
            "are needed.",
        ),
        (
            # Whoever could judge nothing tells nothing of their leniency.
            {**FEW, 7: "GG?"},
            "There are too few scores: 20 of 7 applications by 3 people leave 11 to tell leniency from chance, and 12 "
            "are needed.",
        ),
    ],
)
def test_the_table_and_the_scorers_page_say_why_nothing_is_adjusted(panel, seats, sign_in, given, why):
    entries = panel.scored(seats, given)
    client = sign_in(seats[0].person)
    page = read(panel, client)
    assert f"{STAND} {why}" in page
    assert 'data-label="Adjusted"' not in page
    assert 'data-label="Place"' not in page
    assert f"Nobody is told strict or lenient here. {why}" in read(panel, client, "scorer_list")
    header, *lines = read(panel, client, more="?format=csv").splitlines()
    at = header.split(",").index("Adjusted mean")
    assert len(lines) == len(entries)
    assert all(line.split(",")[at : at + 5] == [""] * 5 for line in lines)


@pytest.mark.slow
def test_just_enough_scores_are_adjusted(panel, seats, sign_in):
    panel.scored(seats, {**FEW, 7: "GGA"})
    page = read(panel, sign_in(seats[0].person))
    assert "nothing is adjusted" not in page
    assert page.count('data-label="Adjusted"') == page.count('data-label="Place"') == 7


@pytest.mark.slow
def test_parts_of_a_panel_that_share_no_application_are_not_compared(panel, sign_in):
    seats = [panel.sit(f"S{n} Scorer", role) for n, role in enumerate(("chair", "deputy", *["scorer"] * 4))]
    panel.scored(seats, {n: "GAG   " if n < 10 else "   RAA" for n in range(1, 20)})
    assert (
        f"{STAND} The panel falls into 2 parts that share no application, so nobody can tell whether one part is "
        "stricter or had weaker applications."
    ) in read(panel, sign_in(seats[0].person))


@pytest.mark.slow
def test_while_scoring_nothing_is_adjusted(scoring, sign_in):
    page = read(scoring, sign_in(scoring.chair.person))
    assert f"{STAND} Adjusted means are worked out once scoring has ended." in page
