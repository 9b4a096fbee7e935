"""Words for signing in: accounts, passwords, second factors, sessions."""

WORDS: dict[str, tuple[str, str]] = {
    "sign_in.refused": (
        "The name or the password is not right, or this account is not open.",
        "Try again. If you have forgotten your password, ask your administrator for a new one.",
    ),
    "sign_in.code_refused": (
        "This code is not right, or it was used before.",
        "Wait for the next code in your app, or use a recovery code.",
    ),
    "sign_in.too_late": (
        "It took too long to give the code.",
        "Sign in with your password again.",
    ),
    "sign_in.wait": (
        "Sign-in failed too often.",
        "Wait {minutes:count(minute,minutes)}, then try again.",
    ),
    "account.already": (
        "{person} has an account.",
        "To let them in with a new password, reset it.",
    ),
    "account.none": ("{person} has no account.", "An administrator can create one."),
    "account.locked_already": ("{person} is locked out already.", ""),
    "account.not_locked": ("{person} is not locked out.", ""),
    "account.no_session": ("{person} is not signed in there, or no longer.", ""),
    "account.not_a_person": (
        "{actor} has no account of their own.",
        "Say with “--as” who acts.",
    ),
    "account.password_wrong": (
        "This is not your password.",
        "Type the password that you signed in with.",
    ),
    "account.password_guessed": (
        "A wrong password was given too often.",
        "Wait {minutes:count(minute,minutes)}, then try again.",
    ),
    "account.password_short": (
        "The password has {length:count(character,characters)}; it must have at least {least}.",
        "Put three or more random words together.",
    ),
    "account.password_long": (
        "The password has {length:count(character,characters)}; it may have at most {most}.",
        "Shorten it.",
    ),
    "account.password_common": (
        "This password is one of the first that somebody would guess.",
        "Put three or more random words together.",
    ),
    "account.password_names": (
        "This password is made of your name or that of your partnership.",
        "Put three or more random words together.",
    ),
    "account.password_same": (
        "This is the password that you have.",
        "Choose another.",
    ),
    "account.code_wrong": (
        "This code is not right.",
        "Check that the clock of your telephone is right, and type the code that the app shows now.",
    ),
    "account.second_factor_on": (
        "You use a second factor already.",
        "To use another app, turn it off first.",
    ),
    "account.second_factor_off": ("You use no second factor.", "Turn it on first."),
    "account.second_factor_not_begun": (
        "There is no secret to confirm.",
        "Begin again, and add the new secret to your app.",
    ),
    "account.second_factor_offer_over": (
        "The secret waited {minutes:count(minute,minutes)} to be confirmed, which is the most that it does.",
        "Begin again on the page of your account, and add the new secret to your app.",
    ),
    "form.too_long": (
        "The form has {length:count(character,characters)}; at most {most} are kept.",
        "Shorten what you typed.",
    ),
    # What was done
    "done.account_made": ("{person} has an account.", ""),
    "done.account_password": (
        "Hand over this password now, it is kept nowhere: {password}",
        "It lasts three days, and whoever signs in with it chooses another.",
    ),
    "done.account_reset": ("{person} has a new password, and is signed out everywhere.", ""),
    "done.account_locked": ("{person} is locked out, and signed out everywhere.", ""),
    "done.account_unlocked": ("{person} can sign in again.", ""),
    "done.sessions_revoked": ("{person} is signed out.", ""),
    "done.password_set": ("Your password is changed. You are signed out everywhere else.", ""),
    "done.second_factor_on": ("You use a second factor from now on.", ""),
    "done.second_factor_off": ("You no longer use a second factor.", ""),
}
"""English, as GOV.UK writes it."""
