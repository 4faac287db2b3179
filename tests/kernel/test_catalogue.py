"""Every message of the kernel has its Vietnamese, with the same places for values."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2] / "promotion"
PLACE = re.compile(r"%\(\w+\)s")


def test_the_vietnamese_catalogue_is_complete():
    with (ROOT / "translations/vi/kernel.po").open("rb") as file:
        catalogue = {message.id: message for message in read_po(file, locale="vi") if message.id}
    marked = {message for _, _, message, *_ in extract_from_dir(ROOT / "kernel", keywords={"N_": None})}
    assert len(marked) > 50
    assert marked == set(catalogue)
    for message in catalogue.values():
        msgid = str(message.id)
        assert isinstance(message.string, str)
        assert message.string
        assert not message.fuzzy
        assert sorted(PLACE.findall(message.string)) == sorted(PLACE.findall(msgid))
        assert "%" not in PLACE.sub("", message.string + msgid)
