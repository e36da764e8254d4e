"""Reading a page as a screen reader would: ids, references, labels, headings (读页面)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "rect", "use"}
LABELLED = {"input", "textarea", "select"}


@dataclass
class Element:
    """One opening tag."""

    tag: str
    attributes: dict[str, str]


@dataclass
class Reader(HTMLParser):
    """Collects the elements of a page and notices tags that do not close."""

    elements: list[Element] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open_tags.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open_tags or self.open_tags.pop() != tag:
            self.unbalanced.append(tag)

    def values(self, name: str) -> list[str]:
        """Return every value of the attribute ``name``."""
        return [each.attributes[name] for each in self.elements if name in each.attributes]

    def all(self, tag: str) -> list[Element]:
        """Return every element ``tag``."""
        return [each for each in self.elements if each.tag == tag]


def faults(html: str) -> list[str]:
    """Return what is wrong with the page's structure; an empty list means: well made."""
    page = Reader()
    page.feed(html)
    ids = page.values("id")
    found = [f"</{tag}> closes nothing" for tag in page.unbalanced]
    found += [f"<{tag}> is not closed" for tag in page.open_tags]
    found += [f"id {name} stands {n} times" for name, n in Counter(ids).items() if n > 1]
    for name in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
        for value in page.values(name):
            found += [f"{name} leads nowhere: {one}" for one in value.split() if one not in ids]
    found += [
        f"link leads nowhere: {link.attributes['href']}"
        for link in page.all("a")
        if (to := link.attributes.get("href", "")).startswith("#id_") and to[1:] not in ids
    ]
    return found + unlabelled(page)


def unlabelled(page: Reader) -> list[str]:
    """Return the fields that nobody could name."""
    named = set(page.values("for"))
    return [
        f"no label: {each.attributes.get('name')}"
        for each in page.elements
        if each.tag in LABELLED
        and each.attributes.get("type") != "hidden"
        and each.attributes.get("id") not in named
        and "aria-label" not in each.attributes
    ]
