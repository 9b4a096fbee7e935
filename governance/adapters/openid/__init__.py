"""Signing in with a provider, as OpenID Connect has it: settings, addresses, keys and tokens.

What comes from a provider is believed only where its signature, issuer, audience and times are
right. Who may then come in is no business of this room.
"""

from governance.adapters.openid.settings import OPENID, Provider, SignInSettings, sign_in_settings
from governance.adapters.openid.speaking import Speaker, Speakers

__all__ = ["OPENID", "Provider", "SignInSettings", "Speaker", "Speakers", "sign_in_settings"]
