"""Which protected domain a host is made to look like, found without comparing it with each one.

The protected domains are indexed once: their words, their names, and the names with one letter
left out (two texts that are one edit apart share such a form). What one link costs depends on the
length of its host, at most 253 letters, and hardly on the number of protected domains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

import idna
from rapidfuzz.distance import OSA

from sangto.matching.domain.confusables import plain, skeleton
from sangto.matching.domain.links import Link, registrable_domain
from sangto.matching.domain.lures import Lure, lure_of, places, without_lures

#: Names shorter than this are everywhere by chance.
_SHORTEST_NAME = 3
#: From this length a name is one's own, and the same name with another ending is a look-alike.
_OWN_NAME = 5
#: From this length any edit is taken for a typing error, and a name counts also when other
#: letters touch it. Below, the first two letters have to be right: TPBank is not VPBank.
_LONG_NAME = 7
#: A label in front of the registered one is a name when it is at least this long.
_LONG_LABEL = 10

#: First labels of endings that only authorities get, and endings that only schools get.
_AUTHORITY_ENDINGS = frozenset({"gov", "mil"})
_SCHOOL_ENDINGS = frozenset({"edu", "edu.vn"})
#: Endings that a company in Viet Nam usually holds together, its holder being identified.
_COMPANY_ENDINGS = frozenset({"vn", "com.vn", "net.vn", "org.vn"})

_WORD_BREAK = re.compile(r"[.-]+")


@dataclass(frozen=True, slots=True)
class Protected:
    """A domain that others like to imitate, and whose it is."""

    domain: str
    owner: str

    @property
    def name(self) -> str:
        """The label that was registered: ``saomai`` of ``saomai.com.vn``."""
        return registrable_domain(self.domain).split(".")[0]


class Way(IntEnum):
    """How a host resembles a protected domain, the plainest way first."""

    WHOLE = 1
    SPELLING = 2
    ENDING = 3
    INSIDE = 4


@dataclass(frozen=True, slots=True)
class Likeness:
    way: Way
    one: Protected


@dataclass(frozen=True, slots=True)
class _Name:
    """``text`` is what is compared, ``written`` the name itself; a place has no single owner."""

    text: str
    written: str
    one: Protected
    is_place: bool


@dataclass(frozen=True, slots=True)
class _Label:
    """A label of a host in one spelling, without its hyphens, and where its words begin and end."""

    text: str
    words: tuple[str, ...]
    is_registered: bool

    @property
    def edges(self) -> frozenset[int]:
        at = [0]
        for word in self.words:
            at.append(at[-1] + len(word))
        return frozenset(at)


def shown_label(label: str) -> str:
    """The label with its own letters instead of punycode."""
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label)
    except (idna.IDNAError, UnicodeError):
        return label


class ProtectedIndex:
    """Look-ups among protected domains; of two with the same name the shorter one is named."""

    def __init__(self, known: tuple[Protected, ...]) -> None:
        self.known = known
        self._domains: dict[str, Protected] = {}
        self._words: dict[tuple[str, ...], Protected] = {}
        self._names: dict[str, _Name] = {}
        self._near: dict[str, list[_Name]] = {}
        for one in sorted(known, key=lambda one: (len(one.domain), one.domain)):
            self._domains.setdefault(one.domain, one)
            self._words.setdefault(_words_of(one.domain), one)
            for name in _names_of(one):
                self._add(name, one)
        self._word_counts = sorted({len(words) for words in self._words})
        self._lengths = sorted({len(text) for text in self._names})
        self._longest = max(self._lengths, default=0)

    def _add(self, name: str, one: Protected) -> None:
        is_place = name in places()
        for text in dict.fromkeys((name, skeleton(name))):
            if text in self._names:
                continue
            entry = self._names[text] = _Name(text, name, one, is_place)
            if len(name) >= _OWN_NAME and not is_place:
                for form in _without_a_letter(text):
                    self._near.setdefault(form, []).append(entry)

    def official(self, host: str) -> Protected | None:
        """The protected domain that the host is or lies under, the longest one if several."""
        labels = host.split(".")
        ends = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self._domains[end] for end in ends if end in self._domains), None)

    def likeness(self, link: Link) -> Likeness | None:
        """The plainest likeness of a host that is none of the protected ones."""
        own, _, ending = link.domain.partition(".")
        if ending.split(".")[0] in _AUTHORITY_ENDINGS or ending in _SCHOOL_ENDINGS:
            return None
        shown = [shown_label(label) for label in link.host.split(".")]
        host = ".".join(map(plain, shown))
        copied = self.official(host)
        if copied is not None:
            return Likeness(Way.SPELLING, copied)
        whole = self._whole(host, link.domain)
        if whole is not None:
            return Likeness(Way.WHOLE, whole)
        named = shown[: len(shown) - 1 - ending.count(".")]
        spellings = tuple(_labels(named, one) for one in (plain, skeleton))
        return (
            self._same_name(shown_label(own), ending)
            or self._misspelled(spellings, ending)
            or self._inside(spellings, ending)
        )

    def _whole(self, host: str, domain: str) -> Protected | None:
        """The longest protected domain whose words stand in the host one after the other; the
        same name with a longer ending does not count here."""
        words = _words_of(host)
        found: Protected | None = None
        for start in range(len(words)):
            for count in self._word_counts:
                one = self._words.get(words[start : start + count])
                if one is None or f"{domain}.".startswith(f"{one.domain}."):
                    continue
                if found is None or len(one.domain) > len(found.domain):
                    found = one
        return found

    def _same_name(self, own: str, ending: str) -> Likeness | None:
        text = plain(own).replace("-", "")
        name = self._names.get(text) or self._names.get(skeleton(own))
        if name is None or name.is_place or len(name.text) < _OWN_NAME - 1:
            return None
        if own not in {name.written, name.one.name}:
            return Likeness(Way.SPELLING, name.one)
        if len(name.text) < _OWN_NAME or _is_company_twin(name.one, ending):
            return None
        return Likeness(Way.ENDING, name.one)

    def _misspelled(self, spellings: tuple[list[_Label], ...], ending: str) -> Likeness | None:
        shortest = _LONG_NAME if ending in _COMPANY_ENDINGS else _OWN_NAME
        for label in (label for labels in spellings for label in reversed(labels)):
            if label.text in self._names:
                continue
            for text in dict.fromkeys((label.text, *label.words, without_lures(label.text))):
                name = self._one_edit_away(text, shortest)
                if name is not None:
                    return Likeness(Way.SPELLING, name.one)
        return None

    def _one_edit_away(self, text: str, shortest: int) -> _Name | None:
        if text in self._names or not shortest - 1 <= len(text) <= self._longest + 1:
            return None
        forms = _without_a_letter(text)
        near = {name.text: name for form in forms for name in self._near.get(form, ())}
        return next(
            (
                name
                for name in near.values()
                if len(name.text) >= shortest and _is_typo(text, name.text)
            ),
            None,
        )

    def _inside(self, spellings: tuple[list[_Label], ...], ending: str) -> Likeness | None:
        found: _Name | None = None
        for labels in spellings:
            for label in labels:
                for name, start in self._names_in(label.text):
                    longer = found is None or len(name.text) > len(found.text)
                    if longer and _stands_out(name, start, label, labels, ending):
                        found = name
        return Likeness(Way.INSIDE, found.one) if found is not None else None

    def _names_in(self, text: str) -> Iterator[tuple[_Name, int]]:
        for length in self._lengths:
            for start in range(len(text) - length + 1):
                name = self._names.get(text[start : start + length])
                if name is not None:
                    yield name, start


def _words_of(domain: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD_BREAK.split(domain) if word)


def _names_of(one: Protected) -> Iterator[str]:
    """The registered label, and the first one if it is long and says more than any service."""
    name = one.name.replace("-", "")
    if len(name) >= _OWN_NAME or (
        len(name) >= _SHORTEST_NAME and lure_of(name) in {None, Lure.AUTHORITY}
    ):
        yield name
    first = one.domain.split(".")[0].replace("-", "")
    if len(first) >= _LONG_LABEL and first != name and lure_of(first) is None:
        yield first


def _without_a_letter(text: str) -> list[str]:
    """The text, and the text with each letter left out; each form once."""
    left_out = (text[:at] + text[at + 1 :] for at in range(len(text)))
    return list(dict.fromkeys((text, *left_out)))


def _is_typo(text: str, name: str) -> bool:
    """One letter more, less or other, or two neighbours swapped."""
    if len(name) < _LONG_NAME and text[:2] != name[:2]:
        return False
    return OSA.distance(text, name, score_cutoff=1) == 1


def _is_company_twin(one: Protected, ending: str) -> bool:
    own = registrable_domain(one.domain).partition(".")[2]
    return ending in _COMPANY_ENDINGS and own in _COMPANY_ENDINGS | {"com"}


def _labels(shown: list[str], spelling: Callable[[str], str]) -> list[_Label]:
    found = []
    for at, label in enumerate(shown, start=1):
        words = tuple(spelling(word) for word in label.split("-") if word)
        found.append(_Label("".join(words), words, is_registered=at == len(shown)))
    return found


def _stands_out(name: _Name, start: int, label: _Label, labels: list[_Label], ending: str) -> bool:
    """Whether a name in a label reads as its owner's: by itself between dots or hyphens, or among
    words that lure. A short or common name needs more of them."""
    end = start + len(name.text)
    if label.is_registered and len(name.text) == len(label.text):
        return False
    around = _lure_around(label.text[:start], label.text[end:])
    if name.is_place or len(name.text) < _OWN_NAME:
        return around is not None and max(around, _lure_beside(label, labels)) >= _needed(name)
    if around is not None or {start, end} <= label.edges:
        return True
    return len(name.text) >= _LONG_NAME and ending not in _COMPANY_ENDINGS


def _needed(name: _Name) -> Lure:
    if name.is_place:
        return Lure.AUTHORITY
    return Lure.SERVICE if len(name.text) == _SHORTEST_NAME else Lure.FILLER


def _lure_around(before: str, after: str) -> Lure | None:
    lures = lure_of(before), lure_of(after)
    return None if lures[0] is None or lures[1] is None else max(lures[0], lures[1])


def _lure_beside(label: _Label, labels: list[_Label]) -> Lure:
    """The strongest among the other labels that are nothing but luring words."""
    lures = (lure_of(other.text) for other in labels if other is not label)
    return max((lure for lure in lures if lure is not None), default=Lure.NONE)


_kept = ProtectedIndex(())


def indexed(protected: Iterable[Protected]) -> ProtectedIndex:
    """The index of these domains. The last one is kept: pages ask with the same tuple again."""
    global _kept
    known, index = tuple(protected), _kept
    if index.known != known:
        index = _kept = ProtectedIndex(known)
    return index
