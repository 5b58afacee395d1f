"""The pages of post: who sees what, what the buttons do, exact words."""

import pytest
from django.core.files.storage import default_storage

from alliance.addresses import path_to
from alliance.outbox.portal import inbox
from alliance.post import letters
from alliance.post.models import Mail, PrintBatch, Text
from tests.factories.post import post_letter, post_mail
from tests.queries import costs_the_same, queries_of

pytestmark = pytest.mark.usefixtures("test_kinds")


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def mail(cast):
    return post_mail(cast.alliance, cast.head, dedupe="a")


@pytest.mark.slow
def test_staff_see_the_outbox_and_others_are_told_why_not(cast, sign_in, mail):
    path = path_to("post:outbox", cast.alliance)
    assert "About the hall" in words(sign_in(cast.director).get(path))
    for person in (cast.head, cast.teacher, cast.outsider, cast.other_director):
        response = sign_in(person).get(path)
        assert response.status_code == 403
        assert "Only the alliance’s staff can see its outbox." in words(response)


@pytest.mark.slow
def test_a_lead_sees_only_what_their_responsibility_sends(cast, sign_in, mail):
    assert "About the hall" not in words(sign_in(cast.lead).get(path_to("post:outbox", cast.alliance)))
    assert sign_in(cast.lead).get(path_to("post:mail", cast.alliance, pk=mail.pk)).status_code == 404


def test_another_alliance_s_mail_is_not_there(cast, sign_in, mail):
    assert sign_in(cast.other_director).get(path_to("post:mail", cast.other, pk=mail.pk)).status_code == 404


@pytest.mark.slow
def test_a_secret_mail_is_listed_without_its_words(cast, sign_in):
    mail = post_mail(cast.alliance, cast.head, kind="test.code", dedupe="c", code="WXYZ")
    client = sign_in(cast.director)
    for path in (path_to("post:outbox", cast.alliance), path_to("post:mail", cast.alliance, pk=mail.pk)):
        page = words(client.get(path))
        assert "WXYZ" not in page
        assert "Your code" not in page


@pytest.mark.slow
def test_a_failed_mail_shows_why_and_is_tried_again_at_a_better_address(cast, sign_in, mail):
    Mail.objects.filter(pk=mail.pk).update(state="failed", problem="The mail server said: 554 No", attempts=9)
    client = sign_in(cast.administrator)
    assert "The mail server said: 554 No" in words(client.get(path_to("post:mail", cast.alliance, pk=mail.pk)))
    again = path_to("post:mail_try_again", cast.alliance, pk=mail.pk)
    refused = client.post(again, {"email": "nonsense"})
    assert refused.status_code == 422
    assert "Enter an e-mail address in the right form" in words(refused)
    page = client.post(again, {"email": "better@example.org"}, follow=True)
    assert "The e-mail to better@example.org will be sent again within a minute." in words(page)
    mail.refresh_from_db()
    assert (mail.state, mail.email, mail.attempts) == ("waiting", "better@example.org", 0)


@pytest.mark.slow
def test_all_failed_mails_are_tried_again(cast, sign_in):
    for n in range(3):
        post_mail(cast.alliance, cast.head, dedupe=f"m{n}")
    Mail.objects.update(state="failed")
    page = sign_in(cast.director).post(path_to("post:outbox_try_again", cast.alliance), follow=True)
    assert "3 e-mails will be sent again." in words(page)
    assert Mail.objects.filter(state="waiting").count() == 3


@pytest.mark.slow
def test_a_waiting_mail_is_cancelled_and_a_sent_one_is_not(cast, sign_in, mail):
    client = sign_in(cast.director)
    cancel = path_to("post:mail_cancel", cast.alliance, pk=mail.pk)
    assert "The e-mail is cancelled." in words(client.post(cancel, follow=True))
    Mail.objects.update(state="sent")
    assert "so that cannot be done" in words(client.post(cancel, follow=True))
    assert Mail.objects.get().state == "sent"


@pytest.mark.slow
def test_what_came_back_waits_in_the_inbox_of_staff(cast, mail):
    Mail.objects.update(state="bounced", problem="No such user")
    [item] = inbox(cast.director, cast.alliance)
    assert (item.title, item.action) == ("E-mail to Hana Head came back", "Put right")
    assert list(inbox(cast.head, cast.alliance)) == []


@pytest.mark.slow
def test_a_letter_is_read_at_once_and_fetched_by_its_reader_and_staff_alone(cast, sign_in):
    letter = post_letter(cast.alliance, cast.teacher, dedupe="l")
    page, pdf = (path_to(f"post:{name}", cast.alliance, pk=letter.pk) for name in ("letter", "letter_pdf"))
    assert "The panel says: <strong>designated</strong>." in words(sign_in(cast.teacher).get(page))
    assert sign_in(cast.teacher).get(pdf).status_code == 404
    letters.make([letter.pk])
    for person, status in ((cast.teacher, 200), (cast.director, 200), (cast.head, 403), (cast.outsider, 403)):
        response = sign_in(person).get(pdf)
        assert response.status_code == status
        if status == 200:
            letter.refresh_from_db()
            with default_storage.open(letter.pdf.name) as file:
                assert response.content == file.read()
            assert response["Content-Disposition"].startswith("attachment; filename=")
    assert sign_in(cast.lead).get(page).status_code == 404
    mine = words(sign_in(cast.teacher).get(path_to("post:my_letters", cast.alliance)))
    assert "Your outcome" in mine
    assert "Your outcome" not in words(sign_in(cast.head).get(path_to("post:my_letters", cast.alliance)))


