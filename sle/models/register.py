"""The register of designated leaders, what became of each, and what the agency was told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.expertise.models import Area
from alliance.schools.models import Alliance, School
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from sle.models.applications import Application
from sle.models.rounds import Round
from sle.states import DESIGNATION_MOVES, Change, DesignationState


class Designation(models.Model):
    """A person's designation on an alliance's register. A person holds one current designation of a kind, in whatever
    alliance: `kind` is the kind's code, because alliances share it (what it means here, `leader_kinds.kind_of` says).
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="designations")
    kind = models.CharField(max_length=10, default="SLE")
    state = models.CharField(max_length=13, choices=DesignationState, default=DesignationState.OFFERED)
    application = models.ForeignKey(
        Application, null=True, on_delete=models.PROTECT, related_name="designations", help_text="None if brought in."
    )
    home_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    trn = models.CharField(max_length=7, blank=True)
    offered_at = models.DateTimeField(null=True)
    reply_by = models.DateField(null=True)
    replied_at = models.DateTimeField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True, help_text="When it is due to be reviewed.")
    ended_on = models.DateField(null=True, help_text="When it came to an end.")
    listed = models.BooleanField(
        null=True, help_text="Stands in the public directory, by its holder's consent; None while they have not said."
    )
    about = models.TextField(blank=True, help_text="What the holder says of their work in the public directory.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "designation"
        ordering = ["-id"]
        constraints = [
            one_of("state", DesignationState, name="designation_state"),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state="current"), name="designation_one_current"
            ),
            models.UniqueConstraint(fields=["application"], condition=Q(state="offered"), name="designation_one_offer"),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state="arriving"), name="designation_one_arriving"
            ),
        ]

    @property
    def root(self) -> Application | Designation:
        return self.application or self


class DesignationArea(models.Model):
    """An area a person is designated in; the area knows its list and version."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    designation = models.ForeignKey(Designation, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    with_support = models.BooleanField(default=False)
    since = models.DateField(null=True, help_text="Designated in this area since, if earlier than the designation.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["designation", "area__position", "area__name", "id"]
        constraints = [models.UniqueConstraint(fields=["designation", "area"], name="designation_area_once")]


class AgencyReturn(models.Model):
    """What the agency was told, exactly: the CSV as downloaded, and when it was sent."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="returns")
    agency = models.CharField(max_length=60)
    csv = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "return to the agency"
        ordering = ["-id"]


class RegisterChange(models.Model):
    """Something that became of a designation, of which the agency is told once: `agency_return` is where."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    designation = models.ForeignKey(Designation, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=13, choices=Change)
    on = models.DateField()
    agency_return = models.ForeignKey(AgencyReturn, null=True, on_delete=models.PROTECT, related_name="changes")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "change of the register"
        ordering = ["id"]
        constraints = [one_of("what", Change, name="register_change_what")]


DESIGNATION = Machine(Designation, DESIGNATION_MOVES)
