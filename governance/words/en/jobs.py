"""Words for jobs: long work beside the pages."""

WORDS: dict[str, tuple[str, str]] = {
    "term.job_kind.check_record": ("Check of the record", ""),
    "term.job_kind.compare": ("Comparison of schemes", ""),
    "term.job_kind.import": ("Import", ""),
    "term.job_kind.rehearse": ("Rehearsal", ""),
    "term.job_kind.values": ("Import of values", ""),
    "term.job_kind.causes": ("Look for causes", ""),
    "term.job_state.waiting": ("Waiting", ""),
    "term.job_state.running": ("Under way", ""),
    "term.job_state.done": ("Done", ""),
    "term.job_state.failed": ("Failed", ""),
    "term.job_state.lost": ("Lost", ""),
    "term.job_state.stopped": ("Stopped", ""),
    "job.checking_seals": ("Checking the seals over the record.", ""),
    "job.checking": ("Reading the record, item by item.", ""),
    "job.comparing": ("Comparing the two versions.", ""),
    "job.importing": ("Reading and storing {file}.", ""),
    "job.rehearsing": ("Playing {day:day}.", ""),
    "job.looking": ("Looking at the register for causes.", ""),
    "job.values_unclear": (
        "There is no file of values, or more than one.",
        "Give one file with the columns measure, period and value.",
    ),
    "job.not_yours": (
        "This job was asked for by {who}.",
        "Ask them to stop it; only who asked for a job can.",
    ),
    "job.too_many_open": (
        "You have {most} jobs that wait or are under way, which is as many as one person can have.",
        "Ask again once one of them is done, or stop one.",
    ),
    "job.reading_already": (
        "You have one of these under way already: {kind}. A check, a rehearsal or a comparison keeps Vires busy, so each person has one at a time.",
        "Ask again once it is done, or stop it on its page.",
    ),
    "job.broken": (
        "Vires could not finish this because of a fault of its own ({detail}).",
        "Ask for it again. If it fails again, tell whoever runs Vires; the log says where.",
    ),
    "job.lost": (
        "The work was cut off {times:count(time,times)} and is not begun again by itself.",
        "Ask for it again. If it is lost again, tell whoever runs Vires.",
    ),
    "job.result_too_large": (
        "The result has {size} bytes, more than the {most} that can be kept.",
        "Ask for less at once, such as a shorter period or a smaller file.",
    ),
    "job.import_unclear": (
        "It is not said what kind of file this is, or a file is missing.",
        "Say which it is ({known:or}) and give the file; a register needs its mapping too.",
    ),
    "job.rehearsal_unclear": (
        "The days or figures of the rehearsal cannot be read.",
        "Give the first and last day, and whole numbers for {known:and}.",
    ),
    "job.compare_unclear": (
        "It is not said which version to compare.",
        "Give either a version that is on record or a file, not both.",
    ),
    "job.compare_no_scheme": (
        "{ref} is no scheme of delegation but another kind of rulebook ({kind}).",
        "Name a version of a scheme.",
    ),
}
