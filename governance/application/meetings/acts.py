"""Everything that can be done with a meeting, from its plan to its signed minutes."""

from governance.application.meetings.agenda import add_item, carry_over
from governance.application.meetings.attending import (
    attend,
    in_attendance,
    leave_meeting,
    send_apologies,
)
from governance.application.meetings.convening import (
    call,
    cancel,
    change_day,
    plan,
    publish,
    record_held,
    supplement,
)
from governance.application.meetings.holding import (
    adjourn,
    find_inquorate,
    go_on_informally,
    hold,
    preside,
    resume,
)
from governance.application.meetings.minutes import draft_minutes, sign_minutes
from governance.application.meetings.noting import minute_item
from governance.application.meetings.private import exclude_public

__all__ = [
    "add_item",
    "adjourn",
    "attend",
    "call",
    "cancel",
    "carry_over",
    "change_day",
    "draft_minutes",
    "exclude_public",
    "find_inquorate",
    "go_on_informally",
    "hold",
    "in_attendance",
    "leave_meeting",
    "minute_item",
    "plan",
    "preside",
    "publish",
    "record_held",
    "resume",
    "send_apologies",
    "sign_minutes",
    "supplement",
]
