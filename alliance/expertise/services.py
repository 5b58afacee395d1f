"""Areas of expertise: loading the national lists, and an alliance's own areas."""

from __future__ import annotations

from django.db import transaction

from alliance.expertise.models import Area, AreaList
from alliance.expertise.national import AREA_LISTS
from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.workflow.events import record


@transaction.atomic
def load_areas() -> tuple[int, int]:
    """Bring the national lists up to what `expertise.national` says; safe to repeat.

    Areas are never removed, because designations point to them. Returns how many areas were added, and how many there
    are.
    """
    added = 0
    for facts in AREA_LISTS:
        area_list, _ = AreaList.objects.update_or_create(
            version=facts.version, defaults={"name": facts.name, "current": facts.current}
        )
        known = {area.name: area for area in Area.objects.filter(area_list=area_list)}
        wanted = [(focus, name) for focus, names in facts.areas.items() for name in names]
        new: list[Area] = []
        moved: list[Area] = []
        for position, (focus, name) in enumerate(wanted, start=1):
            area = known.get(name) or Area(area_list=area_list, name=name)
            if (area.focus, area.position) != (focus, position):
                area.focus, area.position = focus, position
                (moved if area.pk else new).append(area)
        Area.objects.bulk_create(new)
        Area.objects.bulk_update(moved, ["focus", "position"])
        added += len(new)
    return added, Area.objects.exclude(area_list=None).count()


@transaction.atomic
def add_area(*, alliance: Alliance, name: str, national: Area | None, by: Person, kind: str = "") -> Area:
    """Add an area of the alliance's own, mapped to a national area or to none; the existing one of that name if any.

    `kind` is the code of the kind of leader that has areas of its own, empty for the shared list.
    """
    area, new = Area.objects.get_or_create(
        alliance=alliance,
        kind=kind,
        name=name.strip(),
        defaults={"national": national, "focus": national.focus if national else "Our own areas", "position": 900},
    )
    if new:
        record(area, "add_area", by=by)
    return area
