"""`sangto import`, beside one executemany of the same rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measure import Effort, Figure
from benchmarks.places import Place

TARGET = 0.1
#: Of so many records one repeats an earlier message.
_REPEATS = 4
_WORDS = tuple(
    word
    for topic in (
        "trúng thưởng xe máy tri ân khách hàng chuyển phí hồ sơ ngân hàng khóa tài khoản xác minh",
        "đường dẫn phạt nguội nộp ngay việc làm tại nhà hoa hồng nhóm kín đầu tư lãi cao điện lực",
        "bưu phẩm bị giữ người thân cấp cứu mượn tiền gấp",
    )
    for word in topic.split()
)


def figures(desk: Place, bare: Place, *, effort: Effort) -> Iterator[Figure]:
    rates: list[tuple[float, float]] = []
    for number in range(max(1, effort.rounds // 2)):
        file = desk.data / f"archive-{number}.jsonl"
        _write(file, number, effort.rows)
        took, least = (
            float(place.run(module, str(file)).strip().rsplit("\n", 1)[-1])
            for place, module in (
                (desk, "benchmarks.inside.archive"),
                (bare, "benchmarks.bare.archive"),
            )
        )
        rates.append((effort.rows / took, effort.rows / least))
    yield Figure(
        scenario="import",
        name=f"{effort.rows:,} records of an archive",
        value=median(rate for rate, _ in rates),
        unit="rows/s",
        bare=median(rate for _, rate in rates),
        ratio=median(rate / least for rate, least in rates),
        target=TARGET,
    )


def _write(file: Path, round_: int, rows: int) -> None:
    with file.open("w", encoding="utf-8") as lines:
        for number in range(rows):
            told = number - number % _REPEATS
            words = [
                _WORDS[(told * (place + 3) + place * place) % len(_WORDS)] for place in range(24)
            ]
            record = {
                "id": f"{round_}-{number}",
                "text": f"{' '.join(words)} mã {round_}{told:06d}",
                "reason": "Nghi là lừa đảo",
                "language": "vi",
                "received_at": f"2025-{1 + number % 12:02d}-{1 + number % 28:02d}",
                "category": "fraud",
                "title": f"Tin nhắn lừa đảo số {round_}{told}",
            }
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
