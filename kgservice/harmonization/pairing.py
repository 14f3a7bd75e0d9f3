"""Which entry of a later edition continues which entry of an earlier one.

A text that stands once in each edition carries its identity with it, whatever its code.  Below
entries that belong together, children are paired by the digests of their whole subtrees, then
by their own digests, then by their place.  So swaps and ranges that shift by one come out as
what they are, and a place that is filled anew is not taken for the old item.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final

from kgservice.harmonization.change import Doubt
from kgservice.model import Edition, Entry, Status

LEAST_SHARED: Final = 0.5
"""The share of children's texts that entries of one common text must have in common."""
_Key = Callable[["_Side", Entry], Hashable | None]


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry of the earlier edition and the one of the later that continues it.

    :ivar same_text: both print the same text, as far as they share a language
    """

    old: Entry
    new: Entry
    same_text: bool
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pairs and new entries in the order of the later edition, lost ones in that of the earlier."""

    pairs: tuple[Pair, ...]
    come: tuple[Entry, ...]
    gone: tuple[Entry, ...]


def pair_entries(old: Edition, new: Edition) -> Pairing:
    """Return which entries belong together.

    :param old: the earlier edition
    :param new: the later edition, of the same list or of one with the same codes
    :returns: each entry once, in a pair or alone
    """
    languages = common_languages(old, new)
    found = _Pairing(_Side.of(old, languages), _Side.of(new, languages))
    found.pair()
    return found.finished()


def common_languages(old: Edition, new: Edition) -> frozenset[str]:
    """Return the languages in which both editions have texts."""
    sides = ({text.lang for entry in side.entries for text in entry.texts} for side in (old, new))
    return frozenset.intersection(*map(frozenset, sides))


def digest_of(entry: Entry, languages: Iterable[str]) -> tuple[str, ...] | None:
    """Return the digests of an item's texts in these languages; None where it prints no item."""
    if entry.status is Status.RESERVED:
        return None
    known = {text.lang: text.digest for text in entry.texts}
    found = tuple(known[lang] for lang in sorted(languages) if lang in known)
    return found or None


@dataclass(slots=True)
class _Side:
    """One edition, as pairing looks at it."""

    entries: dict[str, Entry]
    children: dict[str | None, list[Entry]]
    digests: dict[str, tuple[str, ...] | None]
    counts: Counter[tuple[str, ...]]
    subtrees: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Edition, languages: frozenset[str]) -> "_Side":
        children: dict[str | None, list[Entry]] = defaultdict(list)
        for entry in edition.entries:
            children[entry.parent].append(entry)
        digests = {entry.code: digest_of(entry, languages) for entry in edition.entries}
        counts = Counter(digest for digest in digests.values() if digest)
        side = cls({entry.code: entry for entry in edition.entries}, children, digests, counts)
        for entry in reversed(edition.entries):
            side._digest_subtree(entry)
        return side

    def _digest_subtree(self, entry: Entry) -> None:
        own = self.digests[entry.code]
        below = [self.subtrees.get(child.code) for child in self.children.get(entry.code, ())]
        whole = f"{own}\n{below}"
        digest = hashlib.sha256(whole.encode()).hexdigest()
        self.subtrees[entry.code] = digest if own else None

    def prints_item(self, code: str) -> bool:
        return self.digests.get(code) is not None

    def texts_below(self, entry: Entry) -> Counter[tuple[str, ...]]:
        below = (self.digests[child.code] for child in self.children.get(entry.code, ()))
        return Counter(digest for digest in below if digest)


