"""One's own account in the browser: the second step of staff, recovery codes, the password and the e-mail addresses."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache

from alliance.people.models import Person
from alliance.post.models import Mail
from tests.journeys.story import Journey

both = pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
PASSWORD, ANOTHER = "seven green umbrellas", "eight blue umbrellas"  # of a test
HOME = "tara@home.example"


def known_by_password(person: Person) -> None:
    """`person` signs in with PASSWORD from now on."""
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def sign_in_by_password(window: Journey, email: str, password: str) -> None:
    """The page of sign-in, filled in and sent."""
    window.fill("E-mail address", email)
    window.fill("Password", password)
    window.page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    window.look()


def show_second_step(window: Journey, code: str) -> None:
    """The page that asks for the app's code, filled in and sent."""
    window.fill("Code from the app, or a recovery code", code)
    window.page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    window.look()


def sign_out(window: Journey) -> None:
    """The button in the header. Limits of sign-in and the codes that were used are forgotten: a minute has passed."""
    window.click("Sign out")
    cache.clear()


def code_of_app(secret: str) -> str:
    """What an authenticator app that was given `secret` shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def mailed_code() -> str:
    """The code in the newest mail."""
    found = re.search(r"^([A-Z0-9]+(?:-[A-Z0-9]+)*)$", Mail._base_manager.latest("pk").body, re.MULTILINE)
    assert found
    return found[1]


@both
def test_a_member_of_staff_sets_up_an_authenticator_app(cast, new_journey, javascript, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    known_by_password(cast.administrator)
    window = new_journey(javascript=javascript)
    window.visit("/boldmere/people/")
    sign_in_by_password(window, cast.administrator.email, PASSWORD)
    assert window.heading == "Set up an authenticator app"
    window.says("Your role needs a second step when you sign in.")
    window.shot("app-set-up")
    secret = window.page.locator("main strong").last.inner_text()
    window.fill("Code that the app shows now", "000000")
    window.click("Set it up")
    window.says("This is not the right code.")
    assert window.page.locator("main strong").last.inner_text() == secret
    window.fill("Code that the app shows now", code_of_app(secret))
    window.click("Set it up")

    assert window.heading == "Recovery codes"
    window.shot("recovery-codes")
    recovery = window.page.locator("main li strong").first.inner_text()
    window.click("I have kept them: go on")
    assert window.heading == "People"

    sign_out(window)
    window.visit("/boldmere/people/")
    sign_in_by_password(window, cast.administrator.email, PASSWORD)
    assert window.heading == "Show that it is you"
    window.shot("app-asked")
    show_second_step(window, code_of_app(secret))
    assert window.heading == "People"

    sign_out(window)
    window.visit("/account/login/?next=/account/2fa/")
    sign_in_by_password(window, cast.administrator.email, PASSWORD)
    show_second_step(window, recovery)
    assert window.heading == "Second step of signing in"
    window.says("9 left.")
    window.shot("app")


def test_a_member_of_staff_signs_in_by_a_passkey_alone(cast, new_journey, settings):
    """The device is Chromium's own virtual one: it makes real keys and signs real challenges."""
    settings.REQUIRE_SECOND_FACTOR = True
    known_by_password(cast.administrator)
    window = new_journey()
    device = window.context.new_cdp_session(window.page)
    device.send("WebAuthn.enable")
    telephone = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**telephone, "isUserVerified": True, "automaticPresenceSimulation": True}
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    window.visit("/boldmere/people/")
    sign_in_by_password(window, cast.administrator.email, PASSWORD)
    window.click("make a passkey")
    assert window.heading == "Make a passkey"
    window.shot("passkey-make")
    window.fill("Name of the passkey (optional)", "Telephone")
    window.page.get_by_role("button", name="Make the passkey").click()
    window.page.wait_for_url("**/recovery-codes/**")
    window.look()
    window.says("The passkey is made: you can sign in with it.")
    window.click("I have kept them: go on")
    assert window.heading == "People"

    sign_out(window)
    window.visit("/account/login/?next=/account/2fa/webauthn/")
    window.shot("passkey-sign-in")
    window.page.get_by_role("button", name="Sign in with a passkey").click()
    window.page.wait_for_url(f"{window.address}/account/2fa/webauthn/")
    window.look()
    assert window.heading == "Passkeys"
    window.says("Telephone")
    window.shot("passkeys")
    window.visit("/boldmere/people/")
    assert window.heading == "People"

    sign_out(window)
    window.visit("/account/login/?next=/account/2fa/")
    sign_in_by_password(window, cast.administrator.email, PASSWORD)
    assert window.heading == "Show that it is you"
    window.shot("passkey-second-step")
    device.send("WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": False})
    window.page.get_by_role("button", name="Use a passkey").click()
    window.page.get_by_text("The device gave no passkey. Try again, or choose another way.").wait_for()
    device.send("WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": True})
    window.page.get_by_role("button", name="Use a passkey").click()
    window.page.wait_for_url(f"{window.address}/account/2fa/")
    window.look()
    window.says("Passkeys Telephone")
    window.shot("second-step")

    window.click("Change passkeys")
    window.click("Take away Telephone")
    window.click("Take it away")
    window.says("The passkey is taken away from your account.")
    assert not Authenticator.objects.filter(user=cast.administrator).exists()
    sign_out(window)
    window.visit("/account/login/?next=/boldmere/people/")
    sign_in_by_password(window, cast.administrator.email, PASSWORD)
    assert window.heading == "Set up an authenticator app"


