"""Parts of addresses that Django's own converters take too widely."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowNumber(IntConverter):
    """The number of a row; a longer one fits no database and leads nowhere."""

    regex = "[0-9]{1,18}"


#: For patterns: ``f"anh/<{ROW}:number>/"``.
ROW = "row"
register_converter(RowNumber, ROW)
