"""What people call the browser that a session is of."""

from __future__ import annotations

from typing import Final

from governance import words

_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What stands in the header of a browser, the most telling first: most claim to be others too."""
_MACHINES: Final = (
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Android", "android"),
    ("Windows", "windows"),
    ("Mac OS", "mac"),
    ("CrOS", "chromebook"),
    ("Linux", "linux"),
)
"""What stands in the header of the machine that a browser runs on, and its words' code."""
_SHOWN: Final = 60


def called(agent: str) -> str:
    """A browser and its machine by name; what it says of itself where neither is known."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), None)
    machine = next((name for mark, name in _MACHINES if mark in agent), None)
    if browser and machine:
        told = {"browser": browser, "machine": words.say(f"web.account.machine.{machine}", {})}
        return words.say("web.account.browser", told)
    return browser or agent[:_SHOWN] or words.say("web.account.unknown_browser", {})
