"""Staff put right what did not arrive, print letters and reword a text."""

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.post import letters
from alliance.post.models import Mail, PrintBatch, Text
from alliance.post.sweeping import take_due
from tests.factories.post import post_letter, post_mail, test_kinds  # noqa: F401  # a fixture


@pytest.mark.usefixtures("test_kinds")
@pytest.mark.parametrize("javascript", [True, False])
def test_staff_put_post_right(new_journey, cast, javascript):
    failed, back, _ = (post_mail(cast.alliance, cast.head, dedupe=key) for key in "abc")
    Mail.objects.filter(pk=failed.pk).update(state="failed", problem="The mail server said: 554 No", attempts=9)
    Mail.objects.filter(pk=back.pk).update(state="bounced", problem="The mail server said: 550 No such user")
    for key in "de":
        post_letter(cast.alliance, cast.head, dedupe=key, address="Penns Primary School\nPenns Lane")
    window = new_journey(javascript=javascript)
    window.sign_in(cast.administrator)

    window.visit(path_to("web:inbox", cast.alliance))
    window.says("1 e-mail could not be sent")
    window.page.get_by_text("Put right").first.click()
    window.look()
    window.says("550 No such user")
    window.fill("Send it to", "nonsense")
    window.click("Try again")
    window.says("Enter an e-mail address in the right form, like name@example.com.")
    window.fill("Send it to", "better@example.org")
    window.click("Try again")
    window.says("The e-mail to better@example.org will be sent again within a minute.")
    window.click("Cancel this e-mail")
    window.says("The e-mail is cancelled. It will not be sent.")
    window.visit(path_to("post:outbox", cast.alliance))
    window.says("1 e-mail could not be sent. The reason stands with each.")
    window.select("Show", "Failed")
    window.click("Show")
    window.says("554 No")
    window.click("Try all failed e-mails again")
    window.says("1 e-mail will be sent again.")

    window.click("Letters")
    window.says("2 in all")
    for call in take_due(now=timezone.now()):
        if call.task == "post.make_letters":
            letters.make(call.argument)
    window.visit(path_to("post:letter_list", cast.alliance))
    window.click("Print the chosen letters")
    window.says("Choose at least one letter that has its PDF.")
    for letter in window.page.get_by_label("Print letter").all():
        letter.check()
    window.click("Print the chosen letters")
    window.says("0 of 2 letters are in the PDF.")
    letters.put_together(PrintBatch.objects.get().pk)
    window.click("See how far it is now")
    window.says("The PDF is ready: 2 letters on 4 pages")
    answer = window.page.request.get(window.address + window.page.get_by_text("Download the PDF").get_attribute("href"))
    assert answer.body().startswith(b"%PDF")
    window.visit(path_to("post:print_list", cast.alliance))

    window.visit(path_to("post:text_list", cast.alliance))
    window.click("Page 2")
    window.click("The outcome of an application is ready to read")
    window.fill("Words", "Dear {name}, well {done}.")
    window.click("Preview")
    window.says("There is no placeholder {done} in this text.")
    window.fill("Words", "Dear {name}, look here: {page}")
    window.click("Preview")
    window.says("How it would read (not saved yet)")
    window.says("Dear Sam Reader, look here:")
    window.click("Save and use from now on")
    window.says("Everything posted from now on uses it.")
    assert Text.objects.get(alliance=cast.alliance, kind="sle.outcome_ready").body == "Dear {name}, look here: {page}"
    window.click("Go back to the standard wording")
    window.says("follows the portal’s standard again.")
