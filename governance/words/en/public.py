"""Words for what anybody may see."""

WORDS: dict[str, tuple[str, str]] = {
    "public.page_unknown": ("There is no such page of this list.", "Start from its first page."),
    "public.document_unknown": (
        "There is no such document for anybody to see.",
        "Open it from the page of its decision.",
    ),
    "public.commission_unknown": (
        "There is no commission {ref} on the public register.",
        "Look for it by its title.",
    ),
    "public.plan_unknown": ("There is no published plan {ref}.", "Choose one from the list."),
    "public.annual_unknown": (
        "There is no published annual report {ref}.",
        "Choose one from the list.",
    ),
    "public.report_unknown": (
        "There is no published decision {ref}, and none to come.",
        "Look for it by its title.",
    ),
    "public.paragraph.1": ("Information relating to any individual.", ""),
    "public.paragraph.2": (
        "Information which is likely to reveal the identity of an individual.",
        "",
    ),
    "public.paragraph.3": (
        "Information relating to the financial or business affairs of any particular person, including the authority holding that information.",
        "",
    ),
    "public.paragraph.4": (
        "Information relating to any consultations or negotiations in connection with any labour relations matter.",
        "",
    ),
    "public.paragraph.5": (
        "Information in respect of which a claim to legal professional privilege could be maintained in legal proceedings.",
        "",
    ),
    "public.paragraph.6": (
        "Information which reveals that the authority proposes to give a notice which imposes requirements on a person, or to make an order or direction.",
        "",
    ),
    "public.paragraph.7": (
        "Information relating to any action taken in connection with the prevention, investigation or prosecution of crime.",
        "",
    ),
}
