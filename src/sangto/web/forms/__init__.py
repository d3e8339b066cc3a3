"""How Django forms become pages: the renderer, and the few widgets that Django lacks."""
