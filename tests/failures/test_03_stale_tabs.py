"""3. Saving from a stale tab is refused, and shows both texts; nothing typed is lost."""

from __future__ import annotations

import pytest

from sle.models import AdjustmentRequest, Answer, Reference
from tests.factories import sle as made
from tests.factories.schools import SchoolFactory


@pytest.fixture
def application(cast):
    return made.start(made.make_round(cast.lead, cast.alliance), cast.outsider)


def test_an_answer_from_a_stale_tab_is_refused_with_both_texts(cast, sign_in, application):
    client = sign_in(cast.outsider)
    path = f"/boldmere/sle/applications/{application.code}/question/q1/"
    client.post(path, {"revision": "0", "text": "From the first tab.", "later": "1"})
    stale = client.post(path, {"revision": "0", "text": "From the second tab."})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "From the first tab." in page
    assert "From the second tab." in page
    assert Answer.objects.get().text == "From the first tab."
    again = client.post(path, {"revision": stale.context["form"].initial["revision"], "text": "From both tabs."})
    assert again.status_code == 302
    assert Answer.objects.get().text == "From both tabs."


def test_a_save_while_typing_in_a_stale_tab_is_refused_and_says_so(cast, sign_in, application):
    client = sign_in(cast.outsider)
    path = f"/boldmere/sle/applications/{application.code}/question/q1/save/"
    first = client.post(path, {"revision": "0", "text": "One."})
    assert first.json()["revision"] == 1
    stale = client.post(path, {"revision": "0", "text": "Two."})
    assert stale.status_code == 409
    assert Answer.objects.get().text == "One."
    assert "changed in another window" in stale.json()["problem"]


def test_details_from_a_stale_tab_are_refused_with_both_values(cast, sign_in, application):
    client = sign_in(cast.outsider)
    path = f"/boldmere/sle/applications/{application.code}/part/you/"
    you = {"first_name": "Otis", "surname": "Outsider", "telephone": "0121 496 0000"}
    client.post(path, {**you, "revision": "0", "post": "Head of maths"})
    stale = client.post(path, {**you, "revision": "0", "post": "Head of year"})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Head of maths" in page
    assert 'value="Head of year"' in page
    assert stale.context["stale"] == [("Your post", "Head of maths")]  # the only field that differs
    application.refresh_from_db()
    assert application.post == "Head of maths"


def test_a_private_request_from_a_stale_tab_is_refused_with_both_texts(cast, sign_in, application):
    client = sign_in(cast.outsider)
    path = f"/boldmere/sle/applications/{application.code}/part/adjustments/"
    client.post(path, {"revision": "0", "request": "Large print."})
    stale = client.post(path, {"revision": "0", "request": "A ground-floor room."})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Large print." in page
    assert "A ground-floor room." in page
    assert AdjustmentRequest.objects.get().request == "Large print."
    assert (
        client.post(path, {"revision": stale.context["form"].data["revision"], "request": "Both."}).status_code == 302
    )
    assert AdjustmentRequest.objects.get().request == "Both."


@pytest.mark.slow
def test_chosen_areas_from_a_stale_tab_are_refused_with_both_choices(cast, sign_in, application):
    client = sign_in(cast.outsider)
    path = f"/boldmere/sle/applications/{application.code}/part/areas/"
    [maths, phonics] = [line.area for line in application.round.areas.order_by("area__name")]
    client.post(path, {"revision": "0", "areas": [maths.pk]})
    stale = client.post(path, {"revision": "0", "areas": [phonics.pk]})
    assert stale.status_code == 409
    assert stale.context["stale"] == [("Areas", maths.name)]
    assert f'value="{phonics.pk}"' in stale.content.decode().split("checked")[0].rsplit("<input", 1)[1]
    assert [line.area for line in application.areas.all()] == [maths]
    again = {"revision": stale.context["form"].data["revision"], "areas": [maths.pk, phonics.pk]}
    assert client.post(path, again).status_code == 302
    assert application.areas.count() == 2


@pytest.mark.slow
@pytest.mark.parametrize("part", ["head", "referee"])
def test_a_referee_named_in_a_stale_tab_is_refused_with_both_names(cast, sign_in, application, part):
    client = sign_in(cast.outsider)
    path = f"/boldmere/sle/applications/{application.code}/part/{part}/"
    same = {"revision": "0", "post": "Head", "telephone": ""}
    client.post(path, {**same, "name": "Jo Ward", "email": "jo@penns.sch.uk"})
    stale = client.post(path, {**same, "name": "Sam Lee", "email": "sam@penns.sch.uk"})
    assert stale.status_code == 409
    assert stale.context["stale"] == [("Name", "Jo Ward"), ("E-mail address at work", "jo@penns.sch.uk")]
    assert 'value="Sam Lee"' in stale.content.decode()
    assert Reference.objects.get().name == "Jo Ward"
    again = {**same, "revision": stale.context["form"].data["revision"], "name": "Sam Lee", "email": "sam@penns.sch.uk"}
    assert client.post(path, again).status_code == 302
    assert Reference.objects.get().name == "Sam Lee"


@pytest.mark.slow
def test_a_reference_from_a_stale_tab_is_refused_with_both_texts(cast, sign_in, application):
    school = SchoolFactory()
    made.know_head(cast.administrator, school, cast.alliance)
    head = made.reference_of(made.hand_over(made.fill(application, school)))
    client = sign_in(None)
    path = f"/boldmere/sle/reference/{made.token_of(head)}/"
    same = {"revision": "0", "confirms_years": "3", "signer_name": "Robin\r\nHead"}
    client.post(f"{path}save/", {**same, "statement": "On the phone."})
    stale = client.post(path, {**same, "statement": "At the desk."})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "On the phone." in page
    assert "At the desk." in page
    assert [value for _, value in stale.context["stale"]] == ["On the phone."]  # the only field that differs
    assert Reference.objects.get(pk=head.pk).statement == "On the phone."


def test_text_over_the_limit_is_kept(cast, sign_in, application):
    client = sign_in(cast.outsider)
    path = f"/boldmere/sle/applications/{application.code}/question/q1/"
    answer = client.post(path, {"revision": "0", "text": "word " * 305})
    assert "305 words are 5 more than the 300 allowed." in answer.content.decode()
    stored = Answer.objects.get()
    assert (stored.text.count("word"), stored.complete) == (305, False)
