"""Invented sample data of the demo network "tỉnh Mẫu": `claims.yaml` and `reports.jsonl`.

`reading` turns the files into values; README.md beside them explains the fields.
"""
