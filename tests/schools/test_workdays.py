"""Working days of an alliance."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.schools.models import Alliance, Closure
from alliance.schools.workdays import Calendar, add_working_days, is_working_day, working_days_between
from tests.queries import asked


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday: the weekend does not count
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Christmas on a Friday, Boxing Day's substitute on the Monday
        (date(2027, 3, 25), 1, date(2027, 3, 30)),  # Good Friday and Easter Monday
        (date(2022, 9, 16), 1, date(2022, 9, 20)),  # the state funeral, a bank holiday of its own
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 11, 2), 10, date(2026, 11, 16)),
    ],
)
def test_working_days_skip_weekends_and_englands_bank_holidays(cast, day, n, expected):
    assert add_working_days(cast.alliance, day, n) == expected


def test_scotlands_holidays_are_not_englands(cast):
    assert is_working_day(cast.alliance, date(2026, 11, 30))  # St Andrew's Day
    assert not is_working_day(cast.alliance, date(2026, 8, 31))  # the summer bank holiday


def test_closures_of_the_alliance_count_and_those_of_another_do_not(cast):
    Closure.objects.create(
        alliance=cast.alliance, name="Half term", first_day=date(2026, 10, 26), last_day=date(2026, 10, 30)
    )
    assert add_working_days(cast.alliance, date(2026, 10, 23), 1) == date(2026, 11, 2)
    assert add_working_days(cast.other, date(2026, 10, 23), 1) == date(2026, 10, 26)
    assert working_days_between(cast.alliance, date(2026, 10, 23), date(2026, 11, 2)) == 1
    assert working_days_between(cast.alliance, date(2026, 11, 2), date(2026, 10, 23)) == -1


class WithoutClosures(Calendar):
    def __init__(self):
        self.closed = []


@pytest.mark.slow
@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.integers(0, 60))
def test_between_counts_what_add_went(day, n):
    calendar = WithoutClosures()
    assert calendar.between(day, calendar.add(day, n)) == n
    assert calendar.add(calendar.add(day, n), 0) == calendar.add(day, n)


def test_closures_are_read_once(cast):
    one = asked(lambda: add_working_days(Alliance(pk=cast.alliance.pk), date(2026, 1, 1), 1))
    many = asked(lambda: add_working_days(Alliance(pk=cast.alliance.pk), date(2026, 1, 1), 250))
    assert len(one) == len(many)
