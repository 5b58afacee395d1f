"""Sign-in and one's own account: the same for everybody signed in."""

from __future__ import annotations

from tests.architecture.role_matrix.rows import NOBODY, PUBLIC, SIGN_IN, SIGNED_IN, Row

# Pages for those who are not signed in yet; whoever is, is sent on.
FRONT = Row("anonymous", refused=302)
# A step in the middle of a sign-in: whoever has not begun one is sent to its beginning.
MIDWAY = Row(NOBODY, refused=302)
OWN = Row(SIGNED_IN)
# Asks for the password again first, since the tests' session did not begin with one; or sends on.
SENT_ON = Row(SIGNED_IN, ok=302)
# Of a second factor that nobody here has set up.
NO_FACTOR = Row(NOBODY, refused=404)
# Of a passkey: whose it is not is asked to confirm who they are first, and finds nothing.
NO_PASSKEY = Row(SIGNED_IN, lambda cast: {"pk": 0}, ok=302)

ROWS = {
    "people:profile": OWN,
    "people:typed_again": Row(NOBODY, lambda cast: {"key": "unknown"}, refused=404),
    "account_login": FRONT,
    "account_signup": FRONT,
    "account_request_login_code": FRONT,
    "account_logout": Row(SIGNED_IN, anonymous=302),
    "account_inactive": Row(PUBLIC),
    "account_email": OWN,
    "account_email_verification_sent": MIDWAY,
    "account_reauthenticate": OWN,
    "account_change_password": OWN,
    "account_set_password": SENT_ON,
    "account_reset_password": Row(PUBLIC),
    "account_confirm_login_code": MIDWAY,
    "account_confirm_password_reset_code": Row(NOBODY, refused=SIGN_IN),
    "account_complete_password_reset": Row(NOBODY, refused=302, anonymous=302),
    "account_password_reset_completed": Row(PUBLIC),
    "mfa_index": OWN,
    "mfa_authenticate": MIDWAY,
    "mfa_reauthenticate": SENT_ON,
    "mfa_activate_totp": SENT_ON,
    "mfa_list_webauthn": OWN,
    "mfa_add_webauthn": SENT_ON,
    "mfa_edit_webauthn": NO_PASSKEY,
    "mfa_remove_webauthn": NO_PASSKEY,
    "mfa_reauthenticate_webauthn": SENT_ON,
    "mfa_login_webauthn": MIDWAY,
    "mfa_deactivate_totp": NO_FACTOR,
    "mfa_view_recovery_codes": NO_FACTOR,
    "mfa_generate_recovery_codes": SENT_ON,
    "mfa_download_recovery_codes": NO_FACTOR,
}
