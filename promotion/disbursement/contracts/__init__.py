"""Acts on a contract that stands: amended, liquidated, cleared, finally paid, failed, refunded, settled, asked back.

What is possible now, and why the rest is not, is said by plain rules; pages and buttons follow them.
"""
