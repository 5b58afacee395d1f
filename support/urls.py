"""Addresses of this app."""

from django.urls import path

from support.views import deployments, releases, requests

app_name = "support"

REQUESTS = [
    path("requests/", requests.request_list, name="request_list"),
    path("requests/<slug:code>/", requests.request, name="request"),
]

DEPLOYMENTS = [
    path("requests/<slug:code>/choose/", deployments.request_choose, name="request_choose"),
    path("deployments/<int:pk>/", deployments.deployment, name="deployment"),
    path("deployments/<int:pk>/ask/", deployments.deployment_ask_release, name="deployment_ask_release"),
    path("deployments/<int:pk>/head/", deployments.deployment_name_head, name="deployment_name_head"),
    path("deployments/<int:pk>/again/", deployments.deployment_send_again, name="deployment_send_again"),
    path("deployments/<int:pk>/reply/", deployments.deployment_reply, name="deployment_reply"),
    path("deployments/<int:pk>/drop/", deployments.deployment_drop, name="deployment_drop"),
    path("release/<str:token>/", releases.release, name="release"),
]

urlpatterns = [*REQUESTS, *DEPLOYMENTS]
