"""The room where years end: quarters that close by date, what is left of a fund and what becomes of it, its closing."""
