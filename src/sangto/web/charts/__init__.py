"""Small charts: one geometry, drawn as SVG into pages and documents and as PNG to take home."""
