"""What the API says of a call, and service tokens of themselves."""

WORDS = {
    "api.no_token": (
        "No token was shown.",
        "Send the header “Authorization: Bearer” with a service token.",
    ),
    "api.token_unknown": (
        "The token is not good: there is none such, it is past its day, or it was taken back.",
        "Make a new one on the page of your account.",
    ),
    "api.scope_missing": (
        "The token is not meant for this: it has {has:and}, and this needs “{scope}”.",
        "Make a token with that scope: where tokens are made, it stands in brackets.",
    ),
    "api.not_administrator": ("Only administrators are shown this.", ""),
    "api.not_found": ("There is nothing at this address.", "Look it up in openapi.json."),
    "api.no_such_method": (
        "This address does not take {method}.",
        "Look up in openapi.json what it takes.",
    ),
    "api.not_json": ("The body is not JSON.", "Send it as application/json."),
    "api.body_unreadable": ("The body cannot be read as JSON: {why}.", "Send a JSON object."),
    "api.body_large": ("The body says more than {most} things.", "Send what the act takes."),
    "api.body_wrong": (
        "The body is no JSON object.",
        "Send an object, with a field for each thing said.",
    ),
    "api.field_missing": ("“{at}” is missing.", "Send it too."),
    "api.field_unknown": (
        "There is no “{at}” here.",
        "Leave it out, or look up in openapi.json what it is called.",
    ),
    "api.field_wrong": ("“{at}” cannot be used: {why}.", "Look up its type in openapi.json."),
    "api.key_unusable": (
        "The Idempotency-Key cannot be used.",
        "Send 1 to 200 letters, digits or signs of ASCII.",
    ),
    "api.key_reused": (
        "The Idempotency-Key was sent before with something else.",
        "Use a new key for each thing to be done.",
    ),
    "api.version_unreadable": (
        "If-Match is no version.",
        "Send the ETag that you were given with the subject.",
    ),
    "api.no_version": (
        "This act asks for no version of its subject.",
        "Send it without If-Match.",
    ),
    "api.limit_unusable": ("The limit is no number from 1 to {most}.", "Send one, or none."),
    "api.cursor_unusable": (
        "The cursor is not one of ours.",
        "Follow the address in “next” as it stands.",
    ),
    "api.too_large": ("The body is too large.", "Send a smaller file."),
    "api.broken": (
        "Something broke here, and nothing was changed.",
        "Tell your administrator the number of the request.",
    ),
    "token.scope_unknown": (
        "There is no scope “{scope}”.",
        "Choose among {known:or}.",
    ),
    "token.no_scope": (
        "A token without a scope would be good for nothing.",
        "Choose among {known:or}.",
    ),
    "token.name_unusable": (
        "A token needs a name that says what it is for, of {most} characters at the most.",
        "Name the program that will use it.",
    ),
    "token.day_unusable": (
        "A token is good until a day from {first:day} to {last:day}.",
        "Choose such a day.",
    ),
    "token.too_many": (
        "{most} tokens of yours are good already.",
        "Take back one that no program uses.",
    ),
    "token.whose": (
        "A token acts as a person.",
        "Say whom, with --person.",
    ),
    "token.whose@web": ("", "Sign in as that person."),
    "token.not_yours": (
        "Only {person} makes a token that acts as {person}.",
        "Ask them, or whoever runs Vires.",
    ),
    "token.more": ("There are more: ask again with --after {after}.", ""),
    "token.more@web": ("There are more on the next page.", ""),
    "token.over": ("The token “{name}” is over already.", ""),
    "web.tokens.title": ("Tokens for programs", ""),
    "web.tokens.says": (
        "A program that has a token of yours can do what you can do, within what the token is for.",
        "",
    ),
    "web.tokens.yours": ("Your tokens", ""),
    "web.tokens.name": ("Name", ""),
    "web.tokens.scopes": ("What for", ""),
    "web.tokens.until": ("Good until", ""),
    "web.tokens.seen": ("Last used", ""),
    "web.tokens.never": ("Never", ""),
    "web.tokens.take_back": ("Take back", ""),
    "web.tokens.state.revoked": ("Taken back", ""),
    "web.tokens.state.expired": ("Over", ""),
    "web.tokens.none": ("You have no tokens.", "Make a token"),
    "web.account.token": ("Make a token for a program", "Make the token"),
    "web.account.token.name": ("Which program is it for?", "For example: finance system"),
    "web.account.token.scopes": ("What may it be used for?", "Choose no more than it needs."),
    "web.account.token.expires": ("Last day on which it is good", "At most a year from today."),
    "web.token.scope.read": ("Look (read)", "See whatever you can see."),
    "web.token.scope.work": (
        "Keep the register (work)",
        "Commissions, reports, meetings, measures, plans, funds and cases.",
    ),
    "web.token.scope.decide": (
        "Decide (decide)",
        "Decide, vote, consent, clear and declare interests in your name.",
    ),
    "web.token.scope.rules": (
        "Keep the rules (rules)",
        "Rulebooks, bodies, seats, offices, delegations and working days.",
    ),
    "web.token.scope.administer": (
        "Administer (administer)",
        "People, roles, organisations and messages.",
    ),
    "web.token.careful": (
        "Whoever has the token acts as you. Keep it where you keep passwords.",
        "",
    ),
    "web.token.made": ("The token is made", ""),
    "web.token.made_says": ("Copy it now: it is shown once. It is good until {until}.", ""),
    "web.token.kept": ("I have copied it", ""),
    "web.token.already": (
        "This form made a token before, which was shown once.",
        "If you did not copy it, take it back and make another.",
    ),
    "web.account.token-revoke": ("Take back “{name}”", "Take it back"),
    "web.account.token-revoke.says": (
        "Programs that have it can do nothing with it any more.",
        "",
    ),
    "web.account.tokens": ("Tokens for programs", ""),
    "done.token_made": (
        "Copy this token now, it is kept nowhere: {token}",
        "",
    ),
    "done.token_revoked": ("The token is taken back: nothing is done with it any more.", ""),
}
"""English, as GOV.UK writes it."""
