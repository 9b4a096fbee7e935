"""Words for a rehearsed year: what was asked, what was refused in it, what it came to."""

WORDS: dict[str, tuple[str, str]] = {
    # What is asked
    "rehearsal.to_before_from": (
        "The rehearsal would end on {end:day}, before it begins on {start:day}.",
        "Give a --to that is not before --from.",
    ),
    "rehearsal.too_long": (
        "The rehearsal would end {days:count(day,days)} from today, and that is too far.",
        "End it {most} days from today at most: what lies beyond is guesswork.",
    ),
    "rehearsal.in_the_past": (
        "The rehearsal would begin on {start:day}, before today, {today:day}.",
        "Give a --from that is today or later: what has happened is on record.",
    ),
    "rehearsal.seed_out_of_range": (
        "The seed is no whole number from 0 to {most}.",
        "Give another --seed; any small number will do.",
    ),
    "rehearsal.too_many_texts": (
        "{number} texts were named, and two runs can be compared.",
        "Give --with once, against what is in force, or twice.",
    ),
    "rehearsal.out_of_range": (
        "--{option} cannot be {value}.",
        "Give a whole number from {least} to {most}.",
    ),
    "rehearsal.kind_not_tried": (
        "{file} is {kind:one}, and no year is rehearsed under another one.",
        "Give the text of a {known:or}.",
    ),
    "rehearsal.stands_for_none": (
        "{file} has the key “{key}”, and no {kind} of that key is in force.",
        "{nearest:maybe}Give it the key of the one it is to stand for: {known:or}.",
    ),
    "rehearsal.file_unreadable": (
        "{path} cannot be read: {detail}.",
        "Check the path after --with.",
    ),
    "rehearsal.file_unwritable": (
        "{path} cannot be written: {detail}.",
        "Check the path, and that its folder is there.",
    ),
    # What is said on the copy's record
    "rehearsal.because": ("Rehearsed.", ""),
    "rehearsal.place": ("where the body meets", ""),
    "rehearsal.view": ("Rehearsed: no objection.", ""),
    # What was refused
    "rehearsal.tried.plan": ("No meeting of {ref} could be planned: {why}.", ""),
    "rehearsal.tried.call": ("Meeting {ref} could not be called: {why}.", ""),
    "rehearsal.tried.publish": ("The agenda of {ref} could not be published: {why}.", ""),
    "rehearsal.tried.place": ("Report {ref} could not be put on an agenda: {why}.", ""),
    "rehearsal.tried.take": ("The proposed item {ref} could not be taken: {why}.", ""),
    "rehearsal.tried.hold": ("Meeting {ref} could not be held: {why}.", ""),
    "rehearsal.tried.minutes": ("The minutes of {ref} could not be drafted: {why}.", ""),
    "rehearsal.tried.hand": ("Report {ref} could not be handed to an officer: {why}.", ""),
    "rehearsal.tried.view": ("No view could be recorded on {ref}: {why}.", ""),
    "rehearsal.tried.clear": ("Report {ref} could not be cleared: {why}.", ""),
    "rehearsal.tried.decide": ("Report {ref} could not be decided: {why}.", ""),
    "rehearsal.tried.report": ("Review {ref} could not be reported: {why}.", ""),
    "rehearsal.tried.accept": ("Review {ref} could not be put up for acceptance: {why}.", ""),
    "rehearsal.tried.return": ("Return {ref} could not be made: {why}.", ""),
    "rehearsal.tried.fund_report": ("Fund {ref} could not be reported on: {why}.", ""),
    "rehearsal.tried.clock": ("The clock could not do what was due of {ref}: {why}.", ""),
    "rehearsal.nobody_there": (
        "Nobody who could act for {office} was there for a month.",
        "Name a deputy.",
    ),
    "rehearsal.no_lead": (
        "{commission} has no lead who is still there.",
        "Give the commission a lead.",
    ),
    # What it came to
    "rehearsal.as_it_stands": ("as things stand", ""),
    "rehearsal.under": ("under “{title}” ({file})", ""),
    "rehearsal.heading": ("Rehearsed from {start:day} to {end:day}, seed {seed}, {how}.", ""),
    "rehearsal.summary": (
        (
            "{meetings:count(meeting,meetings)}, {inquorate} of them inquorate. "
            "{reviews:count(review,reviews)} due, {reviews_missed} missed and {reviews_not_held} "
            "of these not held by the end; {reviews_overdue} more were overdue when it began. {returns:count(return,returns)} due, {returns_missed} late. {endings:count(agreement runs,agreements run)} out; "
            "months that are a cliff: {cliffs}. {decisions:count(decision,decisions)}. "
            "{reminders:count(reminder,reminders)}, {escalations:count(escalation,escalations)}."
        ),
        "",
    ),
    "rehearsal.supposed": (
        (
            "Supposed: members miss {absence}% of meetings besides known absences; {slip}% of reviews "
            "are not ready by their day; a lead holds {reviews_a_week} in a week at most; an officer "
            "decides in {officer_days:count(working day,working days)}; {cliff} agreements that end "
            "in a month are a cliff."
        ),
        "",
    ),
    "rehearsal.week.1": ("days 1 to 7", ""),
    "rehearsal.week.2": ("8 to 14", ""),
    "rehearsal.week.3": ("15 to 21", ""),
    "rehearsal.week.4": ("22 to 28", ""),
    "rehearsal.week.5": ("29 on", ""),
    "rehearsal.legend": (
        (
            "{meeting} meetings held, {inquorate} inquorate meetings, {missed} reviews missed, "
            "{ending} agreements that run out."
        ),
        "",
    ),
    "rehearsal.mark.meeting": ("{n:count(meeting,meetings)}", ""),
    "rehearsal.mark.inquorate": ("{n} inquorate", ""),
    "rehearsal.mark.missed": ("{n} missed", ""),
    "rehearsal.mark.ending": ("{n} ending", ""),
    "rehearsal.meaning.meeting": ("a meeting held", ""),
    "rehearsal.meaning.inquorate": ("an inquorate meeting", ""),
    "rehearsal.meaning.missed": ("missed: a review", ""),
    "rehearsal.meaning.ending": ("ending: an agreement", ""),
    "rehearsal.picture_title": ("A year rehearsed: {start:day} to {end:day}", ""),
    "rehearsal.picture_of": ("A calendar of months and weeks, {how}.", ""),
    "rehearsal.more": ("{more:count(more line,more lines)}: ask with --csv or --json.", ""),
    "rehearsal.short": ("No quorum: {why}.", ""),
    "rehearsal.foreseen": ("Known absences alone leave it short.", ""),
    "rehearsal.foreseen_vacant": ("Vacant seats alone leave it short.", ""),
    "rehearsal.foreseen_both": ("Known absences and vacant seats alone leave it short.", ""),
    "rehearsal.vacant": ("Vacant: {seats:and}.", ""),
    "rehearsal.besides": ("Besides, kept away by chance: {who:and}.", ""),
    "rehearsal.no_stand_in": ("Named as substitute, and not there either: {who:and}.", ""),
    "rehearsal.there": ("{there}, {needed} needed", ""),
    "rehearsal.away": ("Away: {who:and}.", ""),
    "rehearsal.kept_away": ("Kept away by chance: {who:and}.", ""),
    "rehearsal.waited": ("{items:count(item,items)} carried over.", ""),
    "rehearsal.late": ("{late_by:count(day,days)} late", ""),
    "rehearsal.not_held": ("not held, {late_by:count(day,days)} late at the end", ""),
    "rehearsal.return_late": ("{late_by:count(day,days)} late", ""),
    "rehearsal.return_not_made": ("not made, {late_by:count(day,days)} late at the end", ""),
    "rehearsal.cliff": ("a cliff", ""),
    "rehearsal.same": (
        (
            "Nothing that happens in this period differs. Nobody writes new reports in a rehearsal: "
            "what a scheme says otherwise shows only where a review, or a report that is on its "
            "way, is decided by it. “vires scheme compare” says which decisions differ."
        ),
        "",
    ),
    "rehearsal.side_by_side": ("First: {first}. Second: {second}.", ""),
    "rehearsal.figure.meetings": ("meetings", ""),
    "rehearsal.figure.inquorate": ("inquorate meetings", ""),
    "rehearsal.figure.reviews": ("reviews due", ""),
    "rehearsal.figure.reviews_missed": ("reviews missed", ""),
    "rehearsal.figure.reviews_overdue": ("overdue when it began", ""),
    "rehearsal.figure.reviews_not_held": ("missed and not held by the end", ""),
    "rehearsal.figure.returns": ("returns and fund reports due", ""),
    "rehearsal.figure.returns_missed": ("of these late or not made", ""),
    "rehearsal.figure.endings": ("agreements that run out", ""),
    "rehearsal.figure.cliffs": ("months that are a cliff", ""),
    "rehearsal.figure.decisions": ("decisions", ""),
    "rehearsal.figure.reminders": ("reminders", ""),
    "rehearsal.figure.escalations": ("escalations", ""),
    "rehearsal.figure.messages": ("messages", ""),
    "rehearsal.figure.refused": ("refused", ""),
    "rehearsal.load.meetings": ("meetings", ""),
    "rehearsal.load.inquorate": ("inquorate", ""),
    "rehearsal.load.items": ("items", ""),
    "rehearsal.load.deadlines": ("deadlines", ""),
    "rehearsal.load.most_in_a_month": ("most in a month", ""),
    "rehearsal.written": ("Written: {path}", ""),
    "rehearsal.under_way": ("Rehearsing {month} …", ""),
    "rehearsal.under_way_of": ("Rehearsing {month}, {run} of {runs} …", ""),
    "rehearsal.no_such_folder": ("there is no such folder, or a folder has that name", ""),
}
