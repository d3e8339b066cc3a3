"""Groups of reports that say something else than their claim."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.matching.domain.clusters import MOST, MOST_GROUPS, Told, alike, strange_groups
from sangto.matching.domain.decision import GROUP_UNTRIAGED_AT, SUGGEST_AT


def words(text: str) -> list[str]:
    return text.split()


FINE = words("thong bao xe cua ban vi pham giao thong nop phat tai dia chi sau trong hom nay")
PRIZE = words("chuc mung ban trung thuong xe may hay chuyen phi nhan giai cho nhan vien")
LOAN = words("vay nhanh khong can the chap lai suat thap giai ngan trong ngay lien he ngay")
WORDS = sorted({*FINE, *PRIZE, *LOAN})


def told(report: int | None, keys: list[str], **fields: object) -> Told:
    return Told(report, keys, **fields)  # type: ignore[arg-type] # marks and belongs


def test_a_group_of_two_may_leave() -> None:
    main = [told(number, [*FINE, str(number)]) for number in range(1, 5)]
    other = [told(11, PRIZE), told(12, [*PRIZE, "nhe"])]
    assert strange_groups([*main, *other]) == [(11, 12)]
    assert strange_groups([*other[:1], *main]) == []
    assert strange_groups(main) == []


def test_the_larger_group_is_the_claim_whatever_came_first() -> None:
    few = [told(1, PRIZE), told(2, PRIZE)]
    many = [told(number, FINE) for number in range(3, 9)]
    assert strange_groups(few + many) == strange_groups(many + few) == [(1, 2)]


def test_several_groups_come_the_largest_first() -> None:
    texts = [FINE] * 5 + [PRIZE] * 2 + [LOAN] * 3
    every = [told(number, keys) for number, keys in enumerate(texts, start=1)]
    assert strange_groups(every) == [(8, 9, 10), (6, 7)]


def test_what_a_person_put_there_stays_and_so_does_what_is_like_it() -> None:
    main = [told(number, FINE) for number in range(1, 4)]
    put = told(11, PRIZE, belongs=True)
    assert strange_groups([*main, put, told(12, PRIZE), told(13, PRIZE)]) == []
    wording = told(None, PRIZE, belongs=True)
    assert strange_groups([*main, wording, told(12, PRIZE), told(13, PRIZE)]) == []


def test_the_same_link_or_number_is_the_same_claim() -> None:
    mark = frozenset({"qua-tang.example"})
    main = [told(number, FINE, marks=mark) for number in range(1, 4)]
    assert strange_groups([*main, told(11, PRIZE, marks=mark), told(12, PRIZE)]) == []


def test_what_resembles_the_claim_only_a_little_stays() -> None:
    half = [*FINE[:7], *LOAN[:8]]
    assert alike(half, FINE, SUGGEST_AT)
    assert not alike(half, FINE, GROUP_UNTRIAGED_AT)
    main = [told(number, FINE) for number in range(1, 4)]
    assert strange_groups([*main, told(11, half), told(12, half)]) == []


def test_texts_that_say_too_little_are_never_called_different() -> None:
    main = [told(number, FINE) for number in range(1, 4)]
    assert strange_groups([*main, told(11, ["that", "khong"]), told(12, ["that", "khong"])]) == []
    assert strange_groups([*main, told(11, []), told(12, [])]) == []


def test_only_so_many_texts_and_groups() -> None:
    main = [told(number, FINE) for number in range(1000, 1000 + MOST)]
    assert strange_groups([*main, told(11, PRIZE), told(12, PRIZE)]) == []
    words = [[f"{letter}{place}" for place in range(8)] for letter in "abcdefgh"]
    many = [told(10 * n + k, keys) for n, keys in enumerate(words, start=1) for k in (1, 2)]
    assert len(strange_groups([*main[:3], *many])) == MOST_GROUPS


TOLD = st.builds(
    Told,
    report=st.one_of(st.none(), st.integers(1, 40)),
    keys=st.lists(st.sampled_from(WORDS), max_size=12).map(tuple),
    marks=st.frozensets(st.sampled_from(["a.example", "b.example"]), max_size=1),
    belongs=st.booleans(),
)
CLAIMS = st.lists(TOLD, max_size=14, unique_by=lambda one: (one.report, one.keys)).filter(
    lambda every: (
        len({one.report for one in every if one.report})
        == sum(one.report is not None for one in every)
    )
)


@settings(max_examples=60)
@given(CLAIMS, st.randoms(use_true_random=False))
def test_groups_are_apart_leave_somebody_and_do_not_depend_on_the_order(
    every: list[Told], random: st.DataObject
) -> None:
    groups = strange_groups(every)
    shuffled = list(every)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random
    assert strange_groups(shuffled) == groups
    leaving = [report for group in groups for report in group]
    assert len(leaving) == len(set(leaving))
    assert all(len(group) >= 2 for group in groups)
    by_number = {one.report: one for one in every}
    assert not any(by_number[report].belongs for report in leaving)
    if groups:
        assert set(leaving) < by_number.keys() - {None}
