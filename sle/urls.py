"""Addresses of this app."""

from django.urls import path

from sle.views import (
    chasing,
    decisions,
    directory,
    fairness,
    fees,
    interviews,
    kinds,
    letters,
    life,
    moves,
    outcomes,
    panel,
    priorities,
    references,
    register,
    register_import,
    release,
    releases,
    reserve,
    returns,
    reviews,
    rounds,
    set_up,
    training,
    training_own,
)
from sle.views.appeals import hearing, lodging, paper
from sle.views.applications import answers, ends, files, parts, tasks

app_name = "sle"

# The round: its life, its public page.
ROUND = [
    path("", rounds.round_list, name="round_list"),
    path("rounds/new/", rounds.round_create, name="round_create"),
    path("rounds/<int:pk>/", rounds.round, name="round"),
    path("rounds/<int:pk>/open/", rounds.round_open, name="round_open"),
    path("rounds/<int:pk>/close/", rounds.round_close, name="round_close"),
    path("rounds/<int:pk>/cancel/", rounds.round_cancel, name="round_cancel"),
    path("rounds/<int:pk>/finish/", rounds.round_finish, name="round_finish"),
    path("rounds/<int:pk>/copy/", rounds.round_copy, name="round_copy"),
    path("rounds/<int:pk>/extend/", rounds.round_extend, name="round_extend"),
    path("apply/<int:pk>/", rounds.round_public, name="round_public"),
]
# Setting a round up, one thing per page.
SET_UP = [
    path("rounds/<int:pk>/set-up/<slug:step>/", set_up.round_set_up, name="round_set_up"),
    path("rounds/<int:pk>/areas/", set_up.round_areas, name="round_areas"),
    path("rounds/<int:pk>/areas/own/", set_up.area_add, name="area_add"),
    path("rounds/<int:pk>/targets/", set_up.round_targets, name="round_targets"),
    path(
        "rounds/<int:pk>/targets/from-schools/",
        priorities.round_targets_from_priorities,
        name="round_targets_from_priorities",
    ),
    path("priorities/", priorities.priorities, name="priorities"),
    path("rounds/<int:pk>/questions/", set_up.question_list, name="question_list"),
    path("rounds/<int:pk>/questions/new/", set_up.question_add, name="question_add"),
    path("rounds/<int:pk>/questions/<int:question>/", set_up.question_change, name="question_change"),
    path("rounds/<int:pk>/questions/<int:question>/remove/", set_up.question_remove, name="question_remove"),
    path("rounds/<int:pk>/questions/<int:question>/move/<slug:way>/", set_up.question_move, name="question_move"),
    path("rounds/<int:pk>/rules/", set_up.rule_list, name="rule_list"),
    path("rounds/<int:pk>/rules/new/", set_up.rule_add, name="rule_add"),
    path("rounds/<int:pk>/rules/<int:rule>/", set_up.rule_change, name="rule_change"),
    path("rounds/<int:pk>/rules/<int:rule>/remove/", set_up.rule_remove, name="rule_remove"),
    path("rounds/<int:pk>/rules/<int:rule>/move/<slug:way>/", set_up.rule_move, name="rule_move"),
]
# The applicant's pages; codes instead of numbers, because outsiders see them.
APPLICATION = [
    path("apply/<int:pk>/start/", tasks.application_start, name="application_start"),
    path("applications/", tasks.application_mine, name="application_mine"),
    path("applications/<slug:code>/", tasks.application, name="application"),
    path("applications/<slug:code>/part/<slug:part>/", parts.application_part, name="application_part"),
    path("applications/<slug:code>/question/<slug:key>/", answers.application_question, name="application_question"),
    path("applications/<slug:code>/question/<slug:key>/save/", answers.answer_save, name="answer_save"),
    path("applications/<slug:code>/files/", files.application_files, name="application_files"),
    path("applications/<slug:code>/scan/", files.application_scan, name="application_scan"),
    path("applications/<slug:code>/hand-over/", ends.application_hand_over, name="application_hand_over"),
    path("applications/<slug:code>/confirm/", ends.application_confirm_paper, name="application_confirm_paper"),
    path("applications/<slug:code>/withdraw/", ends.application_withdraw, name="application_withdraw"),
    path("applications/<slug:code>/referee/", parts.application_referee, name="application_referee"),
]
# Heads and referees, by the link in their mail.
REFERENCE = [
    path("reference/<slug:token>/", references.reference, name="reference"),
    path("reference/<slug:token>/save/", references.reference_save, name="reference_save"),
    path("reference/<slug:token>/files/<int:document>/", references.reference_file, name="reference_file"),
    path("reference/<slug:token>/send/", references.reference_give, name="reference_give"),
    path("reference/<slug:token>/decline/", references.reference_decline, name="reference_decline"),
    path("reference/<slug:token>/send-back/", references.reference_send_back, name="reference_send_back"),
]
# Staff at work on applications and references.
STAFF = [
    path("rounds/<int:pk>/applications/", chasing.application_list, name="application_list"),
    path("rounds/<int:pk>/chase/", chasing.chase_list, name="chase_list"),
    path("rounds/<int:pk>/paper/", chasing.application_enter_paper, name="application_enter_paper"),
    path("references/<int:pk>/send-again/", chasing.reference_send_again, name="reference_send_again"),
    path("references/<int:pk>/call/", chasing.reference_call, name="reference_call"),
    path(
        "references/<int:pk>/confirm-address/",
        chasing.reference_confirm_address,
        name="reference_confirm_address",
    ),
    path("references/<int:pk>/redirect/", chasing.reference_redirect, name="reference_redirect"),
    path("references/<int:pk>/replace/", chasing.reference_replace, name="reference_replace"),
    path("applications/<slug:code>/rules/<int:rule>/", chasing.eligibility_settle, name="eligibility_settle"),
    path(
        "applications/<slug:code>/ineligible/", chasing.application_find_ineligible, name="application_find_ineligible"
    ),
    path("applications/<slug:code>/extend/", chasing.application_extend, name="application_extend"),
    path("applications/<slug:code>/arrangement/", chasing.application_arrangement, name="application_arrangement"),
    path(
        "applications/<slug:code>/ask-to-confirm/",
        chasing.application_ask_to_confirm,
        name="application_ask_to_confirm",
    ),
]

