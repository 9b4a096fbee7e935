"""Words about the clock, who leads it, and Prefect's server beside it."""

WORDS = {
    "store.not_leading": (
        "This clock no longer leads: another process took over while this one was held up.",
        "Nothing was changed. The one that leads now does what is due.",
    ),
}
