"""Who may open a document: whoever its record's own app lets."""

from __future__ import annotations

from alliance.library.models import Document
from alliance.people.models import Person
from alliance.portal import portals
from alliance.refusal import Refusal


def may_open_document(person: Person, document: Document) -> Refusal | None:
    """Asks the app that the document's record belongs to; where no app answers for such records, nobody may."""
    for portal in portals():
        answers = portal.documents.get(document.subject_type)
        if answers is not None:
            return answers(person, document)
    return Refusal("Nobody can open this document here.")
