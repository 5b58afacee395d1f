"""Addresses of this app. Requests have codes instead of numbers, because outsiders see them."""

from django.urls import path

from support.views import (
    accounts,
    agreements,
    asking,
    board,
    broker,
    concerns,
    deployments,
    diagnosis,
    endings,
    evaluations,
    following,
    funding,
    home,
    matching,
    outcomes,
    plans,
    releases,
    requests,
    schools,
    statements,
    supply,
    triage,
    visits,
)

app_name = "support"

# Asking, also by those who have no account.
ASKING = [
    path("", following.ask, name="ask"),
    path("enquiry/", following.enquiry, name="enquiry"),
    path("follow/<str:token>/", following.request_follow, name="request_follow"),
    path("follow/<str:token>/answer/", following.follow_answer, name="follow_answer"),
    path("follow/<str:token>/concern/", following.follow_concern, name="follow_concern"),
    path("follow/<str:token>/withdraw/", following.follow_withdraw, name="follow_withdraw"),
    path("requests/new/", asking.request_create, name="request_create"),
    path("requests/<slug:code>/part/<slug:step>/", asking.request_part, name="request_part"),
    path("requests/<slug:code>/documents/", asking.request_documents, name="request_documents"),
    path("requests/<slug:code>/check/", asking.request_check, name="request_check"),
]
REQUESTS = [
    path("board/", board.board_page, name="board"),
    path("board/outcomes/", outcomes.outcomes, name="outcomes"),
    path("board/targets/", board.targets_change, name="targets_change"),
    path("board/priorities/<int:year>/add/", board.priority_add, name="priority_add"),
    path("board/priorities/<int:pk>/", board.priority_change, name="priority_change"),
    path("board/priorities/<int:pk>/remove/", board.priority_remove, name="priority_remove"),
    path("schools/<int:pk>/", schools.school, name="school"),
    path("requests/open/", broker.request_board, name="request_board"),
    path("requests/", requests.request_list, name="request_list"),
    path("requests/<slug:code>/", requests.request, name="request"),
    path("requests/<slug:code>/answer/", following.request_answer, name="request_answer"),
    path("requests/<slug:code>/withdraw/", following.request_withdraw, name="request_withdraw"),
    path("requests/<slug:code>/handler/", triage.request_handler, name="request_handler"),
    path("requests/<slug:code>/accept/", triage.request_accept, name="request_accept"),
    path("requests/<slug:code>/ask-back/", triage.request_ask_back, name="request_ask_back"),
    path("requests/<slug:code>/decline/", triage.request_decline, name="request_decline"),
    path("requests/<slug:code>/cancel/", triage.request_cancel, name="request_cancel"),
    path("times/", triage.service_times_change, name="service_times_change"),
]
DIAGNOSIS = [
    path("requests/<slug:code>/diagnosis/", diagnosis.diagnosis, name="diagnosis"),
    path("requests/<slug:code>/diagnosis/finish/", diagnosis.diagnosis_finish, name="diagnosis_finish"),
    path("requests/<slug:code>/diagnosis/again/", triage.request_diagnose_again, name="request_diagnose_again"),
    path("requests/<slug:code>/diagnosis/school/", diagnosis.context_form, name="context_form"),
    path("requests/<slug:code>/needs/add/", diagnosis.need_form, name="need_add"),
    path("requests/<slug:code>/needs/<int:pk>/", diagnosis.need_form, name="need_change"),
    path("requests/<slug:code>/needs/<int:pk>/remove/", diagnosis.need_remove, name="need_remove"),
    path("requests/<slug:code>/needs/<int:need>/measures/add/", diagnosis.measure_form, name="measure_add"),
    path("requests/<slug:code>/needs/<int:need>/measures/<int:pk>/", diagnosis.measure_form, name="measure_change"),
    path("requests/<slug:code>/measures/<int:pk>/remove/", diagnosis.measure_remove, name="measure_remove"),
]

DEPLOYMENTS = [
    path("requests/<slug:code>/choose/", deployments.request_choose, name="request_choose"),
    path("requests/<slug:code>/none/", deployments.request_want_none, name="request_want_none"),
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
    path("home/<str:token>/", home.home_follow, name="home_follow"),
    path("home/<str:token>/concern/", home.home_concern, name="home_concern"),
    path("deployments/<int:pk>/assurance/again/", home.assurance_send_again, name="assurance_send_again"),
]

