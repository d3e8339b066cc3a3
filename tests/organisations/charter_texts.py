"""A small correct charter, whose lines the tests of the format replace."""

from __future__ import annotations

SMALL = """\
network: mau-nho
title: Quy chế mẫu nhỏ
title_en: Small charter
valid_from: 2026-01-01
committee: {slug: uy-ban, name: Ủy ban nhân dân}
lead: {slug: so-mot, name: Sở Một}
members:
  - {slug: so-hai, name: Sở Hai, kind: department}
  - {slug: cong-an, name: Công an, kind: police}
  - slug: bao-mau
    name: Báo Mẫu
    kind: press
    focal_officers:
      - {name: Lê An, email: an@bao.example}
      - {name: Lê Bình, email: binh@bao.example, substitute_for: an@bao.example}
territories:
  - {code: tinh, name: Tỉnh, name_en: Province, kind: province}
  - {code: xa-mot, name: Xã Một, name_en: Commune One, kind: commune, parent: tinh}
service_fields:
  - {code: land, name: Đất đai, name_en: Land}
competences:
  - {topic: health, agency: so-hai}
  - {topic: land, agency: so-hai, territory: xa-mot}
channels: [phone, email]
consultation_modes: [meeting]
reports: [year]
digest: weekly
deadlines:
  triage: {days: 2}
protected_domains:
  - {domain: mau.example, owner: Cổng Mẫu}
legal_grounds:
  - {code: luat-1, citation: Luật Một, citation_en: Law One, valid_from: 2020-01-01}
holiday_overrides:
  - {day: 2026-03-02, working: false, note: Ngày lễ riêng}
"""


def line_of(text: str, part: str) -> int:
    """The number of the first line that holds ``part``, from 1."""
    return text[: text.index(part)].count("\n") + 1


def replaced(old: str, new: str) -> str:
    """The small charter with one part replaced; the part has to be there once."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)
