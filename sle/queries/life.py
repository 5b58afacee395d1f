"""The life of a record: what happened to it and around it, by whom, and what was posted about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from alliance.post.models import Letter, Mail
from alliance.workflow.machine import Machine
from alliance.workflow.models import Event, Note
from sle.models import Application
from sle.states import ApplicationState

BEING_DECIDED = ("sle.areadecision", "sle.outcomeletter")


@dataclass(frozen=True)
class Happening:
    """One line of a life: when, what in words, who did it, and a reason if one was written down."""

    at: datetime
    what: str
    who: str = ""
    detail: str = ""


def life_of(record: models.Model) -> list[Happening]:
    """Events about `record` and what belongs to it, with reasons, mails and letters, oldest first.

    What is being decided about an application stays out until its outcome is released: nobody learns of it here.
    A constant number of queries, however long the life.
    """
    root = getattr(record, "root", record)
    told = Event.objects.filter(root_type=root._meta.label_lower, root_id=root.pk)
    if isinstance(root, Application) and root.state != ApplicationState.DECIDED:
        told = told.exclude(subject_type__in=BEING_DECIDED)
    events = list(told.select_related("person").order_by("id"))
    own = {(event.subject_type, event.subject_id) for event in events} | {(root._meta.label_lower, root.pk)}
    found = [Happening(event.at, _in_words(event), event.person.name if event.person else "") for event in events]
    about = models.Q()
    for subject_type in {subject_type for subject_type, _ in own}:
        ids = [pk for of_type, pk in own if of_type == subject_type]
        about |= models.Q(subject_type=subject_type, subject_id__in=ids)
    found += [
        Happening(
            note.at, f"Reason: {note.about.replace('_', ' ')}", note.person.name if note.person else "", note.text
        )
        for note in Note.objects.filter(about).select_related("person")
    ]
    posted = models.Q()
    for subject_type in {subject_type for subject_type, _ in own}:
        ids = [pk for of_type, pk in own if of_type == subject_type]
        posted |= models.Q(about_type=subject_type, about_id__in=ids)
    found += [
        Happening(mail.sent_at or mail.posted_at, f"E-mail: {mail.subject}", mail.email, mail.get_state_display())
        for mail in Mail.objects.filter(posted, secret=False)
    ]
    found += [
        Happening(letter.due_at, f"Letter {letter.number}: {letter.subject}", letter.name, letter.get_state_display())
        for letter in Letter.objects.filter(posted)
    ]
    return sorted(found, key=lambda happening: happening.at)


def _in_words(event: Event) -> str:
    """ "Decision: approve (proposed to approved)" in the words of the model and its states."""
    machine = Machine.registry.get(event.subject_type)
    model = machine.model if machine else None
    name = str(model._meta.verbose_name).capitalize() if model else event.subject_type.partition(".")[2].capitalize()
    said = f"{name}: {event.move.replace('_', ' ')}"
    if not event.after or machine is None:
        fields = ", ".join(name.replace("_", " ") for name in event.fields)
        return f"{said} ({fields})" if fields else said
    words = dict(machine.model._meta.get_field(machine.field).flatchoices)  # type: ignore[union-attr]  # a text column
    return f"{said} ({words.get(event.before, event.before).lower()} to {words.get(event.after, event.after).lower()})"