@dataclass(slots=True)
class _Pairing:
    old: _Side
    new: _Side
    forth: dict[str, str] = field(default_factory=dict)
    back: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, tuple[Doubt, ...]] = field(default_factory=dict)

    def pair(self) -> None:
        self._pair_unique_texts()
        self._pair_children(None, None)
        for code in self.old.entries:
            if code in self.forth:
                self._pair_children(code, self.forth[code])
        for code in self.old.entries:
            if code not in self.forth and code in self.new.entries and code not in self.back:
                self._join(self.old.entries[code], self.new.entries[code])

    def finished(self) -> Pairing:
        pairs = tuple(
            self._finished_pair(self.old.entries[self.back[code]], entry)
            for code, entry in self.new.entries.items()
            if code in self.back
        )
        come = tuple(entry for code, entry in self.new.entries.items() if code not in self.back)
        gone = tuple(entry for code, entry in self.old.entries.items() if code not in self.forth)
        return Pairing(pairs, come, gone)

    def _finished_pair(self, old: Entry, new: Entry) -> Pair:
        before, after = self.old.digests[old.code], self.new.digests[new.code]
        same = before is not None and before == after
        return Pair(old, new, same, self.doubts.get(new.code, ()))

    def _join(self, old: Entry, new: Entry, *doubts: Doubt) -> None:
        self.forth[old.code], self.back[new.code] = new.code, old.code
        if doubts:
            self.doubts[new.code] = doubts

    def _pair_unique_texts(self) -> None:
        places = {digest: code for code, digest in self.new.digests.items() if digest}
        for code, digest in self.old.digests.items():
            if digest and self.old.counts[digest] == self.new.counts[digest] == 1:
                old, new = self.old.entries[code], self.new.entries[places[digest]]
                if self._may_move(old, new):
                    self._join(old, new)

    def _may_move(self, old: Entry, new: Entry) -> bool:
        """Tell whether a text can have gone from one place to another.

        Between two families it leaves its place, or comes to a new one; where both places stand
        in both editions, two texts were rather changed so that one came to read like the other.
        """
        if (
            old.parent == new.parent
            or old.code.startswith(new.code)
            or new.code.startswith(old.code)
        ):
            return True
        return not (self.new.prints_item(old.code) and self.old.prints_item(new.code))

    def _pair_children(self, old: str | None, new: str | None) -> None:
        """Pair what is left below a pair; the steps go from the surest to the least sure."""
        above = {id(self.old): old or "", id(self.new): new or ""}

        def place(side: _Side, entry: Entry) -> str:
            return entry.code.removeprefix(above[id(side)])

        def subtree(side: _Side, entry: Entry) -> Hashable | None:
            return side.subtrees[entry.code]

        def text(side: _Side, entry: Entry) -> Hashable | None:
            return side.digests[entry.code]

        def placed(key: _Key) -> _Key:
            return lambda side, entry: (alike := key(side, entry)) and (place(side, entry), alike)

        self._pair_by(old, new, placed(subtree))
        self._pair_by(old, new, subtree)
        self._pair_by(old, new, placed(text), self._share_below)
        self._pair_by(old, new, text, self._share_below)
        self._pair_by(old, new, place, by_place=True)
        self._pair_left_over(old, new)

    def _left(self, old: str | None, new: str | None) -> tuple[list[Entry], list[Entry]]:
        """Return the children of two entries that have no partner yet."""
        gone = [entry for entry in self.old.children.get(old, ()) if entry.code not in self.forth]
        come = [entry for entry in self.new.children.get(new, ()) if entry.code not in self.back]
        return gone, come

    def _pair_by(
        self,
        old: str | None,
        new: str | None,
        key: _Key,
        fits: Callable[[Entry, Entry], bool] = lambda old, new: True,
        *,
        by_place: bool = False,
    ) -> None:
        """Pair children that are alike, in their order, where both sides have as many."""
        doubt = Doubt.BY_PLACE if by_place else Doubt.REPEATED_TEXT
        gone, come = self._left(old, new)
        earlier, later = _grouped(self.old, gone, key), _grouped(self.new, come, key)
        for alike, before in earlier.items():
            after = later.get(alike, [])
            if len(before) != len(after):
                continue
            for one, other in zip(before, after, strict=True):
                if fits(one, other):
                    doubtful = one.code != other.code and (by_place or len(before) > 1)
                    self._join(one, other, *((doubt,) if doubtful else ()))

    def _share_below(self, old: Entry, new: Entry) -> bool:
        """Tell whether two entries of one text have enough below them in common."""
        before, after = self.old.texts_below(old), self.new.texts_below(new)
        most = max(before.total(), after.total())
        return (before & after).total() >= LEAST_SHARED * most

    def _pair_left_over(self, old: str | None, new: str | None) -> None:
        """Pair the only two that are left of a family, if a third went the other way."""
        gone, come = self._left(old, new)
        if len(gone) == len(come) == 1 and self.forth.get(come[0].code) == gone[0].code:
            (one,), (other,) = gone, come
            leaves = not (self.old.children.get(one.code) or self.new.children.get(other.code))
            if leaves and self.old.prints_item(one.code) and self.new.prints_item(other.code):
                self._join(one, other, Doubt.BY_ELIMINATION)


def _grouped(side: _Side, entries: Iterable[Entry], key: _Key) -> dict[Hashable, list[Entry]]:
    found: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        alike = key(side, entry)
        if alike is not None:
            found[alike].append(entry)
    return found
