"""Every address of the portal. First parts that are no alliance are reserved: see alliance.schools.rules."""

from django.urls import include, path

from alliance.people.views import AddressesView, AppView, PasskeyView, RecoveryCodesView
from alliance.web.views.health import health

urlpatterns = [
    path("account/", include("alliance.people.urls")),
    # Pages of allauth with something of ours added, before its own under the same names.
    path("account/email/", AddressesView.as_view(), name="account_email"),
    path("account/2fa/totp/activate/", AppView.as_view(), name="mfa_activate_totp"),
    path("account/2fa/webauthn/add/", PasskeyView.as_view(), name="mfa_add_webauthn"),
    path("account/2fa/recovery-codes/", RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("account/", include("allauth.urls")),
    path("operator/", include("alliance.members.urls_operator")),
    path("health/", health, name="health"),
    path("<slug:alliance>/sle/", include("sle.urls")),
    path("<slug:alliance>/support/", include("support.urls")),
    path("<slug:alliance>/panels/", include("alliance.panels.urls")),
    path("<slug:alliance>/ask/", include("alliance.surveys.urls")),
    path("<slug:alliance>/post/", include("alliance.outbox.urls")),
    path("<slug:alliance>/documents/", include("alliance.library.urls")),
    path("<slug:alliance>/equality/", include("alliance.equality.urls")),
    path("<slug:alliance>/people/", include("alliance.members.urls")),
    path("<slug:alliance>/schools/", include("alliance.schools.urls")),
    path("", include("alliance.web.urls")),
]

handler400 = "alliance.web.views.errors.bad_request"
handler403 = "alliance.web.views.errors.refused"
handler404 = "alliance.web.views.errors.not_found"
handler500 = "alliance.web.views.errors.server_error"
