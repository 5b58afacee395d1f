"""Changing what an alliance says of itself: facts, look, words, and the short lists behind them."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models, transaction
from PIL import Image, UnidentifiedImageError

from alliance.people.models import Person
from alliance.schools.models import Alliance, Term
from alliance.workflow.events import record

IMAGE_MAX_BYTES = 3 * 1024 * 1024
IMAGE_MAX_PIXELS = 25_000_000
# Twice what a screen shows or a letter prints: larger pictures only make pages slow.
IMAGE_BOX = (1200, 600)


class ImageRefused(Exception):
    """The picture cannot be taken; the text of the exception is the sentence to show."""


def readable_image(upload: File) -> tuple[bytes, str]:
    """The picture in an upload, written anew: its bytes, and "png" or "jpg".

    Nothing of the uploaded file itself is kept, neither what else it may hold nor its metadata. Raises ImageRefused.
    """
    if upload.size > IMAGE_MAX_BYTES:
        raise ImageRefused(f"The picture is too large. It can have at most {IMAGE_MAX_BYTES // (1024 * 1024)} MB.")
    try:
        opened = Image.open(upload, formats=("PNG", "JPEG"))
        if opened.width * opened.height > IMAGE_MAX_PIXELS:
            raise ImageRefused("The picture has too many pixels. Make it smaller than 5000 by 5000.")
        kind = "jpg" if opened.format == "JPEG" else "png"
        picture = opened.convert("RGB" if kind == "jpg" else "RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as trouble:
        raise ImageRefused("Choose a picture in the format PNG or JPEG.") from trouble
    picture.thumbnail(IMAGE_BOX)
    written = io.BytesIO()
    picture.save(written, format="JPEG" if kind == "jpg" else "PNG", optimize=True)
    return written.getvalue(), kind


@transaction.atomic
def change_facts(*, alliance: Alliance, values: Mapping[str, Any], by: Person) -> None:
    """Store facts of the alliance under their names; only what differs is written and noted."""
    changed = [name for name, value in values.items() if getattr(alliance, name) != value]
    for name in changed:
        setattr(alliance, name, values[name])
    if changed:
        alliance.save(update_fields=changed)
        record(alliance, "change_facts", by=by, fields=changed)


@transaction.atomic
def change_image(*, alliance: Alliance, field: str, picture: tuple[bytes, str] | None, by: Person) -> None:
    """Put a picture (from `readable_image`) in the place of the alliance's `logo` or `signature`; None takes it away.

    Every picture has a name of its own, so that browsers and stored letters never mix up two of them.
    """
    if picture is None:
        setattr(alliance, field, "")
    else:
        content, kind = picture
        name = f"{alliance.slug}-{field}-{secrets.token_hex(6)}.{kind}"
        getattr(alliance, field).save(name, ContentFile(content), save=False)
    alliance.save(update_fields=[field])
    record(alliance, f"change_{field}", by=by)


@transaction.atomic
def save_row(*, row: models.Model, fields: Iterable[str], by: Person) -> None:
    """Add or change one row of the alliance's lists (its alliance is set already)."""
    new = row.pk is None
    row.save()
    name = row._meta.model_name
    record(row, f"add_{name}" if new else f"change_{name}", by=by, fields=[] if new else fields)


@transaction.atomic
def remove_row(*, row: models.Model, by: Person) -> None:
    """Take a row out of one of the alliance's lists; what pointed to it then points to nothing."""
    record(row, f"remove_{row._meta.model_name}", by=by)
    row.delete()


@transaction.atomic
def change_words(*, alliance: Alliance, words: Mapping[str, tuple[str, str]], by: Person) -> None:
    """Store the alliance's own words (word, plural) by the portal's key; an empty word means the portal's own."""
    kept = {term.key: term for term in Term.objects.filter(alliance=alliance)}
    changed = []
    for key, (word, plural) in words.items():
        known = kept.get(key)
        if (known.word, known.plural) != (word, plural) if known else word:
            changed.append(key)
            if word:
                Term.objects.update_or_create(alliance=alliance, key=key, defaults={"word": word, "plural": plural})
            elif known:
                known.delete()
    if changed:
        alliance.__dict__.pop("_words", None)
        record(alliance, "change_words", by=by, fields=changed)
