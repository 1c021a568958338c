"""What the program says: marked English texts by code, translations, formats; spoken by `wording`."""
