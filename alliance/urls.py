"""Every address of the portal. First parts that are no alliance are reserved: see alliance.schools.rules."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("alliance.people.urls")),
    path("account/", include("allauth.urls")),
    path("<slug:alliance>/sle/", include("sle.urls")),
    path("<slug:alliance>/panels/", include("alliance.panels.urls")),
    path("<slug:alliance>/post/", include("alliance.post.urls")),
    path("<slug:alliance>/documents/", include("alliance.library.urls")),
    path("<slug:alliance>/people/", include("alliance.members.urls")),
    path("<slug:alliance>/schools/", include("alliance.schools.urls")),
    path("", include("alliance.web.urls")),
]

handler400 = "alliance.web.views.errors.bad_request"
handler403 = "alliance.web.views.errors.refused"
handler404 = "alliance.web.views.errors.not_found"
handler500 = "alliance.web.views.errors.server_error"
