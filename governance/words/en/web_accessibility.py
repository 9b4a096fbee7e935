"""Words of the accessibility statement and of the page of help."""

WORDS: dict[str, tuple[str, str]] = {
    "web.accessibility.title": ("Accessibility statement", ""),
    "web.accessibility.about": (
        "We want as many people as possible to be able to use Vires. You should be able to:",
        "",
    ),
    "web.accessibility.can.1": ("do everything with the keyboard alone", ""),
    "web.accessibility.can.2": ("use a screen reader for every page and picture", ""),
    "web.accessibility.can.3": ("zoom in to 400% without reading from side to side", ""),
    "web.accessibility.can.4": ("use a small telephone", ""),
    "web.accessibility.can.5": ("use it without JavaScript", ""),
    "web.accessibility.can.6": ("tell what a mark means without seeing its colour", ""),
    "web.accessibility.how": ("How accessible it is", ""),
    "web.accessibility.compliant": (
        "Vires is made to meet the Web Content Accessibility Guidelines version 2.2 at level AA. No automatic test finds a failing on the pages it looks at; whoever runs Vires for you has to have it audited by people before it can be called compliant.",
        "",
    ),
    "web.accessibility.not": ("What may be hard to use", ""),
    "web.accessibility.not_told": ("We know of these:", ""),
    "web.accessibility.cannot.1": (
        "documents that people upload (reports, evidence) are as accessible as their authors made them; ask the partnership for another form",
        "",
    ),
    "web.accessibility.cannot.2": (
        "wide tables, such as a scheme of delegation, scroll from side to side within their own region on a small screen",
        "",
    ),
    "web.accessibility.cannot.3": (
        "pictures have no words at each mark on a small screen; the table below each says the same",
        "",
    ),
    "web.accessibility.tested": ("How it is tested", ""),
    "web.accessibility.tested_told": (
        "With each change, a browser goes through whole journeys at the widths of a desk and of a small telephone, with JavaScript and without, and by keyboard alone; axe-core looks at each page on the way.",
        "",
    ),
    "web.accessibility.report": ("Tell us of a problem", ""),
    "web.accessibility.report_told": (
        "Tell the partnership’s secretary what you could not do, and on which page. You will be given what you need in another form meanwhile.",
        "",
    ),
    "web.accessibility.enforced": ("If you are not happy with the answer", ""),
    "web.accessibility.enforced_told": (
        "The Equality and Human Rights Commission enforces the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018. The Equality Advisory and Support Service advises you.",
        "",
    ),
    "web.help.title": ("Help", ""),
    "web.help.guides": ("Guides, with pictures", ""),
    "web.help.who": ("Whom to ask", ""),
    "web.help.who_told": (
        "The secretary of your partnership gives people their roles and their seats, and helps with reports and meetings. An administrator helps with signing in.",
        "",
    ),
    "web.help.no": ("Where something cannot be done", ""),
    "web.help.no_told": (
        "Vires says why, and what would change it. What happened all the same can be recorded as it happened.",
        "",
    ),
    "web.help.public": ("If you are a member of the public", ""),
    "web.help.public_told": (
        "Decisions, services and agreements are on the public register. You need no account.",
        "",
    ),
}
