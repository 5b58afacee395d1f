"""Posting, cancelling, wording: rows and exact words."""

from itertools import pairwise

import pytest
from django.conf import settings
from django.db import transaction

from alliance.post import services
from alliance.post.kinds import kind_named
from alliance.post.models import Letter, Mail, Text
from alliance.post.queries import own_wordings, progress
from alliance.post.services import TextRefused
from alliance.post.texts import current, problems_of, standard
from tests.factories.post import LINKED, NOTICE, post_letter, post_mail
from tests.queries import asked, costs_the_same

pytestmark = pytest.mark.usefixtures("test_kinds")


def test_the_same_dedupe_key_posts_once(cast):
    post_mail(cast.alliance, cast.head, dedupe="a")
    with transaction.atomic():
        again = services.send("test.notice", to=cast.head, alliance=cast.alliance, values={"what": "x"}, dedupe="a")
    assert again is None
    assert Mail.objects.count() == 1
    assert post_letter(cast.alliance, cast.head, dedupe="l").pk == post_letter(cast.alliance, cast.head, dedupe="l").pk
    assert Letter.objects.count() == 1


def test_letters_are_numbered_in_each_alliance_and_keep_who_signs(cast):
    first, second = (post_letter(cast.alliance, cast.head, dedupe=key) for key in "ab")
    cast.alliance.signatory_name = "Somebody New"
    cast.alliance.save()
    assert (first.number, second.number) == (1, 2)
    assert Letter.objects.get(pk=first.pk).signatory_name == "Dr Jane Carter"


def test_waiting_mails_about_a_record_are_cancelled_by_kind(cast):
    notice = post_mail(cast.alliance, cast.head, dedupe="a")
    question = post_mail(cast.alliance, cast.head, kind="test.linked", dedupe="b")
    sent = post_mail(cast.alliance, cast.head, dedupe="c")
    Mail.objects.filter(pk=sent.pk).update(state="sent")
    assert services.cancel_waiting(about=cast.alliance, kinds=["test.notice"]) == 1
    assert services.cancel_waiting(about=cast.alliance) == 1
    states = dict(Mail.objects.values_list("pk", "state"))
    assert states == {notice.pk: "cancelled", question.pk: "cancelled", sent.pk: "sent"}


def test_nobody_can_type_the_mark_of_a_personal_link(cast):
    mail = post_mail(cast.alliance, cast.head, dedupe="a", what="[personal link] www.evil.example https://evil.example")
    assert mail.body.endswith("This is about personal link www evil.example https evil.example.")


def test_an_unknown_placeholder_is_refused_with_those_there_are():
    assert problems_of(NOTICE, "About {what}", "Dear {name}") == [
        "There is no placeholder {name} in this text. "
        "You can use: {headteacher}, {headteachers}, {sle}, {sles}, {what}."
    ]
    assert problems_of(LINKED, "Answer", "Please answer.") == [
        "The text must hold {link}: without it the reader cannot do what the e-mail asks for."
    ]


def test_no_paragraph_of_a_standard_mail_is_broken_into_lines():
    """Mail programs break lines themselves; ours would stand in the middle of theirs."""
    for path in (settings.BASE_DIR / "templates").glob("*/mail/*.txt"):
        lines = path.read_text("utf-8").splitlines()[1:]
        broken = [one for one, after in pairwise(lines) if len(one) > 70 and after[:1].islower()]
        assert not broken, path.name


def test_rewording_makes_versions_and_the_standard_can_be_had_back(cast):
    kind = kind_named("members.invite")
    body = "Come: {link}"
    services.reword(kind=kind, alliance=cast.alliance, subject="Join", body=body, version=0, by=cast.director)
    assert current(kind, cast.alliance).body == body
    assert own_wordings(cast.alliance)["members.invite"] == 1
    with pytest.raises(TextRefused, match="Somebody else has reworded this text"):
        services.reword(kind=kind, alliance=cast.alliance, subject="J", body=body, version=0, by=cast.lead)
    services.back_to_standard(kind=kind, alliance=cast.alliance, version=1, by=cast.director)
    assert current(kind, cast.alliance).body == standard(kind)[1]
    assert "members.invite" not in own_wordings(cast.alliance)
    assert Text.objects.filter(alliance=cast.alliance, kind="members.invite").count() == 2
    assert current(kind, cast.other).body == standard(kind)[1]


def test_progress_counts_from_the_rows(cast):
    letters = [post_letter(cast.alliance, cast.head, dedupe=f"l{n}") for n in range(3)]
    mails = [post_mail(cast.alliance, cast.head, dedupe=f"m{n}") for n in range(3)]
    Letter.objects.filter(pk=letters[0].pk).update(state="made", sha256="x")
    Letter.objects.filter(pk=letters[1].pk).update(state="failed", problem="No logo.")
    Mail.objects.filter(pk=mails[0].pk).update(state="sent")
    Mail.objects.filter(pk=mails[1].pk).update(state="cancelled")
    far = progress(about_type="schools.alliance", about_ids=[cast.alliance.pk])
    assert (far.letters, far.letters_made, far.letters_failed, far.mails, far.mails_sent) == (3, 1, 1, 2, 1)
    assert (far.failed_letters, far.finished) == ([letters[1]], False)


def test_32_progress_costs_the_same_for_any_number_of_letters(cast):
    def more(numbers: range) -> None:
        for n in numbers:
            letter = post_letter(cast.alliance, cast.head, dedupe=f"l{n}")
            Letter.objects.filter(pk=letter.pk).update(state="failed", problem="No logo.")
            post_mail(cast.alliance, cast.head, dedupe=f"m{n}")

    def ask() -> None:
        assert progress(about_type="schools.alliance", about_ids=[cast.alliance.pk]).failed_letters

    costs_the_same(lambda: asked(ask), more, (1, 3, 30))
