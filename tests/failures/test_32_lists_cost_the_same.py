"""32. Every list costs the same number of queries for 1, 3 and 300 rows."""

from __future__ import annotations

import pytest

from tests.factories.schools import PartnerFactory
from tests.queries import costs_the_same, queries_of


@pytest.mark.parametrize("path", ["/boldmere/", "/"])
def test_the_front_doors_do_not_grow(cast, sign_in, path):
    client = sign_in(cast.administrator)
    costs_the_same(
        lambda: queries_of(client, path),
        lambda new: PartnerFactory.create_batch(len(new), alliance=cast.alliance),
        (1, 3, 300),
    )
