"""Words of the pages on open data: what anybody may download, and how it is published."""

WORDS: dict[str, tuple[str, str]] = {
    "web.public.open_data": ("Open data", ""),
    "web.public.open_data_told": (
        "What is on this register, as files for spreadsheets and programs.",
        "",
    ),
    "web.public.lists": ("Lists", ""),
    "web.public.lists_told": (
        "What the Local Government Transparency Code 2015 asks councils to publish. A cell is empty where nothing is on record.",
        "",
    ),
    "web.public.list_contracts": ("Contracts over £5,000", ""),
    "web.public.list_grants": ("Grants", ""),
    "web.public.list_tenders": ("Invitations to tender", ""),
    "web.public.csv": ("(CSV)", ""),
    "web.public.json": ("(JSON)", ""),
    "web.public.open_notices": ("Notices", ""),
    "web.public.notices_told": (
        "Each contracting process from its planning to its end, in the Open Contracting Data Standard 1.1.",
        "",
    ),
    "web.public.notices_releases": ("Releases: one for each change", ""),
    "web.public.notices_records": ("Records: each process as it stands, with its releases", ""),
    "web.public.notices_parts": (
        "A file holds 200 commissions. Where there are more, the header “Link” of the answer says where the next file is.",
        "",
    ),
    "web.public.no_notices": (
        "Notices are not published here yet. The lists above hold the same agreements.",
        "",
    ),
    "web.public.its_notices": ("Download its notices", ""),
    "web.public.prefix": ("Prefix of processes", ""),
    "web.public.licence": ("Licence", ""),
    "web.public.policy": ("Publication policy", ""),
    # Administration
    "web.health.publishing": ("Open data", ""),
    "web.health.its_publishing": ("how open data is published", ""),
    "web.health.no_prefix": ("No prefix is set, so no notices are published", ""),
    "web.partnership.publishing": ("How open data is published", "Save"),
    "web.partnership.publishing.ocid_prefix": (
        "Prefix of contracting processes",
        "The Open Contracting Partnership gives it out, free. For example, ocds-a2b3c4. Without one no notices are published.",
    ),
    "web.partnership.publishing.licence": (
        "Licence",
        "The web address of the licence that others may use the data under.",
    ),
    "web.partnership.publishing.policy": (
        "Publication policy",
        "The web address of a page that says how you publish.",
    ),
}
