"""Words for flows: their runs and what they fail of, deployments and workers."""

WORDS: dict[str, tuple[str, str]] = {
    "run.broken": (
        "The flow broke: {detail}.",
        "What it had done stands; the rest is still due. The log says more. Run it again; if it goes on, report it.",
    ),
    "run.unknown": (
        "There is no run “{name}”.",
        "“vires flows list” shows the last run of each flow. Its last 8 letters are enough.",
    ),
    "run.ambiguous": (
        "More than one run ends in “{name}”.",
        "Give more of the identifier.",
    ),
    "run.more": (
        "More was still due when this run ended.",
        "The next run goes on with it.",
    ),
    "run.first_amiss": ("These are the first {number}; the log has them all.", ""),
    "run.first_lines": ("Shown are the first {shown:count(item,items)} of {whole:,}.", ""),
    "term.the_run": ("run", ""),
    "term.run_done": ("done", ""),
    "term.run_failed": ("failed", ""),
    "term.run_uncertain": ("not known whether it went out", ""),
    "term.run_late": ("came late", ""),
    "term.run_found": ("found", ""),
    "term.run_parked": ("given up", ""),
    "term.run_lost": ("lost", ""),
    "term.run_running": ("running", ""),
    "term.by_clock": ("by the clock", ""),
    "term.by_hand": ("by hand", ""),
    "term.by_schedule": ("by a schedule of Prefect", ""),
    "term.by_stand-in": ("by the clock in place of a schedule", ""),
    "term.through_direct": ("directly", ""),
    "term.through_prefect": ("through Prefect", ""),
    "flows.ran": ("Run {run} of {name}: {counts}.", ""),
    "flows.nothing_due": ("Nothing was due for {name}.", ""),
    "flows.retired": ("“{name}” is no flow any more; its schedule has ended.", ""),
    "flows.deployed": (
        "{number:count(flow,flows)} deployed. Start workers with “vires worker --pool {pool}”.",
        "",
    ),
    "flows.no_server": (
        "PREFECT_API_URL does not say where the Prefect server is.",
        "Set it to the server’s address, such as http://127.0.0.1:4200/api. Without a server, “vires serve” runs every flow.",
    ),
    "flows.server_silent": (
        "The Prefect server at {url} does not answer.",
        "Start it, or correct PREFECT_API_URL; it ends in /api.",
    ),
    "flows.server_closed": (
        "The Prefect server at {url} does not accept the password.",
        "Set PREFECT_API_AUTH_STRING to the server’s own PREFECT_SERVER_API_AUTH_STRING.",
    ),
    "flows.server_refused": (
        "The Prefect server at {url} refused: {said}.",
        "Check that it is a Prefect 3.8 server and that its database works, then try again.",
    ),
    "flows.pool_other": (
        "The pool “{pool}” is of kind “{kind}”, not “process”.",
        "Name another pool with --pool, or delete this one in Prefect.",
    ),
    "worker.running": (
        "A worker takes runs from the pool “{pool}” of {url}, on {where}. Stop it with Ctrl+C.",
        "",
    ),
    "worker.server_silent": (
        "The Prefect server at {url} does not answer. Until it does, the clock of Vires does what is due, and this worker takes no runs.",
        "",
    ),
}
