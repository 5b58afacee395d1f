"""The only writers of panels: exercises, seats, entries, clearing, sharing, scoring, meetings, rubrics."""

from alliance.panels.services.calibration import drop_calibration, end_calibration, show_spread, write_calibration
from alliance.panels.services.clearing import (
    black_out_typed,
    clear_dossier,
    clear_paper,
    decide_marks,
    hold_version,
    leave_paper_out,
    replace_paper,
)
from alliance.panels.services.conflicts import declare_interests, find_conflicts, recuse
from alliance.panels.services.entries import add_entry, add_papers, hand_on_entry, withdraw_entry
from alliance.panels.services.exercises import (
    change_setup,
    close_exercise,
    end_scoring,
    missing_before_start,
    open_exercise,
    start_scoring,
)
from alliance.panels.services.meetings import change_meeting, close_meeting, discuss, open_meeting
from alliance.panels.services.packs import ask_for_pack, drop_old_packs, make_pack
from alliance.panels.services.proposals import accept_proposal, ask_for_proposal, change_proposal, make_proposal
from alliance.panels.services.rubrics import new_rubric, reword_rubric
from alliance.panels.services.scoring import (
    AlreadySubmitted,
    Given,
    StaleAgreement,
    StaleDraft,
    agree,
    save_draft,
    submit_scores,
)
from alliance.panels.services.seats import leave_seat, seat_person, seat_same_panel
from alliance.panels.services.sharing import accept_fewer, excuse, share_by_hand, share_out

__all__ = [
    "AlreadySubmitted",
    "Given",
    "StaleAgreement",
    "StaleDraft",
    "accept_fewer",
    "accept_proposal",
    "add_entry",
    "add_papers",
    "agree",
    "ask_for_pack",
    "ask_for_proposal",
    "black_out_typed",
    "change_meeting",
    "change_proposal",
    "change_setup",
    "clear_dossier",
    "clear_paper",
    "close_exercise",
    "close_meeting",
    "decide_marks",
    "declare_interests",
    "discuss",
    "drop_calibration",
    "drop_old_packs",
    "end_calibration",
    "end_scoring",
    "excuse",
    "find_conflicts",
    "hand_on_entry",
    "hold_version",
    "leave_paper_out",
    "leave_seat",
    "make_pack",
    "make_proposal",
    "missing_before_start",
    "new_rubric",
    "open_exercise",
    "open_meeting",
    "recuse",
    "replace_paper",
    "reword_rubric",
    "save_draft",
    "seat_person",
    "seat_same_panel",
    "share_by_hand",
    "share_out",
    "show_spread",
    "start_scoring",
    "submit_scores",
    "withdraw_entry",
    "write_calibration",
]
