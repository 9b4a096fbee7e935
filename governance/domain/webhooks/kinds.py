"""Kinds of entries that the record takes up, each of which is a type of event.

A kind is what was done to a kind of subject, such as `commission.paused`. Tests hold this list
against the use cases and against the example's year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ACTS: Final[Mapping[str, str]] = {
    "agreement": (
        "awarded deadline_set_again end_moved extended import_updated imported moved.begin "
        "moved.break_off moved.continue_uncovered moved.end moved.expire moved.extend "
        "moved.give_notice moved.mobilise moved.record_as_found moved.record_notice "
        "moved.record_signed moved.regularise moved.set_aside moved.sign "
        "moved.start_standstill moved.stop moved.vary moved.withdraw_notice pre_expiry_review "
        "recorded varied"
    ),
    "annual_report": "approved assembled lapsed proposed published referred_back set taken_back",
    "body": (
        "added appointed appointment_ended escalated_to item_declined item_taken matched "
        "member_left ratification_wanted substitutes_named terms_named"
    ),
    "chair": (
        "appointed consultation_closed consultation_opened ended passed_over "
        "recorded_as_found view_recorded"
    ),
    "commission": (
        "closed closure_recorded escalated evidence_added evidence_withdrawn facts_set "
        "gate_passed import_updated imported linked notice_given notice_withdrawn "
        "partner_added paused principle_answered proposed recommissioned recorded resumed "
        "round_started share_changed stage_certified stage_opened stage_reopened "
        "stage_returned stage_submitted started tier_set unlinked withdrawn"
    ),
    "deadline": (
        "extended failed met missed paused prompt_parked prompted resumed set superseded waived"
    ),
    "decommissioning": (
        "appraise appraised avert begin_transition close consult counted deadline_set_again "
        "decide decision_undone ensure_continuity evaluate give_notice halt heard "
        "improvement_failed improvement_met make_case not_consulted propose record_as_found "
        "record_closure refuse replacement_named resume resumed support take_back "
        "transition_planned trigger withdraw_notice"
    ),
    "delegation": "drawn ended made",
    "fund": (
        "allocated allocation_awaits_consent closed consent_given consent_refused "
        "consents_complete contribution_agreed contribution_changed deadline_set_again "
        "manager_named opened paid_in partner_entered partner_left released remedy_dropped "
        "remedy_planned remedy_settled remedy_wanted report_asked report_corrected reported "
        "reports_begun reports_dropped"
    ),
    "improvement": (
        "action_added action_done action_given_up agreed changed deadline_set_again failed "
        "lapsed met raised withdrawn"
    ),
    "key": "rotated",
    "measure": (
        "action_done action_given_up action_moved action_recorded added corrected "
        "deadline_set_again ended let_go observed rated_again red set"
    ),
    "meeting": (
        "adjourned agenda_published agenda_recounted attended called cancelled chair_taken "
        "excused found_inquorate held item_added item_minuted items_carried_over "
        "items_recorded left matched minutes_drafted minutes_signed moved observed planned "
        "public_excluded recorded resumed supplement_published went_on_informally"
    ),
    "message": "retried settled",
    "office": "added held holder_left holding_ended",
    "organisation": "added excepted found_in_notice",
    "partnership": "constituted created disposed publishing_set renamed",
    "person": (
        "account_locked account_made account_reset account_unlocked added address_set away "
        "back erased erased_early exported identity_ended identity_linked left password_set "
        "recovery_codes_made renamed reports_to role_ended role_from_group role_granted "
        "roles_left_group second_factor_off second_factor_on sessions_revoked tell token_made "
        "token_revoked"
    ),
    "plan": (
        "agreed begun board_agreed board_agreement_undone board_not_agreed changed "
        "commission_taken_out commissions_placed commitment_added commitment_changed "
        "commitment_dropped consent_taken_back consultation_opened consultation_recorded "
        "consultee_answered consultee_asked deadline_set_again ended group_added "
        "group_changed group_dropped monitored part_consented part_refused period_set "
        "periods_over priority_added priority_changed priority_dropped proposed published "
        "renewed reported reviewed strategy_related strategy_taken_off"
    ),
    "pooled_agreement": (
        "amended deadline_set_again decision_waits drafted flagged moved.agree moved.begin "
        "moved.end moved.execute moved.expire moved.record_agreed moved.record_executed "
        "moved.record_varied moved.reopen moved.set_aside moved.start moved.vary"
    ),
    "proposal": (
        "adoption_waits amended brought_again call_in_opened called_in clear_recorded cleared "
        "consent_given consent_recorded consult_recorded deadline_set_again decided "
        "decided_again decided_outside decision_published drafted effect_dated "
        "effect_recorded endorse_recorded evidence_added evidence_withdrawn given_back "
        "handed_to_officer interest_declared interest_withdrawn lapsed matched notice_given "
        "notice_withdrawn opened passed_on path_redrawn path_unclear placed_on_agenda "
        "put_to_partners quashed recommend_recorded referred_up released rescinded "
        "scheme_followed submitted taken_off took_effect view_recorded vote_cast withdrawn"
    ),
    "return": "corrected lapsed made made_late missed moved revived set",
    "review": (
        "accepted deadline_set_again held_late lapsed missed referred_back reported "
        "rescheduled scheduled taken_back tier_changed"
    ),
    "rulebook": (
        "adopted came_into_force cited confirmed constituted deadline_set_again "
        "deadlines_to_plan findings_acknowledged loaded paths_followed paths_to_follow proved "
        "revised superseded withdrawn"
    ),
    "webhook": "added ended paused replayed resumed secret_rotated tested",
}
"""What is done to each kind of subject, as words of one text."""

RESTORED: Final = "epoch"
"""The kind of the entry that tells of a backup that was restored."""

KINDS: Final = (
    *(f"{subject}.{act}" for subject, acts in _ACTS.items() for act in acts.split()),
    RESTORED,
)
"""Every kind there is."""

TESTED: Final = "webhook.tested"
"""The kind of the entry of a trial, which is sent whatever a webhook listens to."""
