"""Statement 33: every download enforces the permission of its page; another alliance's object is 404."""

import pytest
from django_scopes import scope

from alliance.addresses import path_to
from alliance.library import rules, services
from alliance.members.queries import is_staff
from alliance.portal import Portal
from alliance.refusal import Refusal
from tests.factories import files
from tests.factories.people import SchoolContactFactory

LISTS = ["members:member_list", "members:invitation_list", "members:contact_list"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["teacher", "coordinator", "head", "outsider", "operator", "other_director"])
def test_a_list_as_csv_is_closed_to_whom_the_list_is_closed(cast, sign_in, name, who):
    client = sign_in(getattr(cast, who))
    for address in (path_to(name, cast.alliance), path_to(name, cast.alliance) + "?format=csv"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Only the alliance’s staff can see its people and contacts." in answer.content.decode()
        assert "adam.admin@example.sch.uk" not in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_nobody_signed_in_gets_no_csv(cast, sign_in, name):
    answer = sign_in(None).get(path_to(name, cast.alliance) + "?format=csv")
    assert answer["Location"].startswith("/account/login/")


@pytest.fixture
def document(cast, monkeypatch):
    """A document of a record that only staff may see."""

    def answer(person, document):
        return None if is_staff(person, document.alliance) else Refusal("Only staff can open this file.")

    plugged = Portal(name="trial", documents={"members.schoolcontact": answer})
    monkeypatch.setattr(rules, "portals", lambda: (plugged,))
    subject = SchoolContactFactory(alliance=cast.alliance, school=cast.school, name="A", email="a@example.sch.uk")
    return services.store(subject=subject, purpose="scan", upload=files.upload(files.pdf()), by=cast.director)


@pytest.mark.parametrize("who", ["teacher", "head", "outsider", "operator", "other_director"])
def test_a_file_is_closed_to_whom_its_record_is_closed_and_says_why(cast, sign_in, document, who):
    answer = sign_in(getattr(cast, who)).get(path_to("library:document", cast.alliance, pk=document.pk))
    assert answer.status_code == 403
    assert "Only staff can open this file." in answer.content.decode()


def test_a_file_is_not_found_under_another_alliances_address(cast, sign_in, document):
    with scope(alliance=cast.other):
        path = path_to("library:document", cast.other, pk=document.pk)
    assert sign_in(cast.other_director).get(path).status_code == 404


def test_no_address_serves_stored_files_past_the_permission(cast, sign_in, document, settings):
    client = sign_in(cast.director)
    for prefix in (settings.MEDIA_URL, "/media/", "/files/", "/static/", "/"):
        assert client.get(prefix + document.file.name).status_code == 404
