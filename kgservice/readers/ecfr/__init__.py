"""eCFR XML: the United States Munitions List, 10 CFR 110 and the Commerce Control List."""
