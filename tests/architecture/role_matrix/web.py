"""Front doors, inbox, what alliances look like; schools and documents."""

from __future__ import annotations

from typing import Any

from alliance.library.models import Document
from alliance.library.services import store
from alliance.members.models import Membership
from alliance.schools.models import Tier
from tests.architecture.role_matrix.rows import NOBODY, PUBLIC, SIGNED_IN, STAFF, Row
from tests.conftest import Cast
from tests.factories.files import pdf, upload
from tests.factories.schools import PartnerFactory


def document(cast: Cast) -> dict[str, Any]:
    """A document of a record whose app lets nobody see it: the default."""
    stored = store(
        subject=Membership.objects.get(person=cast.teacher), purpose="evidence", upload=upload(pdf()), by=cast.teacher
    )
    assert isinstance(stored, Document)
    return {"pk": stored.pk}


def partner(cast: Cast) -> dict[str, Any]:
    """A partner of the alliance."""
    return {"pk": PartnerFactory(alliance=cast.alliance).pk}


def tier(cast: Cast) -> dict[str, Any]:
    """A row of one of the short lists."""
    return {"section": "tiers", "pk": Tier.objects.create(alliance=cast.alliance, name="Strategic").pk}


LOGO = {"picture": "logo"}
TIERS = {"section": "tiers"}
SETTERS = "administrator director"

ROWS = {
    "web:partner_list": Row(STAFF),
    "web:partner_add": Row(STAFF),
    "web:partner_change": Row(STAFF, partner),
    "web:partner_end": Row(STAFF, partner, ok=302, post=True),
    "web:settings": Row(SETTERS),
    "web:facts_change": Row(SETTERS),
    "web:look_change": Row(SETTERS),
    "web:picture_change": Row(SETTERS, lambda cast: dict(LOGO)),
    "web:picture_remove": Row(SETTERS, lambda cast: dict(LOGO), ok=302, post=True),
    "web:picture": Row(NOBODY, lambda cast: dict(LOGO), but=(("administrator", 404), ("director", 404))),
    "web:words_change": Row(SETTERS),
    "web:responsibility_change": Row(SETTERS, lambda cast: {"responsibility": "sle"}),
    "web:setting_list": Row(SETTERS, lambda cast: dict(TIERS)),
    "web:setting_add": Row(SETTERS, lambda cast: dict(TIERS)),
    "web:setting_change": Row(SETTERS, tier),
    "web:setting_remove": Row(SETTERS, tier),
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
