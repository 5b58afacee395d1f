"""25. Fifty bookings at once for the last place make one booking."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from alliance.diary import services
from alliance.diary.models import Attendance
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.schools.models import Partner
from tests.conftest import make_cast
from tests.factories.diary import plan
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.slow


def test_fifty_bookings_at_once_for_the_last_place_make_one(transactional_db):
    cast = make_cast()
    with scope(alliance=cast.alliance):
        occasion = plan(Partner.objects.get(alliance=cast.alliance, school=cast.school), cast.lead, capacity=2)
        services.book(occasion=occasion, person=cast.head, by=cast.head, now=timezone.now())
    people = [PersonFactory(email=f"guest{n}@example.org") for n in range(50)]
    # Fewer connections than a server allows, each with several bookings; all begin together.
    barrier = Barrier(25)

    def book(pair):
        said = []
        try:
            barrier.wait(timeout=20)
            for person in pair:
                with scope(alliance=cast.alliance):
                    try:
                        services.book(occasion=occasion, person=person, by=person, now=timezone.now())
                        said.append("booked")
                    except Refused as refused:
                        said.append(refused.refusal.sentence)
        finally:
            connection.close()
        return said

    with ThreadPoolExecutor(25) as pool:
        answers = [said for pair in pool.map(book, [people[n::25] for n in range(25)]) for said in pair]
    assert len(answers) == 50
    assert answers.count("booked") == 1
    assert sum("All 2 places of “Welcome day”" in said for said in answers) == 49
    with scope(alliance=cast.alliance):
        assert Attendance.objects.filter(occasion=occasion, state="booked").count() == 2
        assert Mail.objects.filter(kind="diary.booked").count() == 2
