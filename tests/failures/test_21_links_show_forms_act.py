"""21. A GET by a mail scanner changes nothing: links show, forms act."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core import serializers
from django_scopes import scopes_disabled

from tests.factories import sle as made
from tests.factories.schools import SchoolFactory


def everything():
    """Every row of the portal's own tables, as text."""
    with scopes_disabled():
        models = [m for m in apps.get_models() if m.__module__.startswith(("alliance.", "sle."))]
        return {m._meta.label: serializers.serialize("json", m._base_manager.order_by("pk")) for m in models}


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("kind", ["head", "second"])
def test_scanning_every_address_behind_a_link_changes_nothing(cast, sign_in, method, kind):
    school = SchoolFactory()
    made.know_head(cast.administrator, school, cast.alliance)
    application = made.hand_over(
        made.fill(made.start(made.make_round(cast.lead, cast.alliance), cast.outsider), school)
    )
    reference = made.reference_of(application, kind)
    parts = made.HEADS_PART if kind == "head" else made.SECOND_PART
    type(reference).objects.filter(pk=reference.pk).update(**parts)
    token = made.token_of(reference)
    before = everything()
    scanner = getattr(sign_in(None), method)
    for tail, statuses in {
        "": {200},
        "save/": {405},
        "send/": {200},
        "decline/": {200},
        "send-back/": {200, 403},
    }.items():
        assert scanner(f"/boldmere/sle/reference/{token}/{tail}").status_code in statuses
    assert everything() == before
    assert sign_in(None).post(f"/boldmere/sle/reference/{token}/send/").status_code == 302
    receipt = sign_in(None).get(f"/boldmere/sle/reference/{token}/").content.decode()
    assert "Reference received" in receipt
    assert parts["statement"] not in receipt
    assert made.ANSWER not in receipt
