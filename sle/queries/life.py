"""The life of a record: what happened to it and around it, by whom, and what was posted about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from alliance.library.models import Document
from alliance.panels.queries import happened_to
from alliance.post.models import Letter, Mail
from alliance.schools.vocabulary import said
from alliance.workflow.machine import Machine
from alliance.workflow.models import Event, Note
from sle.life_words import WORDS
from sle.models import Appeal, Application, InterviewPlan
from sle.states import AppealState, ApplicationState

# The event of somebody other than their owner reading sensitive papers.
READ = "read"
BEING_DECIDED = ("sle.areadecision", "sle.outcomeletter")


@dataclass(frozen=True)
class Happening:
    """One line of a life: when, what in words, who did it, a reason if one was written down, and what sort it is of."""

    at: datetime
    what: str
    who: str = ""
    detail: str = ""
    sort: str = "Step"


def life_of(record: models.Model) -> list[Happening]:
    """Events about `record` and what belongs to it, with reasons, mails and letters, oldest first.

    What is being decided about an application stays out until its outcome is released, and an appeal until it is
    decided: nobody learns of it here.
    A constant number of queries, however long the life.
    """
    root = getattr(record, "root", record)
    told = Event.objects.filter(root_type=root._meta.label_lower, root_id=root.pk)
    if isinstance(root, Application) and root.state != ApplicationState.DECIDED:
        told = told.exclude(subject_type__in=BEING_DECIDED)
    told = told.exclude(subject_type="sle.appeal", subject_id__in=open_appeals())
    events = list(told.select_related("person").order_by("id"))
    if isinstance(root, Application):
        events += _about_papers(root)
    own = {(event.subject_type, event.subject_id) for event in events} | {(root._meta.label_lower, root.pk)}
    found = [
        Happening(event.at, _in_words(event), event.person.name if event.person else "", sort=_sort_of(event))
        for event in events
    ]
    about = models.Q()
    for subject_type in {subject_type for subject_type, _ in own}:
        ids = [pk for of_type, pk in own if of_type == subject_type]
        about |= models.Q(subject_type=subject_type, subject_id__in=ids)
    found += [
        Happening(
            note.at,
            _of_note(note),
            note.person.name if note.person else "",
            note.text,
            "Reason",
        )
        for note in Note.objects.filter(about).select_related("person")
    ]
    posted = models.Q()
    for subject_type in {subject_type for subject_type, _ in own}:
        ids = [pk for of_type, pk in own if of_type == subject_type]
        posted |= models.Q(about_type=subject_type, about_id__in=ids)
    found += [
        Happening(mail.sent_at or mail.posted_at, mail.subject, mail.email, mail.get_state_display(), "E-mail")
        for mail in Mail.objects.filter(posted, secret=False)
    ]
    found += [
        Happening(
            letter.due_at, f"{letter.subject} ({letter.reference})", letter.name, letter.get_state_display(), "Letter"
        )
        for letter in Letter.objects.filter(posted)
    ]
    return sorted(found, key=lambda happening: happening.at)


def _about_papers(application: Application) -> list[Event]:
    """Who opened its uploads; and, once nothing of the panel is secret any more, what the panel did about it."""
    documents = Document.objects.filter(subject_type="sle.application", subject_id=application.pk)
    told = list(
        Event.objects.filter(
            subject_type="library.document", subject_id__in=list(documents.values_list("pk", flat=True))
        )
        .select_related("person")
        .order_by("id")
    )
    if application.state == ApplicationState.DECIDED:
        told += happened_to(application.pk, about=application.round)
        plan = InterviewPlan.objects.filter(round=application.round_id).first()
        told += happened_to(application.pk, about=plan) if plan else []
    return told


def _sort_of(event: Event) -> str:
    if event.move == READ:
        return "Reading"
    return "Panel" if event.subject_type.startswith("panels.") else "Step"


def open_appeals() -> models.QuerySet[Any]:
    """Primary keys of the appeals that are not decided and told yet."""
    return Appeal.objects.exclude(state=AppealState.RELEASED).values("pk")


def _in_words(event: Event) -> str:
    """What happened, in words; with what was saved, where that says more."""
    known = WORDS.get(f"{event.subject_type}:{event.move}")
    fields = ", ".join(name.replace("_", " ") for name in event.fields)
    if known is not None:
        return said(known) + (f" ({fields})" if event.move == "save" and fields else "")
    machine = Machine.registry.get(event.subject_type)
    name = str(apps.get_model(event.subject_type)._meta.verbose_name).capitalize()
    told = f"{name}: {event.move.replace('_', ' ')}"
    if not event.after or machine is None:
        return f"{told} ({fields})" if fields else told
    words = dict(machine.model._meta.get_field(machine.field).flatchoices)  # type: ignore[union-attr]  # a text column
    return f"{told} ({words.get(event.before, event.before).lower()} to {words.get(event.after, event.after).lower()})"


def _of_note(note: Note) -> str:
    """What a reason was given for."""
    about = note.about.partition(":")[0]
    known = WORDS.get(f"{note.subject_type}:{about}")
    return said(known) if known else about.replace("_", " ")
