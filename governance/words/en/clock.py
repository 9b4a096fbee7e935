"""Words about the clock, who leads it, and Prefect's server beside it."""

WORDS = {
    "store.not_leading": (
        "This clock no longer leads: another process took over while this one was held up.",
        "Nothing was changed. The one that leads now does what is due.",
    ),
    "clock.tick_seconds": (
        "VIRES_TICK_SECONDS says how often the clock looks for what is due; it is “{given}”.",
        "Give a number of seconds from 0.1 to 20, or leave it out: then it is 5.",
    ),
    "clock.port": (
        "VIRES_PREFECT_PORT says where Prefect’s server listens; it is “{given}”.",
        "Give a port from 1 to 65535, or leave it out: then a free one is found.",
    ),
    "clock.mode": (
        "VIRES_FLOWS says who starts the flows; it is “{given}”.",
        "Give one of {known}, or leave it out: then it is found out.",
    ),
    "serve.running": ("Vires is running on {where}. Stop it with Ctrl+C.", ""),
    "serve.leads": ("Clock: leads. What falls due is done from here.", ""),
    "serve.stands_by": (
        "Clock: stands by while {leader} leads, and takes over when that ends.",
        "",
    ),
    "serve.sidecar": (
        "Prefect: starting at {address}. Until it answers, flows run directly. Its pages ask for the password in {file}.",
        "",
    ),
    "serve.sidecar_waits": ("Prefect: starts here when this clock leads.", ""),
    "serve.prefect": (
        "Prefect: the server at {address}. While it does not answer, flows run directly.",
        "",
    ),
    "serve.no_prefect": ("Prefect: not used. Flows run directly.", ""),
    "serve.stopped": ("Vires has stopped.", ""),
    "serve.once": ("What was due has been done.", ""),
    "serve.once_stands_by": ("Nothing was done here: {leader} leads the clock.", ""),
}
