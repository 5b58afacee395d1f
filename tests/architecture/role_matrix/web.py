"""Front doors, inbox, what alliances look like; schools and documents."""

from __future__ import annotations

from typing import Any

from alliance.library.models import Document
from alliance.library.services import store
from alliance.members.models import Membership
from tests.architecture.role_matrix.rows import NOBODY, PUBLIC, SIGNED_IN, STAFF, Row
from tests.conftest import Cast
from tests.factories.files import pdf, upload


def document(cast: Cast) -> dict[str, Any]:
    """A document of a record whose app lets nobody see it: the default."""
    stored = store(
        subject=Membership.objects.get(person=cast.teacher), purpose="evidence", upload=upload(pdf()), by=cast.teacher
    )
    assert isinstance(stored, Document)
    return {"pk": stored.pk}


ROWS = {
    "web:alliances": Row(PUBLIC),
    "health": Row(PUBLIC),
    "web:public": Row(PUBLIC),
    "web:inbox": Row(SIGNED_IN),
    "web:partner_import": Row(STAFF),
    "web:brand": Row(PUBLIC, lambda cast: {"version": "any"}),
    "web:logo": Row(NOBODY, refused=404, anonymous=404),
    "schools:school_search": Row(PUBLIC),
    "library:document": Row(NOBODY, document),
}
