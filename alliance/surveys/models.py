"""The yearly ask of an alliance, and what each of its schools answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from alliance.schools.models import Alliance, School
from alliance.surveys.states import ASK_MOVES, REPLY_MOVES, AskState, ReplyState
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine


class Ask(models.Model):
    """What an alliance asks all its schools once in a school year.

    `sections` are the questions as they stood when it opened (`questions.Section.stored`), so that an old year reads
    as it was answered. Schools answer from `opens_at` to `closes_at`, by when the server received the request.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="asks")
    year = models.PositiveSmallIntegerField(help_text="In which the school year begins: 2026 is 2026/27.")
    state = models.CharField(max_length=6, choices=AskState, default=AskState.DRAFT)
    introduction = models.TextField(blank=True, help_text="What schools read first: why this is asked.")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    remind_every = models.PositiveSmallIntegerField(default=5, help_text="Working days between reminders.")
    remind_before = models.PositiveSmallIntegerField(default=2, help_text="Working days before it closes.")
    sections = models.JSONField(default=list)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "yearly ask"
        ordering = ["-year", "-id"]
        constraints = [
            one_of("state", AskState, name="ask_state"),
            models.UniqueConstraint(fields=["alliance", "year"], name="ask_once_a_year"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="ask_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"Yearly ask {self.title}"

    @property
    def title(self) -> str:
        """The school year: "2026/27"."""
        return school_year(self.year)


def school_year(year: int) -> str:
    """The school year that begins in `year`, as people write it: "2026/27"."""
    return f"{year}/{(year + 1) % 100:02}"


class Reply(models.Model):
    """What one school is asked and answers in a year. `name` and `email` are whom the link was last sent to; without
    an address nobody could be asked, and staff enter the answers by telephone."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="replies")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ReplyState, default=ReplyState.WAITING)
    name = models.CharField(max_length=170, blank=True)
    email = models.EmailField(blank=True)
    asked_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True, help_text="When the link was last sent.")
    begun_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    signer_name = models.CharField(max_length=120, blank=True, help_text="Who at the school answered.")
    signer_post = models.CharField(max_length=120, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who of the staff handed it in for the school, told by telephone.",
    )

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "school’s answers"
        ordering = ["ask", "school", "id"]
        constraints = [
            one_of("state", ReplyState, name="reply_state"),
            models.UniqueConstraint(fields=["ask", "school"], name="reply_once"),
        ]


class ReplyPart(models.Model):
    """A school's answers to one section: question -> answer. `revision` counts saves: a stale tab is refused."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="parts")
    section = models.SlugField(max_length=40)
    values = models.JSONField(default=dict)
    finished = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["reply", "id"]
        constraints = [models.UniqueConstraint(fields=["reply", "section"], name="reply_part_once")]

    @property
    def root(self) -> Reply:
        return self.reply


ASK = Machine(Ask, ASK_MOVES)
REPLY = Machine(Reply, REPLY_MOVES)
