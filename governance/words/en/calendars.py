"""Words in calendars that other programs show, and of the addresses they are read at."""

WORDS: dict[str, tuple[str, str]] = {
    "calendar.mine": ("{partnership}: my meetings and deadlines", ""),
    "calendar.meeting": ("{body}", ""),
    "calendar.meeting.off": ("Cancelled: {body}", ""),
    "calendar.meeting.state": ("Meeting {ref}: {state}.", ""),
    "calendar.meeting.cancelled": ("Meeting {ref} is cancelled.", ""),
    "calendar.meeting.end_unknown": (
        "Nobody has said when it will end; two hours are shown.",
        "",
    ),
    "calendar.due": ("{what}: {title}", ""),
    "calendar.due.about": ("{ref}: {title}", ""),
    "calendar.due.commission": ("Commission {ref}: {title}", ""),
    "calendar.due.paused": ("Its clock is stopped, so the day will change.", ""),
    "calendar.none_such": (
        "There is no such calendar address of {person}.",
        "“vires feed list” shows which there are.",
    ),
    "calendar.none_such@web": ("", "It may have been ended already: see the account’s page."),
    "calendar.of_nobody": (
        "Only a person has a calendar; the operator has none.",
        "Say who you are: --as PERSON.",
    ),
    "calendar.of_nobody@web": ("", "Sign in as the person whose calendar it is."),
    "done.calendar_made": ("The address is made: {address}", ""),
    "done.calendar_once": (
        "It is shown once. Whoever has it can read the calendar, so keep it to yourself.",
        "",
    ),
    "done.calendar_ended": ("Calendar addresses of {person} have ended: {count}.", ""),
    "done.calendar_written": ("The calendar is in {file}.", ""),
    "done.own_calendar_ended": ("The address has ended. Programs find nothing there.", ""),
    "done.calendars_ended": ("All calendar addresses of {person} have ended.", ""),
    "held.calendar_address.person_id": ("Addresses of their calendars", ""),
    "web.calendar.title": ("Your meetings and deadlines in your own calendar", "Make an address"),
    "web.calendar.title_body": ("Meetings of {body} in your own calendar", "Make an address"),
    "web.calendar.says": (
        "Outlook, Apple Calendar, Google Calendar and others can subscribe to an address on the internet. They read it again every few hours, so what moves in Vires moves there.",
        "",
    ),
    "web.calendar.says_own": (
        "In it are the meetings of bodies that you sit on, chair or stand in for, and what is due from you. It reaches back a year and ahead two.",
        "",
    ),
    "web.calendar.says_body": (
        "In it is every meeting of the body, from a year back to two years ahead.",
        "",
    ),
    "web.calendar.careful": (
        "Whoever has the address can read the calendar without signing in. Do not pass it on. Vires shows it once and keeps only a fingerprint of it.",
        "",
    ),
    "web.calendar.there": (
        "You made an address on {on}. If you make another, that one ends, and programs that read it have to be given the new one.",
        "Make another address",
    ),
    "web.calendar.for_anybody": ("For anybody", ""),
    "web.calendar.public": ("Anybody can subscribe to the meetings whose agenda is published:", ""),
    "web.calendar.made": ("The address of your calendar", ""),
    "web.calendar.made_says": (
        "Copy it now: it is not shown again. In your calendar program, choose to subscribe to a calendar, or to add one from the internet, and paste it there.",
        "",
    ),
    "web.calendar.kept": ("I have copied it", ""),
    "web.calendar.already": (
        "This form was sent already, and the address was shown then.",
        "Make another address if you did not copy it.",
    ),
    "web.account.calendars": ("Calendars read by other programs", ""),
    "web.account.calendar": ("Calendar", ""),
    "web.account.calendar_own": ("Your meetings and deadlines", ""),
    "web.account.calendar_made": ("Address made", ""),
    "web.account.calendar_end": ("End it", ""),
    "web.account.calendar_none": (
        "No other program reads your calendar.",
        "See your meetings and deadlines in your own calendar",
    ),
    "web.account.calendar-end": ("End the address of this calendar", "End the address"),
    "web.account.calendar-end.says": (
        "Programs that read it find nothing there any more. What they have copied already, they may go on showing.",
        "",
    ),
    "web.account.calendars-theirs": (
        "End all calendar addresses of {name}",
        "End the addresses",
    ),
    "web.person.move.account/calendars": ("End calendar addresses", ""),
    "web.bodies.calendar": ("See its meetings in your own calendar", ""),
    "web.public.calendars": ("Meetings in your own calendar", ""),
    "web.public.calendars_told": (
        "Subscribe to the meetings of a body whose agendas are published, in Outlook, Apple Calendar, Google Calendar or another program:",
        "",
    ),
}
