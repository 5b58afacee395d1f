"""The papers of an application as a panel gets them."""

from __future__ import annotations

from typing import Any

from sle.models import Application, Reference
from sle.queries.applications import evidence_of
from sle.states import ReferenceKind, ReferenceState


def sections_of(application: Application) -> list[dict[str, Any]]:
    """The papers of an application as a dossier: answers by the question's key, what head and second referee wrote,
    uploads without their names, and of an adjustment only what was arranged."""
    sections: list[dict[str, Any]] = [
        {"key": answer.question.key, "title": answer.question.title, "kind": "answer", "text": answer.text}
        for answer in application.answers.all()
    ]
    references = {
        reference.kind: reference
        for reference in application.references.all()
        if reference.state == ReferenceState.RETURNED
    }
    sections.append(_reference(ReferenceKind.HEAD, references.get(ReferenceKind.HEAD)))
    if application.round.second_reference or ReferenceKind.SECOND in references:
        sections.append(_reference(ReferenceKind.SECOND, references.get(ReferenceKind.SECOND)))
    for number, document in enumerate(evidence_of(application), start=1):
        title = f"Evidence {number}"
        sections.append({"key": f"evidence-{number}", "title": title, "kind": "document", "document": document.pk})
    adjustment = getattr(application, "adjustment", None)
    if adjustment is not None and adjustment.arrangement.strip():
        sections.append(
            {"key": "arrangement", "title": "Arrangement made", "kind": "answer", "text": adjustment.arrangement}
        )
    return sections


def _reference(kind: ReferenceKind, reference: Reference | None) -> dict[str, Any]:
    """A reference as a section; a missing one says so, because it must not look like an oversight of the panel's."""
    if reference is None:
        return {
            "key": str(kind),
            "title": str(kind.label),
            "kind": "reference",
            "text": "This reference was not received.",
        }
    lines = []
    known = [words.strip(" .") for words in (reference.known_how, reference.known_years) if words]
    if known:
        lines.append(f"Knows the applicant: {'; '.join(known)}")
    if reference.support:
        lines.append(f"{reference.get_support_display()}.")
    return {
        "key": str(kind),
        "title": str(kind.label),
        "kind": "reference",
        "text": "\n\n".join([*lines, reference.statement]),
    }
