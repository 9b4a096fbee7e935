"""Words of the pages for signing in with a provider, and of people's links to one."""

WORDS: dict[str, tuple[str, str]] = {
    "web.sign_in.or_password": ("Or sign in with a password", ""),
    "web.sign_in.glass": (
        "Sign in with a password in an emergency",
        "Only for those who keep a password for when the provider is away.",
    ),
    "web.sign_out.title": ("You have signed out of Vires", ""),
    "web.sign_out.says": (
        "You are taken on to sign out where you signed in. If nothing happens, go on yourself.",
        "",
    ),
    "web.sign_out.there": ("Sign out there too", ""),
    "web.person.move.identity/link": ("Link to a sign-in provider", ""),
    "web.person.move.identity/unlink": ("End a link to a sign-in provider", ""),
    "web.identity.link": ("Link {name} to a sign-in provider", "Link them"),
    "web.identity.link.says": (
        "Whoever the provider knows by this name is then let in as this person.",
        "",
    ),
    "web.identity.link.issuer": ("Provider", "Its issuer, to the letter"),
    "web.identity.link.subject": (
        "What the provider calls them",
        "The claim “sub” of their tokens",
    ),
    "web.identity.unlink": ("End a link of {name} to a sign-in provider", "End the link"),
    "web.identity.unlink.says": (
        "They are signed out, lose the roles that came of their groups there after today, and cannot sign in with the provider until they are linked again. If they have no other way to sign in, their tokens for programs and their calendar addresses end too. To keep them out altogether, lock them.",
        "",
    ),
    "web.identity.unlink.issuer": ("Provider", ""),
    "web.person.identities": ("Sign-in providers", ""),
    "web.person.issuer": ("Provider", ""),
    "web.person.subject": ("Called there", ""),
    "web.person.linked": ("Linked", ""),
    "web.person.link_ended": ("Ended", ""),
    "web.person.by_groups": ("by their groups at the provider", ""),
}
"""English, as GOV.UK writes it."""
