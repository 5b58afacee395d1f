"""12. Too few scores for normalising: it is off, and the page says so."""

from alliance.addresses import path_to


def test_the_table_says_that_nothing_is_adjusted(scoring, sign_in):
    page = path_to("panels:table", scoring.alliance, pk=scoring.exercise.pk)
    read = sign_in(scoring.chair.person).get(page).content.decode()
    assert "Scores stand as given: nothing is adjusted for strict or mild scorers." in read
