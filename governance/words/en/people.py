"""Words for people, organisations and what they may do."""

WORDS: dict[str, tuple[str, str]] = {
    "permissions.not_theirs": (
        "{actor} may not do this.",
        "It can be done by {who:or}.",
    ),
    "people.is_administrator": (
        "{actor} may not do this: {person} is an administrator, who can give every role.",
        "Another administrator can do it.",
    ),
    "people.last_administrator": (
        "From {on:day}, nobody but {person} would be an administrator.",
        "Make somebody else an administrator from that day first: “vires people grant KEY administrator”.",
    ),
    "people.last_administrator@web": (
        "",
        "Give somebody else the role of administrator from that day first.",
    ),
    "name.key_unusable": (
        "“{key}” cannot be a key.",
        "Use lower-case letters, digits, hyphens and underscores, at most 80, starting with a letter or digit.",
    ),
    "name.key_missing": (
        "A key is missing.",
        "Give a short name in lower-case letters, digits and hyphens, such as sam-example.",
    ),
    "name.key_reserved": (
        "“{key}” cannot be a key: Vires uses it for something else.",
        "Choose another, for example with a word added.",
    ),
    "name.missing": ("A name is missing.", "Give the name that people use."),
    "name.not_shown": (
        "The name “{name}” has a character that cannot be shown.",
        "Take out line breaks and control characters, or type the name again.",
    ),
    "name.too_long": (
        "A name has {length:count(character,characters)}; it may have at most {most}.",
        "Shorten it.",
    ),
    "name.reason_missing": ("A reason is missing.", "Give the reason; it goes on the record."),
    "name.days_reversed": (
        "The last day, {to_day:day}, is before the first, {from_day:day}.",
        "Correct one of them.",
    ),
    "name.taken": (
        "The key “{key}” is that of another {what} already ({ref}).",
        "Choose another key, or use the one that is there.",
    ),
    "organisation.lead_already": (
        "{lead} is the lead partner already.",
        "A partnership has one lead partner: leave “lead” out.",
    ),
    "organisation.lead_not_excepted": (
        "{name} is the lead partner and must be represented.",
        "Ask it to appoint somebody.",
    ),
    "organisation.not_statutory": (
        "Nothing obliges {name} to be represented, so it needs no exception.",
        "",
    ),
    "people.left": (
        "{person} left on {on:day}.",
        "Choose somebody else, or days before then.",
    ),
    "people.role_already": (
        "{person} is {role} on some of those days already.",
        "Choose other days, or leave it as it is.",
    ),
    "people.role_not_held": (
        "{person} is not {role} on {on:day}.",
        "“vires people list” shows the roles everybody has.",
    ),
    "people.no_role": ("{person} has no role that could be ended.", ""),
    "people.address_unusable": (
        "“{address}” is not an electronic mail address.",
        "Write it as name@example.org.",
    ),
    "people.own_deputy": (
        "{person} cannot be told in their own place.",
        "Name somebody else, or nobody: then the deputies of their offices are told.",
    ),
    "people.not_away": (
        "No absence of {person} is recorded for today or later.",
        "“vires people list” shows everybody’s key.",
    ),
    "people.always_quiet": (
        "If every weekday is quiet, nothing but urgent messages would ever come.",
        "Leave at least one weekday out.",
    ),
    "people.weekdays_missing": (
        "No weekday is given.",
        "Give weekdays separated by commas, such as saturday,sunday, or none.",
    ),
    "people.told_digest": ("{person} gets what is not urgent in one message a day.", ""),
    "people.told_at_once": ("{person} gets each message by itself.", ""),
    "people.quiet_usual": (
        "Quiet are the days that are no working days: only what is urgent comes on them.",
        "",
    ),
    "people.quiet_days": ("Quiet are: {quiet:and}, and bank holidays.", ""),
    "people.quiet_never": ("No weekday is quiet.", ""),
    "people.quiet_too": ("Quiet too: {from_day:day} to {to_day:day}.", ""),
    # What was done
    "done.partnership_created": ("The partnership {name} is created.", ""),
    "done.organisation_added": ("{name} is added as {ref}.", ""),
    "done.organisation_excepted": ("The exception for {name} is recorded.", ""),
    "done.person_added": ("{name} is added as {ref}.", ""),
    "done.person_renamed": ("{key} is now called {name}.", ""),
    "done.person_away": ("{person} is away from {from_day:day} to {to_day:day}.", ""),
    "done.person_back": ("The absence of {person} is withdrawn.", ""),
    "done.person_reports_to": ("{person} reports to {office}.", ""),
    "done.person_tell": ("How {person} is told is recorded.", ""),
    "done.person_address": ("The address of {person} is recorded.", ""),
    "done.role_granted": ("{person} has the role of {role} from {from_day:day}.", ""),
    "done.role_granted_until": (
        "{person} has the role of {role} from {from_day:day} to {to_day:day}.",
        "",
    ),
    "done.role_ended": ("{person} has the role of {role} for the last time on {last:day}.", ""),
    "done.left": (
        "{person} leaves on {on:day}. They hold no seat, office or chair; roles end with it.",
        "",
    ),
    "done.left_leading": (
        "They still lead {commissions:and}: name another lead with “vires commission set”.",
        "",
    ),
    "done.left_holding": (
        "{person} leaves on {on:day}. With that ends: {ended:and}.",
        "",
    ),
}
