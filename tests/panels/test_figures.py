"""Means, medians and the rule for a recommendation."""

import pytest

from alliance.panels.figures import far_apart, mean, median, moderated, recommend, spread, weighted_mean


def test_means_are_integer_thousandths_rounded_half_up():
    assert weighted_mean([(0, 1), (1000, 1), (2000, 1)]) == 1000
    assert weighted_mean([(2000, 3), (0, 1)]) == 1500
    assert weighted_mean([(1000, 1), (2000, 2)]) == 1667
    assert weighted_mean([]) is None
    assert (mean([1000, 2001]), median([1000, 2001]), spread([1000, 2001])) == (1501, 1501, 1001)
    assert median([3000, 0, 1000]) == 1000
    assert (mean([]), median([]), spread([])) == (None, None, None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("effects", "figure", "least", "said"),
    [
        (["for", "for"], 2000, None, "for"),
        (["for", "support"], 1500, None, "support"),
        (["for", "against"], 1000, None, "against"),
        (["for", None], 2000, None, "open"),
        (["against", None], 0, None, "against"),
        (["for", "for"], 1900, 1950, "against"),
        (["for", "for"], 1950, 1950, "for"),
        ([], None, None, "open"),
    ],
)
def test_the_rule_for_a_recommendation(effects, figure, least, said):
    assert recommend(effects, figure, least) == said


def test_the_moderated_score_needs_a_level_on_every_criterion():
    assert moderated([(2000, 1), (1000, 3)]) == 1250
    assert moderated([(2000, 1), None]) is None
    assert moderated([]) is None


def test_scorers_disagree_when_two_levels_apart():
    assert far_apart([1, 3])
    assert not far_apart([1, 2, 2])
    assert not far_apart([])
