"""32. Every list costs the same number of queries for 1, 3 and 300 rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.schools import PartnerFactory


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("path", ["/boldmere/", "/"])
def test_the_front_doors_do_not_grow(cast, sign_in, path):
    client = sign_in(cast.administrator)
    PartnerFactory(alliance=cast.alliance)
    few = queries_of(client, path)
    PartnerFactory.create_batch(300, alliance=cast.alliance)
    assert queries_of(client, path) == few