def test_without_scripts_no_passkey_is_offered(cast, new_journey):
    known_by_password(cast.administrator)
    window = new_journey(javascript=False)
    window.visit("/account/login/?next=/account/2fa/webauthn/add/")
    assert not window.page.get_by_role("button", name="Sign in with a passkey").is_visible()
    sign_in_by_password(window, cast.administrator.email, PASSWORD)
    assert window.heading == "Make a passkey"
    window.says("This one cannot make any: use an authenticator app instead.")


@both
def test_somebody_changes_their_password_and_the_address_that_e_mails_go_to(cast, new_journey, javascript):
    known_by_password(cast.teacher)
    window = new_journey(javascript=javascript)
    window.visit("/account/login/?next=/account/profile/")
    sign_in_by_password(window, cast.teacher.email, "wrong")
    window.says("The e-mail address or the password is not right.")
    sign_in_by_password(window, cast.teacher.email, PASSWORD)
    assert window.heading == "Your details"
    window.fill("Surname", "")
    window.click("Save")
    window.says("Enter your surname.")
    window.fill("Surname", "Teacher-Lane")
    window.click("Save")
    window.says("Your details have been changed.")

    window.page.get_by_role("link", name="Change password").click()
    window.look()
    window.fill("Password now", "wrong")
    window.fill("New password", ANOTHER)
    window.fill("New password, once more", ANOTHER)
    window.click("Change the password")
    window.says("This is not your password.")
    window.shot("password-change")
    window.fill("Password now", PASSWORD)
    window.fill("New password", ANOTHER)
    window.fill("New password, once more", ANOTHER)
    window.click("Change the password")
    window.says("Your password has been changed.")
    cast.teacher.refresh_from_db()
    assert (cast.teacher.surname, cast.teacher.check_password(ANOTHER)) == ("Teacher-Lane", True)

    window.page.get_by_role("link", name="Change e-mail addresses").click()
    window.fill("E-mail address", "nonsense")
    window.click("Add the address")
    window.says("E-mail address: enter an e-mail address in the right form")
    window.fill("E-mail address", HOME)
    window.click("Add the address")
    assert window.heading == "Confirm your e-mail address"
    window.says(f"We have sent a code to {HOME}.")
    assert Mail._base_manager.latest("pk").email == HOME
    window.shot("address-confirm")
    window.fill("Code from the e-mail", mailed_code())
    window.click("Continue")
    window.says(f"You can sign in with {HOME} from now on.")
    window.shot("addresses")
    window.page.get_by_role("button", name=f"to {HOME}").click()
    window.look()
    assert EmailAddress.objects.get(user=cast.teacher, primary=True).email == HOME
    cast.teacher.refresh_from_db()
    assert cast.teacher.email == HOME

    sign_out(window)
    window.visit("/account/login/?next=/account/profile/")
    window.click("get a sign-in code by e-mail")
    window.fill("E-mail address", HOME)
    window.click("Send the code")
    window.shot("code")
    window.fill("Code from the e-mail", mailed_code())
    window.click("Continue")
    assert window.heading == "Your details"
