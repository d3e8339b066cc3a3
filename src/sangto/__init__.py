"""Sáng Tỏ: a response desk against online scams, impersonation, malicious links and rumours."""

__version__ = "0.1.0"
