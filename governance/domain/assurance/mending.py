"""The smallest mend of a finding: one edge of one test, changed in the scheme's text.

Only a slip of the pen is mended: a hole between two bands of at most one whole unit in which
they are written (the pence between £30,000 and £30,001, one number, one day). In a larger hole
somebody is missing, and who that is must not be guessed. The upper band then begins where the
lower one ends, unless the ranks put the lower band's decider above: that one then reaches up.

An overlap of two bands is parted in favour of the decider whom the ranks put above the other,
however much of it there is: so nobody is given more power than was published. Where the ranks
do not say, no mend is offered.

A mend is offered only if the changed text, read and proved again, has lost the finding and
found nothing new.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from governance.domain.assurance.edges import Band, band
from governance.domain.assurance.finding import Finding, Mend, Proof, Region
from governance.domain.assurance.places import Place, places, replaced
from governance.domain.assurance.proving import prove
from governance.domain.assurance.ranking import Ranks
from governance.domain.authority.loading import load_scheme
from governance.domain.authority.model import Input, Scheme
from governance.domain.authority.wording import Names

MOST_PROVED = 6_000
"""Rules proved again, all mends together, at the most: no mend is offered beyond."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with mends made in it, and its proof."""

    text: bytes
    mends: tuple[Mend, ...]
    proof: Proof


def with_mends(proof: Proof, text: bytes, file: str, *, on: dt.date) -> Proof:
    """The proof of a text with a mend beside each finding that one edge decides."""
    mender = _Mender(proof, text, file, on)
    return replace(proof, findings=tuple(mender.offered(one) for one in proof.findings))


def mend(proof: Proof, text: bytes, file: str, *, on: dt.date) -> Mended:
    """The text with the mends that `with_mends` put beside findings, as many as go together.

    Where two of them change one test, the first is made, and the text is looked at again.
    """
    done = _mended(proof, text, file, on)
    if not done.mends:
        return done
    again = with_mends(done.proof, done.text, file, on=on)
    if all(one.mend is None for one in again.findings):
        return done
    more = mend(again, done.text, file, on=on)
    return Mended(more.text, (*done.mends, *more.mends), more.proof)


def _mended(proof: Proof, text: bytes, file: str, on: dt.date) -> Mended:
    """The text with the mends of one proof."""
    mender = _Mender(proof, text, file, on)
    wanted = [(one, one.mend) for one in proof.findings if one.mend is not None]
    together = mender.made([change for _, change in wanted])
    findings = [finding for finding, _ in wanted]
    if wanted and mender.better(together.proof, findings):
        return together
    kept: list[Mend] = []
    best = Mended(text, (), proof)
    for at, (_, change) in enumerate(wanted):
        tried = mender.made([*kept, change])
        if mender.better(tried.proof, [f for f, m in wanted[: at + 1] if m in (*kept, change)]):
            kept.append(change)
            best = tried
    return best


def made(text: bytes, file: str, mends: Sequence[Mend]) -> bytes:
    """The text with mends made in it that were offered for it; of two at one place the first."""
    found = places(text, load_scheme(text, file).inputs)
    changes: dict[Place, str] = {}
    for one in mends:
        for place in found:
            here = (place.rule, place.input, place.line, place.text)
            if here == (one.rule, one.input, one.line, one.before):
                changes.setdefault(place, one.after)
    return replaced(text, changes.items())