VISITS = [
    path("deployments/<int:pk>/visits/plan/", visits.visit_plan, name="visit_plan"),
    path("deployments/<int:pk>/visits/note/", visits.visit_note, name="visit_note"),
    path("deployments/<int:pk>/assurance/", visits.deployment_assurance, name="deployment_assurance"),
    path("deployments/<int:pk>/ledger/", visits.ledger_correct, name="ledger_correct"),
    path("deployments/<int:pk>/pause/", endings.deployment_pause, name="deployment_pause"),
    path("deployments/<int:pk>/resume/", endings.deployment_resume, name="deployment_resume"),
    path("deployments/<int:pk>/end/", endings.deployment_end, name="deployment_end"),
    path("requests/<slug:code>/review/", endings.request_review, name="request_review"),
    path("requests/<slug:code>/concern/", concerns.concern_raise, name="concern_raise"),
    path("concerns/<int:pk>/", concerns.concern, name="concern"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visits/<int:pk>/record/", visits.visit_record, name="visit_record"),
    path("visits/<int:pk>/save/", visits.visit_save, name="visit_save"),
    path("visits/<int:pk>/call-off/", visits.visit_call_off, name="visit_call_off"),
    path("visits/<int:pk>/let-off/", visits.visit_let_off, name="visit_let_off"),
]

# Who can help.
SUPPLY = [
    path("supply/", supply.supply_audit, name="supply_audit"),
    path("supporters/", supply.supporter_list, name="supporter_list"),
    path("supporters/new/", supply.supporter_add, name="supporter_add"),
    path("supporters/<slug:key>/", supply.supporter, name="supporter"),
    path("supporters/<slug:key>/change/", supply.supporter_change, name="supporter_change"),
    path("supporters/<slug:key>/away/", supply.away_add, name="away_add"),
    path("supporters/<slug:key>/away/<int:pk>/remove/", supply.away_remove, name="away_remove"),
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

EVALUATIONS = [
    path("evaluations/<int:pk>/", evaluations.evaluation, name="evaluation"),
    path("evaluations/<int:pk>/save/", evaluations.evaluation_save, name="evaluation_save"),
    path("evaluations/<int:pk>/comment/", evaluations.evaluation_comment, name="evaluation_comment"),
    path("evaluations/<int:pk>/read/", evaluations.evaluation_settle, name="evaluation_settle"),
    path("evaluations/<int:pk>/lasted/", evaluations.evaluation_follow_up, name="evaluation_follow_up"),
    path("deployments/<int:pk>/gained/", evaluations.deployment_gained, name="deployment_gained"),
    path("requests/<slug:code>/outcomes/", evaluations.request_outcomes, name="request_outcomes"),
    path("measures/<int:pk>/", evaluations.measure_read, name="measure_read"),
]

MONEY = [
    path("accounts/", accounts.account_list, name="account_list"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/paid/", accounts.payment_note, {"account": "school"}, name="payment_note"),
    path("accounts/<int:pk>/paid-out/", accounts.payment_note, {"account": "home"}, name="payment_note_out"),
    path("rates/", funding.rate_list, name="rate_list"),
    path("rates/add/", funding.rate_add, name="rate_add"),
    path("rates/<int:pk>/remove/", funding.rate_remove, name="rate_remove"),
    path("pots/", funding.pot_list, name="pot_list"),
    path("pots/open/", funding.pot_open, name="pot_open"),
    path("pots/<int:pk>/", funding.pot, name="pot"),
    path("pots/<int:pk>/statement/", funding.pot_statement, name="pot_statement"),
    path("pots/<int:pk>/statement/send/", funding.pot_statement_send, name="pot_statement_send"),
    path("pots/<int:pk>/in/", funding.pot_move, {"way": "in"}, name="pot_put_in"),
    path("pots/<int:pk>/out/", funding.pot_move, {"way": "out"}, name="pot_take_out"),
    path("statements/", statements.statement_list, name="statement_list"),
    path("statements/make/", statements.statement_make, name="statement_make"),
    path("statements/<int:pk>/csv/", statements.statement_download, name="statement_download"),
    path("statements/<int:pk>/order/", statements.statement_order, name="statement_order"),
]

urlpatterns = [
    *ASKING,
    *REQUESTS,
    *DIAGNOSIS,
    *DEPLOYMENTS,
    *VISITS,
    *MATCHING,
    *SUPPLY,
    *EVALUATIONS,
    *MONEY,
]
