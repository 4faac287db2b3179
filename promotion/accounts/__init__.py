"""Who signs in, with which dated grants; sessions live here on the server, so a copied cookie dies at sign-
out.
"""
