"""Files of the national register, written and imported in one step."""

from __future__ import annotations

import pytest

from alliance.schools.services.register import import_schools


@pytest.fixture
def put(tmp_path):
    """A function that writes a file of the given lines in the given encoding, and imports it."""

    def put(*lines, encoding="utf-8", ending="\r\n", load=import_schools):
        path = tmp_path / "file.csv"
        raw = [line if isinstance(line, bytes) else line.encode(encoding) for line in lines]
        path.write_bytes(ending.encode().join(raw) + ending.encode())
        return load(path=path)

    return put
