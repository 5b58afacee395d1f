"""What tests of post share."""

from tests.factories.post import test_kinds  # noqa: F401  # a fixture
