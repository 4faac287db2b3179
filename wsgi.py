"""The program as web servers and the flask command open it: `wsgi:app`."""

import sys

from config import SettingsError, load
from promotion.factory import create_app

try:
    app = create_app(load())
except SettingsError as refusal:
    sys.exit(str(refusal))
