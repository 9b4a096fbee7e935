"""Signing in and out, sessions, accounts and forms: everything an interface calls."""

from governance.application.signing_in.accounts import (
    GivenOut,
    Ready,
    lock_account,
    make_account,
    ready,
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
from governance.application.signing_in.identities import (
    IdentityView,
    identities,
    link,
    unlink,
)
from governance.application.signing_in.logging_out import There, session_there, signed_out_there
from governance.application.signing_in.own import (
    Looked,
    OwnAccount,
    begin_totp,
    confirm_totp,
    end_totp,
    look,
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
from governance.application.signing_in.telling import told
from governance.application.signing_in.tidying import tidy
from governance.application.signing_in.with_provider import Answer, CameIn, begin, come_back

__all__ = [
    "Answer",
    "CameIn",
    "GivenOut",
    "IdentityView",
    "KeptForm",
    "Looked",
    "NeedsCode",
    "Offer",
    "OwnAccount",
    "Ready",
    "Session",
    "SessionView",
    "SignInRefused",
    "SignedIn",
    "There",
    "begin",
    "begin_totp",
    "come_back",
    "confirm_totp",
    "drop_form",
    "end_totp",
    "give_code",
    "identities",
    "keep_form",
    "kept_form",
    "link",
    "lock_account",
    "look",
    "make_account",
    "new_recovery_codes",
    "offered_totp",
    "own_account",
    "ready",
    "reset_account",
    "revoke",
    "revoke_sessions",
    "session_of",
    "session_there",
    "sessions_of",
    "set_password",
    "sign_in",
    "sign_out",
    "signed_out_there",
    "start_session",
    "tidy",
    "told",
    "unlink",
    "unlock_account",
    "use",
    "used",
]
