"""What is wrong with a charter: file, line, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct.

    ``code`` is stable. ``what_message`` and ``instead_message`` are English source texts that
    doors may translate before they fill in ``params``; ``what`` and ``instead`` are the English.
    """

    file: str
    line: int
    code: str
    what_message: str
    instead_message: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def what(self) -> str:
        return self.what_message % dict(self.params)

    @property
    def instead(self) -> str:
        return self.instead_message % dict(self.params)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} {self.instead}"


class CharterError(Exception):
    """A charter can not be used; ``problems`` holds all that was found, by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.line, problem.code))
        super().__init__("\n".join(str(problem) for problem in self.problems))
