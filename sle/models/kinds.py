"""Kinds of designated leaders, as an alliance has them: data, not code."""

from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from sle.states import DesignatedBy


class DesignationKind(models.Model):
    """A kind of leader whom the alliance designates, or records as designated nationally, and the rules of its life.

    What every alliance starts with stands in `sle.leader_kinds`; a row here is what this alliance has changed or
    added. Questions, eligibility, rubric and timetable belong to each round, which is for one kind.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=10, help_text="The abbreviation, shared by all alliances: SLE, LLE, NLE.")
    word = models.CharField(max_length=80)
    plural = models.CharField(max_length=80)
    designated_by = models.CharField(max_length=10, choices=DesignatedBy, default=DesignatedBy.ALLIANCE)
    own_areas = models.BooleanField(default=False, help_text="Areas of its own instead of the shared list.")
    years = models.PositiveSmallIntegerField(null=True, blank=True, default=4, help_text="None if it does not run out.")
    review_months = models.PositiveSmallIntegerField(
        null=True, blank=True, default=6, help_text="Months before the end at which the review begins; None: never."
    )
    remind_every = models.PositiveSmallIntegerField(default=4, help_text="Working days between reminders.")
    appeal_working_days = models.PositiveSmallIntegerField(default=10)
    appeal_grounds = models.TextField(blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "kind of leader"
        ordering = ["code"]
        constraints = [
            one_of("designated_by", DesignatedBy, name="kind_designated_by"),
            models.UniqueConstraint(fields=["alliance", "code"], name="kind_code_once"),
        ]

    def __str__(self) -> str:
        return self.word

    @property
    def grounds(self) -> list[str]:
        """The grounds on which the end of a designation can be appealed against, one by one."""
        return [line.strip() for line in self.appeal_grounds.splitlines() if line.strip()]

    @property
    def is_national(self) -> bool:
        """Is it designated by the agency, and only recorded here?"""
        return self.designated_by == DesignatedBy.NATIONALLY