# After the close: the panel, interviews, decisions.
DECIDING = [
    path("rounds/<int:pk>/panel/", panel.round_panel, name="round_panel"),
    path("rounds/<int:pk>/panel/open/", panel.panel_open, name="panel_open"),
    path("rounds/<int:pk>/panel/hand-over/", panel.panel_hand_over, name="panel_hand_over"),
    path("rounds/<int:pk>/start-scoring/", panel.round_start_scoring, name="round_start_scoring"),
    path("rounds/<int:pk>/start-deciding/", panel.round_start_deciding, name="round_start_deciding"),
    path("rounds/<int:pk>/interviews/", interviews.interview_list, name="interview_list"),
    path("rounds/<int:pk>/interviews/invite/", interviews.interview_invite, name="interview_invite"),
    path("rounds/<int:pk>/interviews/set-up/", interviews.interview_plan, name="interview_plan"),
    path("rounds/<int:pk>/interviews/add-slots/", interviews.interview_slots_add, name="interview_slots_add"),
    path("rounds/<int:pk>/interviews/mine/", interviews.interview_mine, name="interview_mine"),
    path("interview-slots/<int:pk>/", interviews.interview_slot_change, name="interview_slot_change"),
    path("interview-slots/<int:pk>/call-off/", interviews.interview_slot_call_off, name="interview_slot_call_off"),
    path("interviews/<slug:code>/slot/", interviews.interview_slot, name="interview_slot"),
    path("interviews/<slug:code>/miss/", interviews.interview_miss, name="interview_miss"),
    path("interviews/<slug:code>/came/", interviews.interview_came, name="interview_came"),
    path("interviews/<slug:code>/call-off/", interviews.interview_call_off, name="interview_call_off"),
    path("rounds/<int:pk>/decisions/", decisions.decision_list, name="decision_list"),
    path("rounds/<int:pk>/decisions/propose/", decisions.decision_propose, name="decision_propose"),
    path(
        "rounds/<int:pk>/decisions/propose-recommended/",
        decisions.decision_propose_recommended,
        name="decision_propose_recommended",
    ),
    path("rounds/<int:pk>/decisions/approve/", decisions.decision_approve, name="decision_approve"),
    path("rounds/<int:pk>/decisions/tie/<int:area>/<int:mean>/", decisions.tie_break, name="tie_break"),
]
# After release: a place that comes up for somebody in reserve.
RESERVE = [
    path("rounds/<int:pk>/reserve/", reserve.reserve_list, name="reserve_list"),
    path("decisions/<int:pk>/offer-place/", reserve.place_offer, name="place_offer"),
    path("decisions/<int:pk>/take-back-place/", reserve.place_take_back, name="place_take_back"),
]
# Letters and their release.
RELEASE = [
    path("rounds/<int:pk>/release/", release.round_release, name="round_release"),
    path("rounds/<int:pk>/release/approve/", letters.letters_approve, name="letters_approve"),
    path("rounds/<int:pk>/release/now/", release.release_now, name="release_now"),
    path("rounds/<int:pk>/release/time/", release.release_set, name="release_set"),
    path("rounds/<int:pk>/release/progress/", release.release_progress, name="release_progress"),
    path("rounds/<int:pk>/release/try-again/", release.release_try_again, name="release_try_again"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/edit/", letters.letter_edit, name="letter_edit"),
    path("letters/<int:pk>/approve/", letters.letter_approve, name="letter_approve"),
    path("letters/<int:pk>/hold/", letters.letter_hold, name="letter_hold"),
    path("letters/<int:pk>/let-go/", letters.letter_let_go, name="letter_let_go"),
    path("letters/<int:pk>/release/", release.letter_release, name="letter_release"),
]
# Appeals: the applicant's, and those of whoever arranges and hears them.
APPEAL = [
    path("applications/<slug:code>/appeal/", lodging.appeal_start, name="appeal_start"),
    path("applications/<slug:code>/appeal/paper/", paper.appeal_enter, name="appeal_enter"),
    path("reviews/<int:pk>/appeal/paper/", paper.review_appeal_enter, name="review_appeal_enter"),
    path("reviews/<int:pk>/appeal/", lodging.review_appeal, name="review_appeal"),
    path("appeal/<slug:code>/", lodging.appeal, name="appeal"),
    path("appeal/<slug:code>/save/", lodging.appeal_save, name="appeal_save"),
    path("appeal/<slug:code>/lodge/", lodging.appeal_lodge, name="appeal_lodge"),
    path("appeal/<slug:code>/withdraw/", lodging.appeal_withdraw, name="appeal_withdraw"),
    path("appeal/<slug:code>/pdf/", lodging.appeal_pdf, name="appeal_pdf"),
    path("appeals/", hearing.appeal_list, name="appeal_list"),
    path("appeals/<int:pk>/", hearing.appeal_case, name="appeal_case"),
    path("appeals/<int:pk>/arrange/", hearing.appeal_arrange, name="appeal_arrange"),
    path("appeals/<int:pk>/papers/<slug:section>/", hearing.appeal_paper, name="appeal_paper"),
    path("appeals/<int:pk>/findings/", hearing.appeal_record, name="appeal_record"),
    path("appeals/<int:pk>/confirm/", hearing.appeal_confirm, name="appeal_confirm"),
    path("appeals/<int:pk>/release/", hearing.appeal_release, name="appeal_release"),
]
# After release: what can be shown of who was chosen, and how the process went.
FAIRNESS = [
    path("rounds/<int:pk>/fairness/", fairness.round_fairness, name="round_fairness"),
    path("rounds/<int:pk>/fairness/ask/", fairness.fairness_ask, name="fairness_ask"),
    path("rounds/<int:pk>/fairness/pdf/", fairness.fairness_pdf, name="fairness_pdf"),
]
# After release: the applicant's letter and reply, the register, the agency's return.
REGISTER = [
    path("applications/<slug:code>/life/", life.application_life, name="application_life"),
    path("applications/<slug:code>/outcome/", outcomes.outcome, name="outcome"),
    path("applications/<slug:code>/outcome/pdf/", outcomes.outcome_pdf, name="outcome_pdf"),
    path("applications/<slug:code>/outcome/accept/", outcomes.offer_accept, name="offer_accept"),
    path("applications/<slug:code>/outcome/decline/", outcomes.offer_decline, name="offer_decline"),
    path("applications/<slug:code>/outcome/leave-reserve/", outcomes.reserve_leave, name="reserve_leave"),
    path("register/", register.register, name="register"),
    path("register/import/", register_import.register_import, name="register_import"),
    path("register/<int:pk>/", register.designation, name="designation"),
    path("leaders/", directory.leader_list, name="leader_list"),
    path("register/<int:pk>/directory/", directory.directory_join, name="directory_join"),
    path("register/<int:pk>/directory/leave/", directory.directory_leave, name="directory_leave"),
    path("register/<int:pk>/lapse/", register.designation_lapse, name="designation_lapse"),
    path("register/<int:pk>/resign/", register.designation_resign, name="designation_resign"),
    path("register/<int:pk>/withdraw/", register.designation_withdraw, name="designation_withdraw"),
    path("register/<int:pk>/letters/<int:number>/", register.designation_letter, name="designation_letter"),
    path("register/national/", kinds.national_record, name="national_record"),
    path("kinds/", kinds.kind_list, name="kind_list"),
    path("kinds/new/", kinds.kind_add, name="kind_add"),
    path("kinds/<slug:code>/", kinds.kind_change, name="kind_change"),
    path("returns/", returns.return_list, name="return_list"),
    path("returns/make/", returns.return_make, name="return_make"),
    path("returns/<int:pk>/download/", returns.return_download, name="return_download"),
    path("returns/<int:pk>/sent/", returns.return_sent, name="return_sent"),
]
# The life of a designation: review, the head's release (by the link in their mail), move, home school.
LIFE = [
    path("register/<int:pk>/review/", reviews.review_begin, name="review_begin"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/account/", reviews.review_state, name="review_state"),
    path("reviews/<int:pk>/propose/", reviews.review_propose, name="review_propose"),
    path("reviews/<int:pk>/panel/", reviews.review_ask_panel, name="review_ask_panel"),
    path("reviews/<int:pk>/approve/", reviews.review_approve, name="review_approve"),
    path("reviews/<int:pk>/send-back/", reviews.review_send_back, name="review_send_back"),
    path("register/<int:pk>/school/", moves.designation_school, name="designation_school"),
    path("register/<int:pk>/move/", moves.designation_move, name="designation_move"),
    path("register/<int:pk>/take-over/", moves.arrival_take_over, name="arrival_take_over"),
    path("register/<int:pk>/turn-away/", moves.arrival_turn_away, name="arrival_turn_away"),
    path("moves/<int:pk>/release/", moves.move_release, name="move_release"),
    path("moves/<int:pk>/keep/", moves.move_keep, name="move_keep"),
    path("moves/<int:pk>/take-back/", moves.move_take_back, name="move_take_back"),
    path("release/<slug:token>/", releases.release, name="release"),
    path("releases/<int:pk>/name-head/", releases.release_name_head, name="release_name_head"),
    path("releases/<int:pk>/send-again/", releases.release_send_again, name="release_send_again"),
    path("releases/<int:pk>/settle/", releases.release_settle, name="release_settle"),
]

# Core training: staff plan it and write down who came; leaders book; schools see what they owe.
TRAINING = [
    path("training/", training.training_list, name="training_list"),
    path("training/plan/", training.training_plan, name="training_plan"),
    path("training/fees/", fees.fee_list, name="fee_list"),
    path("training/fees/<int:pk>/", fees.fee_order, name="fee_order"),
    path("training/<int:pk>/", training.training_day, name="training_day"),
    path("training/<int:pk>/change/", training.training_change, name="training_change"),
    path("training/<int:pk>/call-off/", training.training_call_off, name="training_call_off"),
    path("training/<int:pk>/invite/", training.training_invite, name="training_invite"),
    path("training/<int:pk>/attendance/", training.training_attendance, name="training_attendance"),
    path("training/<int:pk>/certificates/", training.training_certify, name="training_certify"),
    path("training/<int:pk>/sheet/", training.training_sheet, name="training_sheet"),
    path("register/<int:pk>/training/", training_own.training_own, name="training_own"),
    path("register/<int:pk>/training/record/", training_own.training_record, name="training_record"),
    path("register/<int:pk>/training/<int:day>/book/", training_own.training_book, name="training_book"),
    path("register/<int:pk>/training/<int:day>/decline/", training_own.training_decline, name="training_decline"),
]

urlpatterns = [
    *ROUND,
    *SET_UP,
    *APPLICATION,
    *REFERENCE,
    *STAFF,
    *DECIDING,
    *RELEASE,
    *RESERVE,
    *FAIRNESS,
    *APPEAL,
    *REGISTER,
    *LIFE,
    *TRAINING,
]
