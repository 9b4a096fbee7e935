"""Words for figures of a monitoring system: each is one line of help beside its name."""

WORDS: dict[str, tuple[str, str]] = {
    "figure.vires_build_info": ("Which Vires this is, and on which database.", ""),
    "figure.vires_database_up": ("Whether the database answered when figures were last asked.", ""),
    "figure.vires_figures_seconds": ("Seconds that asking the database for figures took.", ""),
    "figure.vires_deadlines_due_soon": ("Deadlines that fall due within seven days.", ""),
    "figure.vires_deadlines_overdue": ("Deadlines that are overdue, by kind.", ""),
    "figure.vires_deadline_oldest_overdue_seconds": (
        "Seconds since the deadline fell due that is overdue for longest.",
        "",
    ),
    "figure.vires_messages": ("Messages that did not go out, by state.", ""),
    "figure.vires_message_oldest_unsent_seconds": (
        "Seconds since the oldest message was written that did not go out, quiet days included.",
        "",
    ),
    "figure.vires_message_oldest_wanted_seconds": (
        "Seconds since a message could have gone out that has not been tried.",
        "",
    ),
    "figure.vires_ledger_entries_waiting": ("Entries of the record that wait to be sealed.", ""),
    "figure.vires_seal_lag_seconds": (
        "Seconds that the first entry in line waits for its seal.",
        "",
    ),
    "figure.vires_flow_due_seconds": ("Seconds since a flow has had something due.", ""),
    "figure.vires_flow_runs_last_day": (
        "Runs of a flow begun in the last 24 hours, by outcome.",
        "",
    ),
    "figure.vires_flow_last_success_timestamp_seconds": (
        "When the latest run of a flow that was done ended, in seconds since 1970.",
        "",
    ),
    "figure.vires_clock_leader_present": ("Whether a clock leads.", ""),
    "figure.vires_clock_leads": ("Whether the clock of this process leads.", ""),
    "figure.vires_clock_ticks": ("How often the clock of this process has ticked.", ""),
    "figure.vires_jobs": ("Pieces of long work, by state.", ""),
    "figure.vires_job_oldest_waiting_seconds": (
        "Seconds since the oldest piece of long work was asked for that has not begun.",
        "",
    ),
    "figure.vires_webhook_deliveries_waiting": ("Events that wait to be sent to webhooks.", ""),
    "figure.vires_webhook_oldest_wanted_seconds": (
        "Seconds since an event could have been sent to a webhook that has not been tried.",
        "",
    ),
    "figure.vires_webhook_failing_seconds": (
        "Seconds for which a webhook has got nothing through: the longest.",
        "",
    ),
    "figure.vires_data_free_bytes": ("Bytes free where the data directory lies.", ""),
    "figure.vires_http_request_seconds": (
        "Seconds until a request of this process was answered, by route, method and status.",
        "",
    ),
    "serve.metrics_token_unreadable": (
        "The file that VIRES_METRICS_TOKEN_FILE names cannot be read: {file}.",
        "Correct the path, or let the user that Vires runs as read the file.",
    ),
    "serve.metrics_token_short": (
        "The token for figures is of {length} characters; it needs {least} at least.",
        "Make one, for example with: openssl rand -hex 32",
    ),
    "serve.metrics_token_twice": (
        "Both VIRES_METRICS_TOKEN and VIRES_METRICS_TOKEN_FILE are set.",
        "Keep one of them; the file is the safer.",
    ),
}
