"""One cast for many questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django_scopes import scope

from tests.architecture.role_matrix.rows import ROLES
from tests.conftest import Cast, make_cast


@pytest.fixture(scope="module")
def shared_cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """One cast for the whole module; whatever is asked of it must be taken back after the answer."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        assert tuple(cast.roles()) == ROLES
        with scope(alliance=cast.alliance):
            yield cast
        transaction.set_rollback(True)
