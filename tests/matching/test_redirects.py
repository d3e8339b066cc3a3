from __future__ import annotations

import pytest

from sangto.matching.domain.redirects import target_of


@pytest.mark.parametrize(
    ("host", "path", "query", "target"),
    [
        ("l.facebook.com", "l.php", "h=1&u=https%3A//a.example/x", "https://a.example/x"),
        ("l.instagram.com", "", "u=HTTP://a.example", "HTTP://a.example"),
        ("google.com", "url", "q=cats&url=https://a.example", "https://a.example"),
        ("eu1.safelinks.protection.outlook.com", "", "url=http://a.example", "http://a.example"),
        ("google.com", "url", "", ""),
        ("google.com", "url", "q=a.example", ""),
        ("google.com", "url", "q=https:///x", ""),
        ("google.com", "search", "q=https://a.example", ""),
        ("xgoogle.com", "url", "q=https://a.example", ""),
        ("127.0.0.1", "url", "q=https://a.example", ""),
    ],
)
def test_where_a_page_leads_on_to(host: str, path: str, query: str, target: str) -> None:
    assert target_of(host, path, query) == target