class _Mender:
    """A text, its proof, and where its tests stand."""

    def __init__(self, proof: Proof, text: bytes, file: str, on: dt.date) -> None:
        self.before = proof
        self.text = text
        self.file = file
        self.on = on
        self.left = MOST_PROVED
        self.scheme = load_scheme(text, file)
        self.names = Names(self.scheme.inputs, self.scheme.limits)
        self.found: dict[tuple[str, str], list[Place]] | None = None

    def offered(self, finding: Finding) -> Finding:
        """The finding with its mend, where there is one that holds."""
        for change in self._candidates(finding):
            self.left -= len(self.scheme.rules)
            if self.left < 0:
                return finding
            if self.better(self.made([change]).proof, [finding]):
                return replace(finding, mend=change)
        return finding

    def made(self, mends: Sequence[Mend]) -> Mended:
        """The text with mends made, read and proved again; of two at one place the first."""
        changes: dict[Place, str] = {}
        for one in mends:
            for place in self._at(one.rule, one.input):
                if (place.line, place.text) == (one.line, one.before):
                    changes.setdefault(place, one.after)
        text = replaced(self.text, changes.items())
        proof = prove(load_scheme(text, self.file), on=self.on)
        return Mended(text, tuple(mends), proof)

    def better(self, after: Proof, gone: Sequence[Finding]) -> bool:
        """Whether those findings are gone and whatever is left was found before."""
        if not set(after.unsettled) <= set(self.before.unsettled):
            return False
        if after.more and not self.before.more:
            return False
        old = [one for one in self.before.findings if one not in gone]
        return all(any(_part_of(one, other) for other in old) for one in after.findings)

    def _at(self, rule: str, name: str) -> list[Place]:
        if self.found is None:
            self.found = {}
            for place in places(self.text, self.scheme.inputs):
                self.found.setdefault((place.rule, place.input), []).append(place)
        return self.found.get((rule, name), [])

    def _candidates(self, finding: Finding) -> Iterator[Mend]:
        if finding.kind == "gap":
            yield from self._closings(finding)
        elif finding.kind == "overlap" and finding.region is not None:
            one, other = finding.rules
            for higher, lower in ((one, other), (other, one)):
                if _outranks(self.scheme, higher, lower):
                    yield from self._partings(finding.region, higher, lower)

    def _closings(self, finding: Finding) -> Iterator[Mend]:
        """Ways to close a hole between two bands: one of them goes on up to the other."""
        sides = {edge.side: edge for edge in finding.edges}
        if not {"below", "above"} <= sides.keys():
            return
        below, above = sides["below"], sides["above"]
        name, last, first = below.input, int(below.value), int(above.value)
        if first - last - 1 > _unit(self.scheme.inputs[name], last, first):
            return
        if _outranks(self.scheme, below.rule, above.rule):
            yield from self._ended(below.rule, name, last, first - 1)
        else:
            yield from self._begun(above.rule, name, first, last)

    def _partings(self, region: Region, higher: str, lower: str) -> Iterator[Mend]:
        """Ways to part two bands that leave what both took to the higher decider."""
        for name, (least, most) in region.bounds.items():
            if any(found.least == least for _, found in self._bands(higher, name)):
                yield from self._ended(lower, name, most, least - 1)
            if any(found.most == most for _, found in self._bands(higher, name)):
                yield from self._begun(lower, name, least, most)

    def _bands(self, rule: str, name: str) -> Iterator[tuple[Place, Band]]:
        for place in self._at(rule, name):
            found = band(place.text, self.scheme.inputs[name], self.names)
            if found is not None:
                yield place, found

    def _begun(self, rule: str, name: str, first: int, last: int) -> Iterator[Mend]:
        """The rule's band that begins at `first`, made to begin just over `last`."""
        for place, found in self._bands(rule, name):
            if found.least == first:
                yield _changed(place, found.from_over(last))

    def _ended(self, rule: str, name: str, last: int, upto: int) -> Iterator[Mend]:
        """The rule's band that ends at `last`, made to end at `upto`."""
        for place, found in self._bands(rule, name):
            if found.most == last:
                yield _changed(place, found.up_to(upto))


def _changed(place: Place, after: str) -> Mend:
    return Mend(place.rule, place.line, place.input, place.text, after)


def _part_of(one: Finding, other: Finding) -> bool:
    """Whether a finding says nothing that the other, of before, did not say."""
    if one.kind != other.kind:
        return False
    if one.kind == "gap":
        assert one.region is not None
        return other.region is not None and one.region.within(other.region)
    return one.rules == other.rules or (one.kind == "unreachable" and one.rules[0] in other.rules)


def _unit(one: Input, last: int, first: int) -> int:
    """The whole unit in which two edges are written: a pound or a penny; one number; one day."""
    if one.type != "money":
        return 1
    whole = {last % 100, (last + 1) % 100} & {0} and {first % 100, (first - 1) % 100} & {0}
    return 100 if whole else 1


def _outranks(scheme: Scheme, one: str, other: str) -> bool:
    """Whether the ranks put each who decides last by the other rule under one of this rule's."""
    ranks = Ranks(old=scheme, new=scheme)
    first, second = (
        [name for group in scheme.rule(rule).deciders[-1:] for name in group]
        for rule in (one, other)
    )
    return bool(second) and all(any(ranks.above(high, low) for high in first) for low in second)
