"""Letters that look like others, for comparing words and host names.

A short table of our own: letters of other alphabets, and Latin ones with a stroke, a hook or the
shape of a small capital, that pass for plain Latin letters in common fonts.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_PAIRS = (
    "аa вb сc еe нh іi јj кk мm оo рp ѕs тt уy хx ԁd ԛq ԝw һh ӏl гr пn иu ьb қk ңn ҳx ҫc үy ғf ԍg"
    " αa βb εe ηn ιi κk νv οo ρp τt υu χx γy ωw σo ϲc ϳj"
    " օo սu ոn հh ցg զq ɑa ɡg ıi ȷj ɩi ɪi ʏy ʀr ɴn ʟl ʙb ɢg ʜh"
    " ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz ꜱs ꜰf"
    " đd łl øo ħh ŧt ƒf ƀb ɓb ɗd ƙk ƞn ŋn ɲn ɱm ɾr ɽr ʋv ƴy ƶz ɇe ɉj ɍr ɋq ßb"
)
LOOKALIKES: dict[int, str] = {ord(pair[0]): pair[1] for pair in _PAIRS.split() if len(pair) == 2}

#: Letter pairs and digits that pass for a letter in a host name.
_IN_HOSTS = (
    *(("rn", "m"), ("vv", "w"), ("cl", "d")),
    *(("0", "o"), ("1", "l"), ("3", "e"), ("4", "a"), ("5", "s"), ("8", "b"), ("9", "g")),
)


def latin(text: str) -> str:
    """``text`` with foreign look-alikes as the Latin letters they pass for; same length."""
    return text if text.isascii() else text.translate(LOOKALIKES)


@lru_cache(maxsize=4096)
def plain(label: str) -> str:
    """A host label without marks, in lower case and Latin letters; may change its length."""
    if label.isascii():
        return label.lower()
    parts = unicodedata.normalize("NFKD", label).lower()
    return latin("".join(char for char in parts if not unicodedata.combining(char)))


@lru_cache(maxsize=4096)
def skeleton(label: str) -> str:
    """What a host label looks like at a glance: equal skeletons are easily taken for another."""
    seen = plain(label)
    for written, read in _IN_HOSTS:
        seen = seen.replace(written, read)
    return seen.replace("i", "l").replace("-", "")
