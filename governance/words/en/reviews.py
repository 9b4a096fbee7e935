"""Words for reviews: their days, what they found, what came of them."""

WORDS: dict[str, tuple[str, str]] = {
    # Days and tiers
    "review.no_rhythm": (
        "No escalation policy in force says how often commissions are reviewed.",
        "Name the day yourself with --due, or bring a policy with a “reviews” section into force.",
    ),
    "review.commission_over": (
        "{ref} is {state}, so it is not reviewed any more.",
        "Review the commission that follows it, if there is one.",
    ),
    "review.open_already": (
        "The review {ref} is still to be held or accepted; it was set for {due:day}.",
        "Report it, or reschedule it if it needs another day.",
    ),
    "review.day_past": (
        "A review cannot be set for {on:day}: that day is not ahead.",
        "Name a later day.",
    ),
    "review.tier_unknown": (
        "“{name}” is no risk tier of the escalation policy in force.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "review.tier_stands": ("{ref} is already at the tier “{tier}”.", "There is nothing to change."),
    "review.no_deadline": (
        "The deadline of {ref} was let go, so there is no day to move.",
        "Report the review when it is held.",
    ),
    "review.counted_from": ("the day it is counted from", ""),
    "review.by_rhythm": ("by the rhythm: {name}", ""),
    "review.day_given": ("a day that people named", ""),
    "review.day_kept": ("the day it had, set again because its deadline was missing", ""),
    "review.moved_by_pause": (
        "later, because the clock stood still from {since:day} to {until:day}",
        "",
    ),
    "review.put_off": ("put off from {before:day}", ""),
    # What is found
    "review.test_missing": (
        "The review does not say how the service does on the test “{test}”.",
        "Say {known:or}, and why.",
    ),
    "review.test_unknown": (
        "“{name}” is no test of a review.",
        "{nearest:maybe}The tests are {known:and}.",
    ),
    "review.finding_unknown": (
        "“{finding}” is no finding on the test “{test}”.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "review.test_without_words": (
        "The finding on the test “{test}” does not say why.",
        "Write what it rests on.",
    ),
    "review.views_missing": (
        "Users’ views are missing.",
        "Say what children, young people and families told you, or give the reason why none are there.",
    ),
    "review.held_in_future": (
        "The review cannot have been held on {on:day}, which is still to come.",
        "Give the day it was held.",
    ),
    "review.not_submitted": (
        "Its report {report} waits as a draft, because it cannot be decided yet:",
        "Mend this, then submit the report. A decision that was taken elsewhere can be recorded.",
    ),
    # What comes of it
    "review.asks_for_none": (
        "{ref} asks to accept a review, and belongs to none.",
        "Report the review: that writes its report by itself.",
    ),
    "review.not_reported": (
        "The review {review} is {state}, so there is nothing to accept.",
        "Report the review again.",
    ),
    # What was done
    "done.review_scheduled": ("Set {ref}: {commission} is to be reviewed by {due:day}.", ""),
    "done.review_rescheduled": ("{ref} is to be held by {due:day}.", ""),
    "done.review_tier": ("{commission} is reviewed at the tier “{tier}”.", ""),
    "done.review_tier_moved": (
        "{commission} is reviewed at the tier “{tier}”; {review} is due by {due:day}.",
        "",
    ),
    "done.review_reported": (
        "{ref} is reported; {report} asks for it to be accepted.",
        "",
    ),
    "review.ahead": ("Review {ref} is due by {due:day} (tier {tier}).", ""),
    "review.was_missed": ("Review {ref} was due by {due:day} and is missed.", "Report it now."),
    "review.waits": ("Review {ref} waits to be accepted: {report}.", ""),
    "review.to_report_again": (
        "Review {ref} was not accepted and is to be reported again.",
        "Report it again.",
    ),
    # Names
    "term.accept-review": ("accept a review", ""),
    "term.review": ("a review to be held", ""),
    "term.review_again": ("a review to be reported again", ""),
    "term.review_missed": ("a review is missed", ""),
    "term.due": ("due", ""),
    "term.rescheduled": ("rescheduled", ""),
    "term.missed": ("missed", ""),
    "term.held_late": ("held late", ""),
    "term.not_met": ("not met", ""),
    "term.not_known": ("not known", ""),
    "term.partly": ("partly met", ""),
}
