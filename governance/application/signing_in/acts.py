"""Signing in and out, sessions, accounts and forms: everything an interface calls."""

from governance.application.signing_in.accounts import (
    GivenOut,
    lock_account,
    make_account,
    reset_account,
    revoke_sessions,
    sessions_of,
    unlock_account,
)
from governance.application.signing_in.forms import (
    KeptForm,
    drop_form,
    keep_form,
    kept_form,
    use,
    used,
)
from governance.application.signing_in.own import (
    OwnAccount,
    begin_totp,
    confirm_totp,
    end_totp,
    new_recovery_codes,
    offered_totp,
    own_account,
    set_password,
)
from governance.application.signing_in.second_factor import Offer
from governance.application.signing_in.sessions import (
    Session,
    SessionView,
    revoke,
    session_of,
    sign_out,
    start_session,
)
from governance.application.signing_in.signing_in import (
    NeedsCode,
    SignedIn,
    SignInRefused,
    give_code,
    sign_in,
)
from governance.application.signing_in.tidying import tidy

__all__ = [
    "GivenOut",
    "KeptForm",
    "NeedsCode",
    "Offer",
    "OwnAccount",
    "Session",
    "SessionView",
    "SignInRefused",
    "SignedIn",
    "begin_totp",
    "confirm_totp",
    "drop_form",
    "end_totp",
    "give_code",
    "keep_form",
    "kept_form",
    "lock_account",
    "make_account",
    "new_recovery_codes",
    "offered_totp",
    "own_account",
    "reset_account",
    "revoke",
    "revoke_sessions",
    "session_of",
    "sessions_of",
    "set_password",
    "sign_in",
    "sign_out",
    "start_session",
    "tidy",
    "unlock_account",
    "use",
    "used",
]
