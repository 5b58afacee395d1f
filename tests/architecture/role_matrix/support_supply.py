"""Who can help: staff see everybody, a leader keeps their own availability."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from alliance.schools.models import School
from support.models import Away
from tests.architecture.role_matrix.rows import STAFF, Row
from tests.conftest import Cast
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation
from tests.factories.support import make_request, make_supporter

LEADER = "teacher"


def held(cast: Cast) -> dict[str, Any]:
    """The cast's teacher is designated."""
    return {"key": f"d{make_designation(cast.alliance, cast.teacher, cast.school, 'Maths').pk}"}


def away(cast: Cast) -> dict[str, Any]:
    supporter = make_supporter(cast.alliance)
    day = timezone.localdate() + timedelta(days=20)
    made = Away.objects.create(alliance=cast.alliance, supporter=supporter, first_day=day, last_day=day, why="Exams")
    return {"key": f"s{supporter.pk}", "pk": made.pk}


def of_somebody(cast: Cast) -> dict[str, Any]:
    return {"key": away(cast)["key"]}


def wanted_and_given(cast: Cast) -> dict[str, Any]:
    """A school that asks, and a leader whose school the register knows the way to."""
    School.objects.filter(pk=cast.school.pk).update(easting=411_000, northing=294_000)
    home = SchoolFactory(easting=415_000, northing=299_000)
    make_supporter(cast.alliance, school=home)
    make_request(cast.alliance, home, state="matching", areas=("Science",))
    return {}


ROWS = {
    "support:supply_audit": Row(STAFF, wanted_and_given),
    "support:supporter_list": Row(STAFF),
    "support:supporter_add": Row(STAFF),
    "support:supporter": Row(f"{LEADER} {STAFF}", held),
    "support:supporter of somebody": Row(STAFF, of_somebody),
    "support:supporter_change": Row(f"{LEADER} {STAFF}", held),
    "support:away_add": Row(f"{LEADER} {STAFF}", held),
    "support:away_remove": Row(STAFF, away, post=True, ok=302),
}
