"""Statements of the State Treasury held against our own payments: what agrees, what only one side knows, what differs.

Nothing here moves money: a missing payment is entered where payments are entered, and then it matches by itself.
"""
