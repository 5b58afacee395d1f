"""The outbox: texts, mails and letters as rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django_scopes import ScopedManager

from alliance.post.checking import new_code
from alliance.post.states import LETTER_MOVES, MAIL_MOVES, PRINT_MOVES, LetterState, MailState, PrintState
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine


class Text(models.Model):
    """One version of the words of a kind of mail or letter: an alliance's own, or the portal's standard (no alliance).

    Never changed once written: rewording writes the next version, and every mail and letter names the one it used.
    """

    alliance = models.ForeignKey(Alliance, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    follows_standard = models.BooleanField(
        default=False, help_text="The alliance went back to the standard with this version, which has no words."
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "version"]
        constraints = [models.UniqueConstraint(Coalesce("alliance", 0), "kind", "version", name="text_version_once")]


class Job(models.Model):
    """What a worker does and keeps trying until it is done: claimed and given back as `post.claims` says, and found by
    the sweep when nobody was woken for it. Its state is the model's own."""

    due_at = models.DateTimeField()
    woken_until = models.DateTimeField(null=True, help_text="Until then the sweep believes a worker was told.")
    lease_until = models.DateTimeField(null=True, help_text="Until then nobody else may claim the row.")
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True, help_text="Why it waits, failed or came back.")

    class Meta:
        abstract = True


class Mail(Job):
    """One mail to one address. The row is the truth; Celery only wakes somebody to look at it."""

    alliance = models.ForeignKey(Alliance, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300)
    body = models.TextField(help_text="As sent, but for a personal link, which stands here as [personal link].")
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    calendar = models.TextField(blank=True, help_text="An entry for the reader's calendar, as iCalendar text.")
    dedupe_key = models.CharField(max_length=200, unique=True)
    secret = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    message_id = models.CharField(max_length=120, unique=True)
    posted_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "e-mail"  # what a refused move calls it
        ordering = ["-id"]
        constraints = [one_of("state", MailState, name="mail_state")]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="mail_about"),
            models.Index(fields=["due_at"], condition=Q(state__in=["waiting", "sending"]), name="mail_open"),
            models.Index(fields=["alliance", "state", "-id"], name="mail_outbox"),
            # Holds what `open_to` asks for too, so that the outbox is counted without looking at a single mail.
            models.Index(fields=["alliance", "-id", "about_type", "about_id"], name="mail_newest"),
        ]


class Letter(Job):
    """One letter to one person: its words are final and shown at once, its PDF is made once and never again."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="Counts from 1 in each alliance.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="letters")
    name = models.CharField(max_length=200)
    address = models.TextField(blank=True, help_text="Lines under the name: school and postal address.")
    signatory_name = models.CharField(max_length=100, blank=True)
    signatory_post = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=300)
    html = models.TextField(help_text="The letter's body as approved: the portal's own safe HTML.")
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    dated = models.DateField()
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.WAITING)
    pdf = models.FileField(upload_to="letters/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)
    check_code = models.CharField(max_length=9, default=new_code, help_text="Printed on it: see post.checking.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("state", LetterState, name="letter_state"),
            models.UniqueConstraint(fields=["alliance", "number"], name="letter_number_once"),
            models.CheckConstraint(
                condition=~Q(state=LetterState.MADE) | ~Q(sha256=""), name="letter_made_has_checksum"
            ),
        ]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="letter_about"),
            models.Index(fields=["due_at"], condition=Q(state__in=["waiting", "making"]), name="letter_open"),
            models.Index(fields=["alliance", "state", "-id"], name="letter_outbox"),
        ]

    @property
    def reference(self) -> str:
        """How the letter is called on paper: "Letter 12 of 2027"."""
        return f"{self.dated.year}/{self.number:04}"


class Paper(Job):
    """A PDF that somebody asks for on a page and a worker makes: see `post.papers`."""

    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PrintState, default=PrintState.WAITING)
    pdf = models.FileField(upload_to="papers/", blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class PrintBatch(Paper):
    """Letters put together in one PDF by a worker, for those who want them on paper."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    letters = models.JSONField(help_text="Ids of the letters, in the order of printing.")
    double_sided = models.BooleanField(default=False, help_text="Every letter begins on the front of a sheet.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done = models.PositiveIntegerField(default=0, help_text="Letters put in so far.")
    pages = models.PositiveIntegerField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "print batch"
        ordering = ["-id"]
        constraints = [one_of("state", PrintState, name="print_state")]
        indexes = [models.Index(fields=["due_at"], condition=Q(state__in=["waiting", "making"]), name="print_open")]


MAIL = Machine(Mail, MAIL_MOVES, quiet=("claim", "wait_again", "mark_sent"))
LETTER = Machine(Letter, LETTER_MOVES, quiet=("claim", "wait_again", "mark_made"))
PRINT = Machine(PrintBatch, PRINT_MOVES, quiet=("claim", "wait_again", "mark_made", "fail"))
