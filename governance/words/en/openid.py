"""Words for signing in with a provider: settings, links, groups to roles, why nobody comes in."""

WORDS: dict[str, tuple[str, str]] = {
    # Settings
    "openid.file_unreadable": (
        "The file {file} that VIRES_OPENID names cannot be read: {why}.",
        "Give the path of a file that Vires may read, or take the setting away.",
    ),
    "openid.break_glass": (
        "“break glass” names those whose passwords are still taken, and “passwords” says {passwords}.",
        "Where “passwords” is “break-glass”, name one person at least; otherwise leave “break glass” out.",
    ),
    "openid.provider_twice": (
        "The provider {key} is named twice, or another has the same issuer.",
        "Name each provider once.",
    ),
    "openid.secret_where": (
        "Nothing says where the client’s secret is, or two things do.",
        "Give either “secret file” or “secret variable”.",
    ),
    "openid.secret_no_variable": (
        "The environment has no variable {variable} with the client’s secret.",
        "Set it for the process that serves the pages.",
    ),
    "openid.secret_no_file": (
        "The file {file} with the client’s secret cannot be read, or is empty.",
        "Put the secret into it, readable by Vires alone.",
    ),
    "openid.claim_missing": (
        "People are to be found by their {match}, and nothing says by which claim.",
        "Name the claim with “claim”, such as preferred_username.",
    ),
    # Groups to roles
    "sign_in_rules.issuer_unusable": (
        "“{issuer}” is no issuer: it must be an address that begins with https.",
        "Copy it from “issuer” in the provider’s openid-configuration, to the letter.",
    ),
    "sign_in_rules.says_nothing": (
        "No group gives a role.",
        "Name at least one group and its role.",
    ),
    "sign_in_rules.group_long": (
        "The name of a group may have at most {most:count(character,characters)}.",
        "Give the name or id that the provider’s tokens have.",
    ),
    "sign_in_rules.group_twice": (
        "The group {group} has the role {role} twice.",
        "Take one of the two lines out.",
    ),
    "term.sign-in": ("text of groups to roles", ""),
    "term.starting.sign-in": ("Groups to roles", ""),
    # Links
    "identity.subject_unusable": (
        "This cannot be what a provider calls somebody.",
        "Give the claim “sub” of their tokens: at most {most:count(character,characters)}.",
    ),
    "identity.already": ("{person} is linked to this provider by that name already.", ""),
    "identity.anothers": (
        "{other} is linked to this provider by that name.",
        "End that link first, if it was wrong.",
    ),
    "identity.none": ("{person} has no link to {issuer} that could be ended.", ""),
    "identity.none_at_all": ("{person} is linked to no sign-in provider.", ""),
    "done.identity_linked": ("{person} can sign in with the provider.", ""),
    "done.identity_ended": (
        "{person} can no longer sign in with the provider, and is signed out.",
        "",
    ),
    "act.person.identity_linked": ("Person linked to a sign-in provider", ""),
    "act.person.identity_ended": ("Link of the person to a sign-in provider ended", ""),
    "act.person.role_from_group": ("Role given to the person by a group of the provider", ""),
    "act.person.roles_left_group": ("Roles ended with the person’s groups at the provider", ""),
    # Why nobody comes in
    "openid.wait": (
        "From where you are, too many set out to sign in and did not come back.",
        "Wait {minutes:count(minute,minutes)}, then try again.",
    ),
    "openid.away": (
        "“{provider}” does not answer.",
        "Try again in some minutes. If it goes on, tell your administrator: nothing is lost here meanwhile.",
    ),
    "openid.issuer_differs": (
        "The provider at {issuer} calls itself {named}.",
        "Tell your administrator: the issuer in the settings must be what the provider calls itself.",
    ),
    "openid.door_odd": (
        "“{provider}” names no usable address for {door}.",
        "Tell your administrator: the provider’s openid-configuration has to be looked at.",
    ),
    "openid.client_refused": (
        "“{provider}” does not know Vires by the secret it has.",
        "Tell your administrator: the client’s secret may have run out.",
    ),
    "openid.code_refused": (
        "“{provider}” did not say who you are.",
        "Sign in again. If it goes on, tell your administrator.",
    ),
    "openid.not_awaited": (
        "This sign-in was begun too long ago, in another browser, or was used already.",
        "Sign in again from this page.",
    ),
    "openid.mixed_up": (
        "Another provider answered than the one you were sent to.",
        "Sign in again from this page. If it goes on, tell your administrator.",
    ),
    "openid.denied": (
        "You did not sign in at “{provider}”, or did not let it say who you are.",
        "Sign in again, and agree where you are asked.",
    ),
    "openid.error": (
        "“{provider}” did not let you in: {why}.",
        "Sign in again. If it goes on, tell your administrator what stands here.",
    ),
    "openid.token_odd": (
        "What “{provider}” says of you cannot be believed ({why}).",
        "Sign in again. If it goes on, tell your administrator what stands here.",
    ),
    "openid.clocks_differ": (
        "The clock of “{provider}” and that of Vires differ too much, or you took too long.",
        "Sign in again. If it goes on, tell your administrator to look at the clocks.",
    ),
    "openid.too_weak": (
        "You have to sign in at “{provider}” in a stronger way: {asked:or}.",
        "Use your second factor there, then sign in here again.",
    ),
    "openid.groups_overage": (
        "You are in more groups than “{provider}” can list, so your roles are not known.",
        "Tell your administrator: the provider must list only groups that are assigned to Vires.",
    ),
    "openid.unknown": (
        "“{provider}” says who you are, and nobody here is linked to that.",
        "Ask the administrator of your partnership to link you. Nobody is added by signing in.",
    ),
    "openid.address_unverified": (
        "“{provider}” does not vouch for your email address, so nobody here is found by it.",
        "Ask the administrator of your partnership to link you.",
    ),
    "openid.another_link": (
        "Somebody of this name here is linked to “{provider}” by another name of theirs.",
        "Ask the administrator of your partnership who you are to be.",
    ),
    "openid.link_ended": (
        "Your link to “{provider}” was ended.",
        "Ask the administrator of your partnership.",
    ),
    "openid.left": (
        "You have left this partnership.",
        "If that is wrong, ask the secretary of your partnership.",
    ),
    "openid.locked": (
        "Your account here is locked.",
        "Ask the administrator of your partnership to unlock it.",
    ),
}
"""English, as GOV.UK writes it."""
