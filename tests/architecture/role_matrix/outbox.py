"""Post: staff see the outbox, a lead only what their own responsibility sends; whoever a letter is to reads it."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from alliance.post.models import Letter, Mail, PrintBatch, Text
from alliance.post.services import send
from tests.architecture.role_matrix.rows import PUBLIC, SIGNED_IN, STAFF, Row
from tests.conftest import Cast

OFFICE = "administrator director"
NOT_OF_THE_LEAD = (("lead", 404),)


def mail(cast: Cast) -> dict[str, Any]:
    """A mail that no responsibility sent."""
    sent = send(
        "members.account_changed",
        to=cast.teacher,
        alliance=cast.alliance,
        values={"what": "your password was changed", "sign_in": "https://portal.example.org/"},
        dedupe="matrix",
    )
    assert isinstance(sent, Mail)
    return {"pk": sent.pk}


def letter(cast: Cast) -> dict[str, Any]:
    """A letter to the teacher whose PDF is made."""
    name = "letters/matrix.pdf"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(b"%PDF-1.7"))
    text = Text.objects.create(alliance=cast.alliance, kind="members.letter", version=1, subject="S", body="B")
    now = timezone.now()
    made = Letter.objects.create(
        alliance=cast.alliance,
        kind=text.kind,
        text=text,
        number=1,
        person=cast.teacher,
        name="T",
        subject="S",
        html="<p>B</p>",
        dedupe_key="matrix",
        dated=now.date(),
        due_at=now,
        state="made",
        pdf=name,
        sha256="0",
    )
    return {"pk": made.pk}


def prints(cast: Cast) -> dict[str, Any]:
    """A print batch that the director asked for, of no letters."""
    now = timezone.now()
    name = "prints/matrix.pdf"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(b"%PDF-1.7"))
    batch = PrintBatch.objects.create(
        alliance=cast.alliance, letters=[], asked_by=cast.director, asked_at=now, due_at=now, state="made", pdf=name
    )
    return {"pk": batch.pk}


def invite(cast: Cast) -> dict[str, Any]:
    return {"app": "members", "verb": "invite"}


OWN_PRINTS = (("lead", 404), ("administrator", 404))

ROWS = {
    "post:outbox": Row(STAFF),
    "post:outbox_try_again": Row(STAFF, ok=302, post=True),
    "post:mail": Row(OFFICE, mail, but=NOT_OF_THE_LEAD),
    "post:mail_try_again": Row(OFFICE, mail, ok=422, but=NOT_OF_THE_LEAD, post=True),
    "post:mail_cancel": Row(OFFICE, mail, ok=302, but=NOT_OF_THE_LEAD, post=True),
    "post:letter_check": Row(PUBLIC),
    "post:letter_list": Row(STAFF),
    "post:my_letters": Row(SIGNED_IN),
    "post:letter": Row(f"teacher {OFFICE}", letter, but=NOT_OF_THE_LEAD),
    "post:letter_pdf": Row(f"teacher {OFFICE}", letter, but=NOT_OF_THE_LEAD),
    "post:letter_try_again": Row(OFFICE, letter, ok=302, but=NOT_OF_THE_LEAD, post=True),
    "post:print_list": Row(STAFF),
    "post:print_start": Row(STAFF, ok=302, post=True),
    "post:print_batch": Row("director", prints, but=OWN_PRINTS),
    "post:print_pdf": Row("director", prints, but=OWN_PRINTS),
    "post:text_list": Row(STAFF),
    "post:text": Row(OFFICE, invite),
    "post:text_standard": Row(OFFICE, invite, ok=302, post=True),
}
