"""Areas of expertise: the national list in its versions, and areas of an alliance's own."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce

from alliance.schools.models import Alliance


class AreaList(models.Model):
    """A version of the national list. Designations keep the version they were made under."""

    version = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    current = models.BooleanField(default=False)

    class Meta:
        ordering = ["version"]

    def __str__(self) -> str:
        return self.name


class AreaQuerySet(models.QuerySet["Area"]):
    def open_to(self, alliance: Alliance) -> AreaQuerySet:
        """The current national list and the alliance's own areas beside it; never another alliance's."""
        return self.filter(models.Q(alliance=None, area_list__current=True) | models.Q(alliance=alliance, kind=""))

    def kept_for(self, alliance: Alliance, kind: str) -> AreaQuerySet:
        """The areas that the alliance keeps for one kind of leader only, by the kind's code."""
        return self.filter(alliance=alliance, kind=kind)


class Area(models.Model):
    """An area of expertise: of a national list (`area_list`), or an alliance's own (`alliance`), mapped to a national
    area or to none, for one `kind` of leader or (empty) for all that have no areas of their own. Not scoped, because
    the national areas belong to nobody: ask through `open_to` or `kept_for`."""

    area_list = models.ForeignKey(AreaList, null=True, blank=True, on_delete=models.PROTECT, related_name="areas")
    alliance = models.ForeignKey(Alliance, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, blank=True, help_text="Code of the kind of leader, if it is for one only.")
    focus = models.CharField(max_length=60, blank=True, help_text="Ofsted focus: the heading in the list.")
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    national = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["area_list", "position", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(area_list__isnull=True) ^ models.Q(alliance__isnull=True), name="area_belongs"
            ),
            models.UniqueConstraint(
                Coalesce("area_list", 0), Coalesce("alliance", 0), "kind", "name", name="area_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
