"""An alliance's own wording of the portal's texts: versions, never changed once written."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction

from alliance.people.models import Person
from alliance.post.kinds import Kind
from alliance.post.models import Text
from alliance.post.texts import problems_of
from alliance.schools.models import Alliance


class TextRefused(Exception):
    """A wording cannot be used; `sentences` say why, in plain words."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def reword(*, kind: Kind, alliance: Alliance, subject: str, body: str, version: int, by: Person) -> Text:
    """Write the alliance's next wording of `kind`, in force at once for everything posted from now on.

    `version` is the alliance's own version that the writer was looking at (0 where there was none): somebody else's
    newer one is not overwritten unseen. Raises TextRefused with what is wrong, each a sentence.
    """
    wrong = problems_of(kind, subject, body)
    if wrong:
        raise TextRefused(wrong)
    return _next(kind, alliance, version, by, subject=subject.strip(), body=body.strip().replace("\r\n", "\n"))


def back_to_standard(*, kind: Kind, alliance: Alliance, version: int, by: Person) -> Text:
    """Use the portal's standard wording of `kind` again; the alliance's own versions stay to be read."""
    return _next(kind, alliance, version, by, follows_standard=True)


def _next(kind: Kind, alliance: Alliance, version: int, by: Person, **words: str | bool) -> Text:
    seen = Text.objects.filter(kind=kind.name, alliance=alliance).aggregate(models.Max("version"))["version__max"] or 0
    newer = TextRefused(
        ["Somebody else has reworded this text since you opened it. Theirs is among the other versions below."]
    )
    if seen != version:
        raise newer
    try:
        with transaction.atomic():
            return Text.objects.create(alliance=alliance, kind=kind.name, version=seen + 1, written_by=by, **words)
    except IntegrityError:
        raise newer from None
