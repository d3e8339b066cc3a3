"""A province with districts before 2025-07-01, and the same one after it took in its neighbour.

Invented: tỉnh Mẫu with huyện Bắc and huyện Nam, and tỉnh Gương, whose departments are members too.
"""

from __future__ import annotations

_HEAD = """\
network: tinh-mau-gop
title: Quy chế phối hợp tỉnh Mẫu
title_en: Coordination charter of Mẫu province
valid_from: 2025-01-01
committee: {slug: ubnd, name: Ủy ban nhân dân tỉnh Mẫu}
lead:
  slug: so-khcn
  name: Sở Khoa học và Công nghệ tỉnh Mẫu
  focal_officers:
    - {name: Ngô Thị Lam, email: lam@khcn.example}
members:
"""
_REST = """\
service_fields:
  - {code: land, name: Đất đai, name_en: Land}
"""

BEFORE = (
    _HEAD
    + """\
  - {slug: bao-mau, name: Báo Mẫu, kind: press}
  - slug: so-y-te-mau
    name: Sở Y tế tỉnh Mẫu
    kind: department
    focal_officers:
      - {name: Lê Văn Tú, email: tu@yte-mau.example}
  - slug: so-y-te-guong
    name: Sở Y tế tỉnh Gương
    kind: department
    focal_officers:
      - {name: Trần Thị Soi, email: soi@yte-guong.example}
      - {name: Phạm Văn Kính, email: kinh@yte-guong.example, substitute_for: soi@yte-guong.example}
  - slug: huyen-bac
    name: Ủy ban nhân dân huyện Bắc
    kind: locality
    focal_officers:
      - {name: Đinh Văn Bắc, email: bac@huyen-bac.example}
  - {slug: huyen-nam, name: Ủy ban nhân dân huyện Nam, kind: locality}
  - {slug: tram-bac, name: Trạm Bắc, kind: body, parent: huyen-bac}
territories:
  - {code: mau, name: Tỉnh Mẫu, name_en: Mẫu, kind: province}
  - {code: bac, name: Huyện Bắc, name_en: Bắc District, kind: district, parent: mau}
  - {code: xa-rung, name: Xã Rừng, name_en: Rừng Commune, kind: commune, parent: bac}
  - {code: xa-suoi, name: Xã Suối, name_en: Suối Commune, kind: commune, parent: bac}
  - {code: nam, name: Huyện Nam, name_en: Nam District, kind: district, parent: mau}
competences:
  - {topic: health, agency: so-y-te-mau}
  - {topic: fraud, agency: so-khcn}
  - {topic: land, agency: huyen-bac, territory: bac}
  - {topic: land, agency: huyen-nam, territory: nam}
teams:
  - code: truc-ban
    name: Tổ trực ban
    name_en: Team on duty
    members:
      - {agency: so-khcn, email: lam@khcn.example, role: head}
      - {agency: so-y-te-guong, email: soi@yte-guong.example}
"""
    + _REST
)

#: Written before the day and loaded before it: the districts' last day is still to come.
AFTER = (
    _HEAD
    + """\
  - {slug: bao-mau, name: Báo Mẫu, kind: press}
  - {slug: so-y-te, name: Sở Y tế tỉnh Mẫu, kind: department}
  - slug: so-y-te-mau
    name: Sở Y tế tỉnh Mẫu (trước sáp nhập)
    kind: department
    valid_until: 2025-06-30
    successor: so-y-te
    focal_officers:
      - {name: Lê Văn Tú, email: tu@yte-mau.example}
  - slug: so-y-te-guong
    name: Sở Y tế tỉnh Gương
    kind: department
    valid_until: 2025-06-30
    successor: so-y-te
    focal_officers:
      - {name: Trần Thị Soi, email: soi@yte-guong.example}
      - {name: Phạm Văn Kính, email: kinh@yte-guong.example, substitute_for: soi@yte-guong.example}
  - slug: huyen-bac
    name: Ủy ban nhân dân huyện Bắc
    kind: locality
    valid_until: 2025-06-30
    successor: xa-rung
    passes_on:
      - {agency: xa-suoi, territory: xa-suoi}
    focal_officers:
      - {name: Đinh Văn Bắc, email: bac@huyen-bac.example}
  - slug: huyen-nam
    name: Ủy ban nhân dân huyện Nam
    kind: locality
    valid_until: 2025-06-30
    successor: xa-bien
  - {slug: tram-bac, name: Trạm Bắc, kind: body, parent: huyen-bac}
  - {slug: xa-rung, name: Ủy ban nhân dân xã Rừng, kind: locality}
  - {slug: xa-suoi, name: Ủy ban nhân dân xã Suối, kind: locality}
  - {slug: xa-bien, name: Ủy ban nhân dân xã Biển, kind: locality}
territories:
  - {code: mau, name: Tỉnh Mẫu, name_en: Mẫu, kind: province}
  - {code: bac, name: Huyện Bắc, name_en: Bắc District, kind: district, parent: mau}
  - {code: xa-rung, name: Xã Rừng, name_en: Rừng Commune, kind: commune, parent: bac}
  - {code: xa-suoi, name: Xã Suối, name_en: Suối Commune, kind: commune, parent: bac}
  - {code: nam, name: Huyện Nam, name_en: Nam District, kind: district, parent: mau}
competences:
  - {topic: health, agency: so-y-te-mau}
  - {topic: fraud, agency: so-khcn}
  - {topic: land, agency: huyen-bac, territory: bac}
  - {topic: land, agency: huyen-nam, territory: nam}
teams:
  - code: truc-ban
    name: Tổ trực ban
    name_en: Team on duty
    members:
      - {agency: so-khcn, email: lam@khcn.example, role: head}
      - {agency: so-y-te-guong, email: soi@yte-guong.example}
"""
    + _REST
)
