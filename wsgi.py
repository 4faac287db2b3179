"""The program as web servers open it: `wsgi:app`."""

from config import load
from promotion.factory import create_app

app = create_app(load())
