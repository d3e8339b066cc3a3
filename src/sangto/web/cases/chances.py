"""How sure a match is, in plain words for the desk; the public pages show no such number."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from sangto.matching.domain.chances import Chance, Sign


def told(chance: Chance | None) -> list[str]:
    """The chance, then what made it; nothing where none was estimated, or the text is the same."""
    if chance is None or not chance.signs:
        return []
    lines = [
        _("Chance that it is the same claim: %(percent)d %%") % {"percent": chance.percent},
        _("The words are alike: %(percent)d %% (counts %(weight)+.1f)")
        % _counted(chance, Sign.LIKENESS),
        _("Of each text, at least %(percent)d %% stands in the other (counts %(weight)+.1f)")
        % _counted(chance, Sign.OVERLAP),
    ]
    if chance.signs[Sign.DOUBT]:
        lines.append(
            _("Something speaks against it, so it answers nobody by itself (counts %(weight)+.1f)")
            % _counted(chance, Sign.DOUBT)
        )
    return lines


def in_brief(chance: Chance | None) -> str:
    """Only the chance, or nothing."""
    return next(iter(told(chance)), "")


def _counted(chance: Chance, sign: Sign) -> Mapping[str, float]:
    return {"percent": int(100 * chance.signs[sign]), "weight": chance.weights[sign]}
