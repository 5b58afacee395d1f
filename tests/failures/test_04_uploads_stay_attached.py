"""4. After an invalid post or an expired session, every uploaded file is still attached: an upload is its own step."""

from __future__ import annotations

from alliance.library.queries import documents_of
from tests.factories import sle as made
from tests.factories.files import pdf, upload


def test_a_file_stays_through_a_refused_post_and_a_new_session(cast, sign_in):
    application = made.start(made.make_round(cast.lead, cast.alliance), cast.outsider)
    client = sign_in(cast.outsider)
    path = f"/boldmere/sle/applications/{application.code}/files/"
    assert client.post(path, {"file": upload(pdf(), "results.pdf")}).status_code == 302
    refused = client.post(path, {"file": upload(b"MZ\x90\x00", "virus.exe")})
    assert refused.status_code == 200
    assert "results.pdf" in refused.content.decode()
    client.post(f"/boldmere/sle/applications/{application.code}/part/trn/", {"revision": "0", "trn": "12"})
    assert "results.pdf" in sign_in(cast.outsider).get(path).content.decode()
    assert [document.name for document in documents_of(application)] == ["results.pdf"]
