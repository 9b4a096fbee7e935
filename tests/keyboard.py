"""Somebody without a mouse: Tab, Enter, Space and arrows, and a focus that always shows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page
from real_browser import Person, finish, folded

_FOCUSED: Final = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const shows = style => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== 'none';
  const label = e.labels && e.labels[0];
  const seen = shows(getComputedStyle(e))
    || (label && (shows(getComputedStyle(label, '::before')) || shows(getComputedStyle(label))));
  const box = e.getBoundingClientRect();
  return {
    seen: Boolean(seen), main: Boolean(e.closest('main')),
    tag: e.tagName.toLowerCase(), type: e.type || '', name: e.name || '', value: e.value || '',
    id: e.id, text: (e.innerText || '').trim().replace(/\\s+/g, ' '),
    label: label ? label.innerText.trim() : '',
    href: e.getAttribute('href') || '',
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    html: e.outerHTML.slice(0, 200),
  };
}"""
MOST_TABS: Final = 250


def named(name: str) -> Callable[[dict[str, Any]], bool]:
    """That what has the focus is a field of this name."""
    return lambda at: at["name"] == name


class Keyboard:
    """Somebody without a mouse: Tab, Shift+Tab, Enter, Space and arrows; focus always shows."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.pressed = 0

    @property
    def page(self) -> Page:
        return self.person.page

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)

    def focused(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.page.evaluate(_FOCUSED)
        return found

    def to(self, wanted: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Tab on until what is wanted has the focus; each thing on the way shows that it has."""
        for _ in range(MOST_TABS):
            at = self.focused()
            if at is not None and at["seen"] and wanted(at):
                return at
            self.press("Tab")
            at = self.focused()
            if at is None:
                continue
            assert at["seen"], f"the focus does not show on {at['html']} ({self.page.url})"
            assert at["inside"], f"the focus is out of sight on {at['html']} ({self.page.url})"
        raise AssertionError(f"no {what} can be reached with Tab on {self.page.url}")

    def follows(self, name: str) -> Page:
        """Go to a link by its text, and press Enter."""
        self.to(lambda at: at["tag"] == "a" and name in at["text"], f"link “{name}”")
        with self.page.expect_navigation():
            self.press("Enter")
        self.person.looks()
        return self.page

    def sends(self, button: str = "") -> Page:
        """Go to a button of the main part, and press Enter."""
        self.to(
            lambda at: (
                at["tag"] in ("button", "input")
                and at["type"] in ("submit", "")
                and at["main"]
                and button in (at["text"] or at["value"])
            ),
            f"button “{button}”",
        )
        with self.page.expect_navigation():
            self.press("Enter")
        self.person.looks()
        return self.page

    def opens(self, path: str, *, status: int = 200) -> Page:
        """Type an address."""
        return self.person.opens(path, status=status)

    def does(self, path: str, *, refused: Any = False, **fields: Any) -> Page:
        """Open an act, fill it in, send it, and confirm it where it is to be checked."""
        self.opens(path)
        return finish(self, refused=refused, **fields)

    def said(self) -> str:
        """What the main part of the page says."""
        return self.person.said()

    def fills(self, **fields: Any) -> None:
        """Fill in fields by their names, in the order of the page."""
        for field_name, value in fields.items():
            name = field_name.replace("__", "-")
            self.unfolds(name)
            if isinstance(value, Path):
                self.to(named(name), f"file “{name}”")
                with self.page.expect_file_chooser() as chooser:
                    self.press("Enter")
                chooser.value.set_files(value)
            elif hasattr(value, "isoformat") and not hasattr(value, "hour"):
                self.day(name, value)
            elif isinstance(value, (list, tuple, set)):
                for one in value:
                    self.chooses(name, str(one))
            else:
                at = self.to(named(name), f"field “{name}”")
                choice = at["type"] in ("radio", "checkbox") or at["tag"] == "select"
                (self.chooses if choice else self.types)(name, str(value))

    def unfolds(self, name: str) -> None:
        """Open what a field is folded away behind."""
        there = self.page.locator(f'main [name="{name}"]').count()
        summary = folded(self.page, name) if there else None
        if summary is not None:
            self.to(lambda at: at["tag"] == "summary" and at["text"] == summary, summary)
            self.press("Enter")

    def types(self, name: str, text: str) -> None:
        """Go to a field by its name, and type; what stood there is typed over."""
        at = self.to(lambda at: at["name"] == name, f"field “{name}”")
        assert at["type"] not in ("radio", "checkbox"), at
        self.press("Control+a")
        self.page.keyboard.type(text)

    def day(self, name: str, on: Any) -> None:
        """Type a day into its three fields."""
        for part in ("day", "month", "year"):
            self.types(f"{name}-{part}", str(getattr(on, part)))

    def chooses(self, name: str, value: str) -> None:
        """Choose a radio with the arrows, or a checkbox with Space."""
        at = self.to(lambda at: at["name"] == name, f"choice “{name}”")
        if at["type"] == "checkbox":
            self.to(lambda at: at["name"] == name and at["value"] == value, f"box “{value}”")
            self.press("Space")
            return
        if at["tag"] == "select":
            self.page.locator(f'[name="{name}"]').evaluate(
                "(e, v) => { if (![...e.options].some(o => o.value === v)) throw v; }", value
            )
            for _ in range(MOST_TABS):
                now = self.focused()
                if now is not None and now["value"] == value:
                    return
                self.press("ArrowDown")
            raise AssertionError(f"“{value}” cannot be chosen in {name}")
        if at["value"] == value:
            self.press("Space")
            return
        for _ in range(MOST_TABS):
            self.press("ArrowDown")
            now = self.focused()
            if now is not None and now["value"] == value:
                return
        raise AssertionError(f"“{value}” cannot be chosen in {name}")
