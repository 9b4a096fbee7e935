"""Words for webhooks: their addresses, their key, what came of sending, and acts on them."""

WORDS: dict[str, tuple[str, str]] = {
    # What somebody typed
    "webhook.address_unusable": (
        "“{address}” is no address to send events to.",
        "Give one that begins with https://, in plain letters, such as https://hooks.example.org/vires.",
    ),
    "webhook.address_with_more": (
        "The address has a user, a password or a # in it.",
        "Leave them out: events are signed, so that the receiver knows who sent them.",
    ),
    "webhook.address_plain": (
        "“{address}” is not encrypted.",
        "Give an address that begins with https://. Plain http is for private networks, which {name} names on the server.",
    ),
    "webhook.listens_to_nothing": (
        "The webhook listens to nothing.",
        "Name events, such as “commission.*” or “proposal.decided”.",
    ),
    "webhook.listens_to_many": (
        "That is more than {most} kinds of events.",
        "Name them together, such as “commission.*”.",
    ),
    "webhook.event_unknown": (
        "There is no event “{name}”.",
        "{nearest:maybe}The guide on webhooks lists every event.",
    ),
    "webhook.is_ended": ("{ref} was ended.", "Add a new webhook for the address."),
    "webhook.nothing_since": (
        "Nothing was sealed since then that could be sent to {ref} again.",
        "Give an earlier time.",
    ),
    "webhook.delivery_unknown": (
        "No delivery ends in “{id}”.",
        "“vires webhook deliveries” lists them.",
    ),
    "webhook.delivery_unknown@web": ("", "The page of the webhook lists them."),
    "webhook.delivery_ambiguous": (
        "More than one delivery ends in “{id}”.",
        "Give its whole id, as the list of deliveries has it with --json.",
    ),
    "webhook.which_to_replay": (
        "What to send again is not said, or said twice.",
        "Name one delivery, or a webhook with --since.",
    ),
    "webhook.which_to_replay@web": ("", "Choose one event, or a day."),
    "webhook.delivery_ambiguous@web": ("", "Choose it on the page of the webhook."),
    # The key
    "webhook.key_missing": (
        "The key that webhooks sign with is not at {path}.",
        "Bring it there from another machine, or from where it is kept. If it is lost, delete no file: give each webhook a new secret with “vires webhook rotate”.",
    ),
    "webhook.key_unreadable": (
        "The key that webhooks sign with, {path}, cannot be read: {detail}.",
        "Make the file readable to Vires, and to nobody else.",
    ),
    "webhook.key_open": (
        "Others can read the key that webhooks sign with, {path} (mode {mode}).",
        "Run “chmod 600 {path}”, and give each webhook a new secret if somebody may have read it.",
    ),
    "webhook.key_none": (
        "The file {path} holds no key for webhooks.",
        "Bring the right file there.",
    ),
    "webhook.key_unwritable": (
        "The key for webhooks cannot be written to {path}: {detail}.",
        "Make the folder writable for Vires, or name another file in VIRES_WEBHOOKS_KEY.",
    ),
    "webhook.key_differs": (
        "The key at {path} is not the one that the secret of {ref} was made of.",
        "Bring the right file there, or give the webhook a new secret with “vires webhook rotate {ref}”.",
    ),
    "webhook.key_differs@web": (
        "",
        "Have the right file brought there, or give the webhook a new secret on its page.",
    ),
    "webhook.key_missing@web": (
        "",
        "Whoever runs the server brings it there. If it is lost, give each webhook a new secret.",
    ),
    "webhook.key_open@web": (
        "",
        "Whoever runs the server has to close the file; then give each webhook a new secret if somebody may have read it.",
    ),
    # What came of sending
    "webhook.address_private": (
        "It leads to {address}, which is a private address.",
        "If events are to be sent there, name its network in {name} on the server.",
    ),
    "webhook.address_nobody": (
        "It leads to {address}, which is no one machine’s address.",
        "Correct the address, or the name’s entry in the domain name system.",
    ),
    "webhook.plain_outside": (
        "It leads to {address} without encryption, outside the private networks that are named.",
        "Use https, or name the network in {name} on the server.",
    ),
    "webhook.no_such_host": (
        "There is no {host}: the name could not be looked up.",
        "Correct the address, or look whether the server can look up names.",
    ),
    "webhook.no_connection": (
        "No connection came about: {said}.",
        "See that the receiver runs and that its certificate is good.",
    ),
    "webhook.no_connection_in_time": (
        "No connection came about in time.",
        "See that the receiver runs, and that a firewall lets Vires through.",
    ),
    "webhook.no_answer_in_time": (
        "It was sent, and no answer came in time.",
        "The receiver should answer at once and do its work afterwards.",
    ),
    "webhook.broken_off": (
        "It was sent, and the connection broke before an answer came.",
        "See in the receiver’s log whether it took the event.",
    ),
    "webhook.answered": (
        "The receiver answered {status}.",
        "See in the receiver’s log why; it has to answer with a status from 200 to 299.",
    ),
    "webhook.redirected": (
        "The receiver answered {status}, which leads elsewhere. Vires follows no redirects.",
        "Add a webhook with the address it leads to.",
    ),
    "webhook.gone": (
        "The receiver answered {status}: it wants no events any more.",
        "Add a new webhook if it is to have them after all.",
    ),
    "webhook.cut_off": (
        "The attempt was cut off, and nobody knows whether it was taken.",
        "",
    ),
    "webhook.broken": (
        "Something went wrong in Vires itself: {detail}.",
        "Report it as a fault of Vires; the log has more.",
    ),
    "webhook.ended_gone": (
        "The receiver of {ref} answered that it wants no events any more.",
        "Add a new webhook if it is to have them after all.",
    ),
    "webhook.paused_silent": (
        "Nothing got through to {ref} for {days} days.",
        "Once the receiver is well, resume the webhook. What it missed is sent then, or had sent again.",
    ),
    "webhook.stands": (
        "{waiting:count(event waits,events wait)} to be sent; {parked:count(was,were)} given up.",
        "",
    ),
    "webhook.failing_since": ("Nothing got through since {since}.", ""),
    "webhook.both_sign": ("Until {until} the secret before signs as well.", ""),
    "webhook.undelivered": (
        "{count:count(event waits,events wait)} to be sent to webhooks, the oldest since {since:time} (UTC).",
        "",
    ),
    "webhook.nothing_due": ("No event waits to be sent.", ""),
    # Acts
    "done.webhook_added": ("{ref} is told of events from now on.", ""),
    "done.webhook_rotated": (
        "{ref} has a new secret. Until {until} the old one signs as well.",
        "",
    ),
    "done.webhook_secret": (
        "Its secret is {secret}",
        "Keep it now where the receiver finds it: it is not shown again.",
    ),
    "done.webhook_paused": ("Nothing is sent to {ref} until it is resumed.", ""),
    "done.webhook_resumed": ("{ref} is told of events again, from where it stopped.", ""),
    "done.webhook_ended": ("Nothing is sent to {ref} any more.", ""),
    "done.webhook_replayed": ("It is sent again when the clock next comes by.", ""),
    "done.webhook_tested": ("The event is sent when the clock next comes by.", ""),
    "webhook.test_sent": (
        "The receiver of {ref} took the event, with status {status}, in {milliseconds} ms.",
        "",
    ),
    "webhook.test_waits": ("The event for {ref} is being sent by another process.", ""),
    "act.webhook.added": ("Webhook added", ""),
    "act.webhook.ended": ("Webhook ended", ""),
    "act.webhook.paused": ("Webhook paused", ""),
    "act.webhook.replayed": ("Events sent to the webhook again", ""),
    "act.webhook.resumed": ("Webhook resumed", ""),
    "act.webhook.secret_rotated": ("Webhook given a new secret", ""),
    "act.webhook.tested": ("Webhook tried out", ""),
    "term.webhook": ("webhook", ""),
    "term.webhook_stopped": ("a webhook was stopped", ""),
    "term.active": ("active", ""),
    "term.deliver_webhooks": ("events for webhooks", ""),
}
