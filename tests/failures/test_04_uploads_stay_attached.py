"""4. After an invalid post, an expired session or a preview, every uploaded file is still attached.

An upload is a step of its own, stored at once.
"""

from __future__ import annotations

from alliance.library.queries import documents_of
from tests.factories import sle as made
from tests.factories.files import pdf, upload


def test_a_file_stays_through_a_refused_post_a_preview_and_an_expired_session(cast, sign_in):
    application = made.start(made.make_round(cast.lead, cast.alliance), cast.outsider)
    client = sign_in(cast.outsider)
    path = f"/boldmere/sle/applications/{application.code}/files/"
    assert client.post(path, {"uploads": "evidence", "file": upload(pdf(), "results.pdf")}).status_code == 302
    refused = client.post(path, {"uploads": "evidence", "file": upload(b"MZ\x90\x00", "virus.exe")})
    assert refused.status_code == 200
    assert "results.pdf" in refused.content.decode()
    client.post(f"/boldmere/sle/applications/{application.code}/part/trn/", {"revision": "0", "trn": "12"})
    check = f"/boldmere/sle/applications/{application.code}/hand-over/"
    assert "results.pdf" in client.get(check).content.decode()
    client.post(check, {})  # the preview, and the declaration is missing
    client.session.flush()
    expired = client.post(path, {"file": upload(pdf(), "more.pdf")})
    assert expired["Location"].startswith("/account/login/")
    again = sign_in(cast.outsider)
    for page in (path, check):
        assert "results.pdf" in again.get(page).content.decode()
    assert [document.name for document in documents_of(application)] == ["results.pdf"]
