"""Addresses of this app."""

from django.urls import path

from support.views import agreements, deployments, matching, plans, releases, requests

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
    path("requests/<slug:code>/scoping/", agreements.request_scope, name="request_scope"),
    path("requests/<slug:code>/agreement/", agreements.agreement, name="agreement"),
    path("requests/<slug:code>/agreement/draft/", agreements.agreement_draft, name="agreement_draft"),
    path("requests/<slug:code>/agreement/change/", agreements.agreement_change, name="agreement_change"),
    path("requests/<slug:code>/agreement/propose/", agreements.agreement_propose, name="agreement_propose"),
    path("requests/<slug:code>/agreement/<int:version>/", agreements.agreement, name="agreement_version"),
    path("requests/<slug:code>/agreement/<int:version>/pdf/", agreements.agreement_pdf, name="agreement_pdf"),
    path("signatures/<int:pk>/again/", agreements.signature_send_again, name="signature_send_again"),
    path("sign/<str:token>/", agreements.agreement_sign, name="agreement_sign"),
    path("release/<str:token>/", releases.release, name="release"),
]

# Leaders for one request, and for all together.
MATCHING = [
    path("requests/<slug:code>/leaders/", matching.request_match, name="request_match"),
    path("requests/<slug:code>/leaders/<slug:key>/", matching.leader_plan, name="leader_plan"),
    path("requests/<slug:code>/leaders/<slug:key>/rule-out/", matching.leader_rule_out, name="leader_rule_out"),
    path("requests/<slug:code>/leaders/<slug:key>/rule-in/", matching.leader_rule_in, name="leader_rule_in"),
    path("deployments/<int:pk>/pin/", matching.deployment_pin, name="deployment_pin"),
    path("deployments/<int:pk>/unpin/", matching.deployment_unpin, name="deployment_unpin"),
    path("plan/", plans.plan, name="plan"),
    path("plan/accept/", plans.plan_accept, name="plan_accept"),
    path("plan/lines/<int:number>/", plans.plan_line, name="plan_line"),
    path("plan/lines/<int:number>/refuse/", plans.plan_line_refuse, name="plan_line_refuse"),
]

urlpatterns = [*REQUESTS, *DEPLOYMENTS, *MATCHING]
