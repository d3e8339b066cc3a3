"""The public register, its charts, its open data and the roots that it can be checked against."""