@pytest.mark.slow
def test_staff_print_what_they_choose(cast, sign_in):
    rows = [post_letter(cast.alliance, cast.teacher, dedupe=f"l{n}") for n in range(3)]
    letters.make([row.pk for row in rows])
    client = sign_in(cast.director)
    assert "Print letter" in words(client.get(path_to("post:letter_list", cast.alliance)))
    start = path_to("post:print_start", cast.alliance)
    assert "Choose at least one letter" in words(client.post(start, {}, follow=True))
    page = client.post(start, {"letter": [rows[0].pk, rows[2].pk]}, follow=True)
    assert "2 letters are being put together in one PDF." in words(page)
    batch = PrintBatch.objects.get()
    letters.put_together(batch.pk)
    pdf = path_to("post:print_pdf", cast.alliance, pk=batch.pk)
    response = client.get(pdf)
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert sign_in(cast.administrator).get(pdf).status_code == 404
    client.post(start, {"which": "all"})
    assert PrintBatch.objects.first().letters == [row.pk for row in rows]


@pytest.mark.slow
def test_a_text_is_previewed_saved_and_given_up(cast, sign_in):
    client = sign_in(cast.director)
    path = path_to("post:text", cast.alliance, app="members", verb="invite")
    assert "The portal’s standard wording is in use." in words(client.get(path))
    bad = client.post(path, {"subject": "Join us", "body": "Dear {nobody}\n{link}", "version": "0"})
    assert bad.status_code == 422
    assert "There is no placeholder {nobody} in this text. You can use:" in words(bad)
    assert "Dear {nobody}" in words(bad)
    good = {"subject": "Join us", "body": "Dear {first_name}\n\n{link}", "version": "0"}
    preview = client.post(path, {**good, "preview": "yes"})
    assert "How it would read (not saved yet)" in words(preview)
    assert "Dear Ann" in words(preview)
    assert not Text.objects.filter(kind="members.invite", alliance=cast.alliance).exists()
    saved = client.post(path, good, follow=True)
    assert "Your own wording, version 1, is in use." in words(saved)
    back = client.post(path_to("post:text_standard", cast.alliance, app="members", verb="invite"), follow=True)
    assert "The portal’s standard wording is in use." in words(back)


def test_a_stale_rewording_shows_the_newer_one_and_keeps_what_was_typed(cast, sign_in):
    client = sign_in(cast.director)
    path = path_to("post:text", cast.alliance, app="members", verb="invite")
    client.post(path, {"subject": "Theirs", "body": "Their words {link}", "version": "0"})
    stale = client.post(path, {"subject": "Mine", "body": "My words {link}", "version": "0"})
    assert stale.status_code == 422
    assert "Somebody else has reworded this text" in words(stale)
    assert "Their words {link}" in words(stale)
    assert "My words {link}" in words(stale)
    newest = stale.context["form"]["version"].value()
    assert newest == "1"
    client.post(path, {"subject": "Mine", "body": "My words {link}", "version": newest})
    assert Text.objects.get(kind="members.invite", alliance=cast.alliance, version=2).subject == "Mine"


def test_sign_in_texts_and_other_people_s_texts_cannot_be_reworded(cast, sign_in):
    secret = path_to("post:text", cast.alliance, app="members", verb="sign_in_code")
    assert sign_in(cast.director).get(secret).status_code == 403
    invite = path_to("post:text", cast.alliance, app="members", verb="invite")
    assert sign_in(cast.lead).get(invite).status_code == 403
    assert sign_in(cast.head).get(invite).status_code == 403


@pytest.mark.slow
def test_texts_are_found_by_responsibility_kind_wording_and_title(cast, sign_in):
    client, page = sign_in(cast.director), path_to("post:text_list", cast.alliance)
    Text.objects.create(alliance=cast.alliance, kind="members.invite", version=1, subject="Join us", body="{link}")

    def found(query: str) -> list[str]:
        return [one.kind.name for one in client.get(f"{page}?{query}").context["page_obj"].paginator.object_list]

    everything = found("")
    own, standard = found("words=own"), found("words=standard")
    assert "members.invite" in own
    assert sorted([*own, *standard]) == sorted(everything)
    letters, mails = found("medium=letter"), found("medium=mail")
    assert sorted([*letters, *mails]) == sorted(everything)
    assert "sle.certificate" in letters
    assert {name.split(".")[0] for name in found("responsibility=sle")} == {"sle"}
    assert "members.invite" in found("responsibility=none")
    assert found("title=MEMO+agree+nothing") == []
    assert set(found("title=certificate")) < set(everything)
    assert "Nothing matches." in words(client.get(f"{page}?title=nothing-like-it"))
    lead = sign_in(cast.lead).get(page).context["filters"].form.fields["responsibility"].choices
    assert "none" not in dict(lead)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["outbox", "letter_list"])
def test_32_lists_cost_the_same_for_any_number_of_rows(cast, sign_in, name):
    client = sign_in(cast.director)

    def add(numbers: range) -> None:
        for n in numbers:
            post_mail(cast.alliance, cast.head, dedupe=f"m{n}")
            post_letter(cast.alliance, cast.head, dedupe=f"l{n}")

    costs_the_same(lambda: queries_of(client, path_to(f"post:{name}", cast.alliance)), add, (1, 3, 60))
