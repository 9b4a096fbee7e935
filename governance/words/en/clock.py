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
    "serve.sign_in": ("Sign in: open {address} in a browser.", ""),
    "serve.example": ("This is an example. In it, it is {on:day}.", ""),
    "serve.sign_in_example": (
        "Sign in: open {address} in a browser and choose one of the example’s people. No password is asked for.",
        "",
    ),
    "serve.no_web": ("Pages: none are served.", ""),
    "serve.port_taken": (
        "Port {port} on {host} is taken by another program; perhaps Vires is running already.",
        "Stop the other program, or choose another port: vires serve --port {other}. To keep only the clock going, use --no-web.",
    ),
    "serve.port_not_allowed": (
        "You may not use port {port} on {host}.",
        "Choose a port from 1024 on, such as vires serve --port 8000, and put a proxy in front of it.",
    ),
    "serve.address_unknown": (
        "Pages cannot be served on “{host}”: it is no address of this machine.",
        "Give an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of its networks.",
    ),
    "serve.proxy_unreadable": (
        "VIRES_PROXY names the proxies that are trusted; “{given}” is no address or network.",
        "Give addresses or networks with commas between them, such as 10.0.0.5 or 10.0.0.0/24.",
    ),
    "serve.host_unreadable": (
        "VIRES_HOSTS says by which names people call Vires; “{given}” is no such name.",
        "Give names without port or path, with commas between them, such as vires.example.org.",
    ),
    "serve.example_elsewhere": (
        "In the example anybody signs in as anybody, so it is not served on {host}.",
        "Serve it for this machine alone: leave --host out.",
    ),
    "serve.stopped": ("Vires has stopped.", ""),
    "serve.once": ("What was due has been done.", ""),
    "serve.once_stands_by": ("Nothing was done here: {leader} leads the clock.", ""),
}
