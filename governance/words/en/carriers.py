"""Words for what carries messages out of the house, and for its settings."""

WORDS: dict[str, tuple[str, str]] = {
    "carrier.unknown": (
        "VIRES_MAIL names no way to send messages that Vires knows: “{name}”.",
        "{nearest:maybe}Set it to {known:or}.",
    ),
    "carrier.console_closed": (
        "The message could not be printed: {detail}.",
        "Check where the output of Vires goes. It is tried again.",
    ),
}
