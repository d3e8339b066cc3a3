"""Template tags for the pages: the components, the form fields, words and shapes of ratings."""
