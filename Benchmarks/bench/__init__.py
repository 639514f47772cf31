"""Measures Beckon and its peers side by side."""
