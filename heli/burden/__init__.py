"""减负账: what is asked of organisations, how often, how much by hand; and 又要报一遍, answered by issuers.

It stores no figure: the account is worked out from requirements and notices when asked (S002-42, R14-08).
Never counts by person, neither those who report nor those who answer. Start with `queries/account.py`.
"""
