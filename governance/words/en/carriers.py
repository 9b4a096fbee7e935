"""Words for what carries messages out of the house, and for its settings."""

WORDS: dict[str, tuple[str, str]] = {
    "carrier.unknown": (
        "VIRES_MAIL names no way to send messages that Vires knows: “{name}”.",
        "{nearest:maybe}Set it to {known:or}.",
    ),
    "carrier.setting_missing": (
        "Messages cannot be sent: {name} is not set.",
        "Set {name}. The operations guide says what each setting means.",
    ),
    "carrier.setting_wrong": (
        "Messages cannot be sent: {name} cannot be used as it is.",
        "Set it to {want}.",
    ),
    "carrier.password_in_clear": (
        "VIRES_SMTP_PASSWORD would travel unencrypted to the mail server.",
        "Set VIRES_SMTP_TLS to starttls or tls, or send without a user and password.",
    ),
    "carrier.address_unusable": (
        "Nothing can be sent to this person’s e-mail address.",
        "Correct the address, then try the message again.",
    ),
    "carrier.console_closed": (
        "The message could not be printed: {detail}.",
        "Check where the output of Vires goes. It is tried again.",
    ),
    "carrier.outbox_unwritable": (
        "The message could not be written to {path}: {detail}.",
        "Make room there and see that Vires may write to it. It is tried again.",
    ),
    "carrier.outbox_unsure": (
        "The message was written to {path}, but the disk did not say that it is kept: {detail}.",
        "Check the disk. Vires looks for the message before it tries again.",
    ),
    "carrier.smtp_unreachable": (
        "The mail server {host} could not be reached on port {port}: {detail}.",
        "Check that it runs, and VIRES_SMTP_HOST and VIRES_SMTP_PORT. It is tried again.",
    ),
    "carrier.smtp_tls": (
        "The connection to the mail server {host} could not be encrypted: {detail}.",
        "Have the server’s certificate mended, or check VIRES_SMTP_HOST and VIRES_SMTP_TLS.",
    ),
    "carrier.smtp_unable": (
        "The mail server {host} does not offer what the settings ask for: {detail}",
        "Check VIRES_SMTP_TLS, VIRES_SMTP_USER and VIRES_SMTP_PORT with whoever runs the server.",
    ),
    "carrier.smtp_login": (
        "The mail server {host} does not accept the user and password ({number}).",
        "Check VIRES_SMTP_USER and VIRES_SMTP_PASSWORD, then try the message again.",
    ),
    "carrier.smtp_turned_away": (
        "The mail server {host} turned Vires away ({number}: {detail}).",
        "Ask whoever runs it. It is tried again.",
    ),
    "carrier.smtp_sender_refused": (
        "The mail server {host} does not accept the sender ({number}: {detail}).",
        "Set VIRES_SMTP_FROM to an address that the server may send for, then try again.",
    ),
    "carrier.smtp_recipient_refused": (
        "The mail server {host} does not deliver to this person’s address ({number}: {detail}).",
        "Correct the address, then try the message again.",
    ),
    "carrier.smtp_letter_refused": (
        "The mail server {host} refused the message ({number}: {detail}).",
        "Ask whoever runs the server why, then try the message again.",
    ),
    "carrier.smtp_not_now": (
        "The mail server {host} does not take the message now ({number}: {detail}).",
        "Nothing needs to be done: it is tried again.",
    ),
    "carrier.smtp_lost": (
        "The mail server {host} was sent the message and did not say whether it took it: {detail}.",
        "It is tried again, so the person may get it twice.",
    ),
    "carrier.notify_unreachable": (
        "GOV.UK Notify could not be reached: {detail}.",
        "Check the connection to the internet and VIRES_NOTIFY_URL. It is tried again.",
    ),
    "carrier.notify_silent": (
        "GOV.UK Notify was sent the message and did not answer.",
        "Nothing needs to be done: Vires asks Notify about it before trying again.",
    ),
    "carrier.notify_broken": (
        "GOV.UK Notify answered with an error of its own ({number}: {detail}).",
        "Nothing needs to be done: Vires asks Notify about it before trying again.",
    ),
    "carrier.notify_not_understood": (
        "An answer came that is not one of GOV.UK Notify’s ({number}).",
        "Check VIRES_NOTIFY_URL and the proxy. Vires asks Notify before trying again.",
    ),
    "carrier.notify_not_there": (
        "GOV.UK Notify did not take the message ({number}: {detail}).",
        "Check VIRES_NOTIFY_URL. It is tried again.",
    ),
    "carrier.notify_key": (
        "GOV.UK Notify did not accept the key: {detail}.",
        "Check VIRES_NOTIFY_KEY and that this machine’s clock is right, then try the message again.",
    ),
    "carrier.notify_refused": (
        "GOV.UK Notify refused the message: {detail}.",
        "Correct the person’s address, or the template of VIRES_NOTIFY_TEMPLATE, which has to hold ((subject)) and ((body)). Then try the message again.",
    ),
    "carrier.notify_rate_limit": (
        "GOV.UK Notify takes no more messages this minute: {detail}.",
        "Nothing needs to be done: it is tried again after the time Notify asked for.",
    ),
    "carrier.notify_daily_limit": (
        "GOV.UK Notify takes no more messages from this service today: {detail}.",
        "It is tried again. Ask Notify for a higher limit if this happens often.",
    ),
    "carrier.notify_permanent": (
        "GOV.UK Notify could not deliver the message: there is no such address.",
        "Correct the person’s address, then try the message again.",
    ),
    "carrier.notify_temporary": (
        "GOV.UK Notify could not deliver the message: the inbox was full, or its server did not answer.",
        "Try the message again, or tell the person in another way.",
    ),
    "carrier.notify_technical": (
        "GOV.UK Notify could not deliver the message because of a fault of its own.",
        "Try the message again.",
    ),
}
