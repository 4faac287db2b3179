"""The Vietnamese catalogues are compared with the source, merged and compiled."""

import gettext

import pytest

from promotion.translations import __main__ as program
from promotion.translations.catalogues import (
    CatalogueError,
    compile_all,
    compiled_is_current,
    faults,
    read,
)

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


class Project:
    """A small project in a folder; calling it adds a file."""

    def __init__(self, root):
        self.root = root
        self.folder = root / "vi"
        self.folder.mkdir()

    def __call__(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def found_in(project):
    return faults(project.root, project.folder)


def catalogue(project, name, *entries):
    lines = [f'{before}msgid "{text}"\nmsgstr "{vietnamese}"\n' for before, text, vietnamese in entries]
    return project(f"vi/{name}.po", HEADER + "\n".join(lines))


@pytest.mark.parametrize(
    "source",
    [
        '_("Save")',
        '_l("Save")',
        'gettext("Save")',
        'lazy_gettext("Save")',
        'N_("Save")',
        'mark("Save")',
        'Term("Save")',
        '_("Sa" "ve")',
    ],
)
def test_each_mark_in_python_is_found(project, source):
    project("promotion/room/views.py", source)
    assert found_in(project) == ["missing: “Save” (promotion/room/views.py:1)"]


def test_templates_are_read_and_their_remarks_are_not(project):
    project("templates/room/list.html", '{# _("Not this") #}\n<a title="{{ _("Save") }}">{{ _("Year") }}</a>')
    assert found_in(project) == [
        "missing: “Save” (templates/room/list.html:2)",
        "missing: “Year” (templates/room/list.html:2)",
    ]


def test_a_translated_text_is_no_fault_even_twice_with_equal_words(project):
    project("promotion/room/views.py", '_("Save")')
    catalogue(project, "web", ("", "Save", "Lưu"))
    catalogue(project, "room", ("", "Save", "Lưu"))
    assert found_in(project) == []


def test_two_catalogues_that_contradict_each_other_are_named(project):
    project("promotion/room/views.py", '_("Save")')
    catalogue(project, "room", ("", "Save", "Ghi lại"))
    catalogue(project, "web", ("", "Save", "Lưu"))
    assert found_in(project) == ["contradictory: “Save” is “Ghi lại” (room.po:4) and “Lưu” (web.po:4)"]


@pytest.mark.parametrize(
    "entry, fault",
    [
        (("", "Save", ""), "empty"),
        (("", "Save", " "), "empty"),
        (("#, fuzzy\n", "Save", "Lưu"), "fuzzy"),
        (("", "Save", "Lu\u031bu"), "not in composed form (NFC)"),
    ],
)
def test_an_unfinished_translation_is_named(project, entry, fault):
    project("promotion/room/views.py", '_("Save")')
    catalogue(project, "web", entry)
    assert [line.split(": ")[0] for line in found_in(project)] == [fault]


@pytest.mark.parametrize(
    "english, vietnamese, fault",
    [
        ("Page %(page)s of %(pages)s", "Trang %(page)s/%(page)s", "placeholders differ"),
        ("Page %(page)s", "Trang", "placeholders differ"),
        ("%(rate)s %% of %(base)s", "%(rate)s % của %(base)s", "a % beside placeholders must be written %%"),
        ("%(rate)s %% of %(base)s", "%(rate)s %% của %(base)s", None),
        ("100 % done", "xong 100 %", None),
    ],
)
def test_placeholders_must_be_the_same(project, english, vietnamese, fault):
    project("promotion/room/views.py", f'_("{english}")')
    catalogue(project, "web", ("", english, vietnamese))
    assert [line.split(": ")[0] for line in found_in(project)] == ([fault] if fault else [])


def test_a_text_that_left_the_source_is_named(project):
    catalogue(project, "web", ("", "Save", "Lưu"))
    assert found_in(project) == ["no longer used: “Save” (web.po:4)"]


def test_messages_of_a_library_are_known_from_the_library(project):
    catalogue(project, "wtforms", ("", "Not a valid choice.", "Lựa chọn không hợp lệ."))
    found = found_in(project)
    assert found
    assert all(line.startswith("missing: ") for line in found)
    assert not any("Not a valid choice." in line for line in found)


def test_plural_forms_are_compared_and_compiled(project):
    project("promotion/room/views.py", 'ngettext("%(num)s project", "%(num)s projects", 3)')
    entry = 'msgid "%(num)s project"\nmsgid_plural "%(num)s projects"\nmsgstr[0] "%(num)s đề án"\n'
    project("vi/room.po", HEADER + entry)
    assert found_in(project) == []
    assert compile_all(project.folder) == 1
    with (project.folder / "LC_MESSAGES/messages.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.ngettext("%(num)s project", "%(num)s projects", 3) == "%(num)s đề án"


def test_what_is_compiled_is_read_back_and_fuzzy_is_left_out(project):
    catalogue(project, "room", ("", "Save", "Lưu"), ("#, fuzzy\n", "Year", "Năm"))
    catalogue(project, "web", ("", "Cancel", "Hủy"))
    assert not compiled_is_current(project.folder)
    assert compile_all(project.folder) == 2
    assert compiled_is_current(project.folder)
    with (project.folder / "LC_MESSAGES/messages.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert [compiled.gettext(text) for text in ("Save", "Year", "Cancel")] == ["Lưu", "Year", "Hủy"]


def test_a_broken_catalogue_is_named(project):
    project("vi/room.po", HEADER + "here is nothing of a catalogue")
    with pytest.raises(CatalogueError, match=r"^room\.po: "):
        read(project.folder)


def test_the_command_fails_only_when_asked_to_check(project, monkeypatch, capsys):
    monkeypatch.setattr(program, "faults", lambda: ["missing: “Save” (x.py:1)"])
    monkeypatch.setattr(program, "compile_all", lambda: 7)
    assert program.main([]) == 0
    assert program.main(["--report"]) == 0
    assert program.main(["--check"]) == 1
    assert "1 to mend" in capsys.readouterr().out
    monkeypatch.setattr(program, "faults", list)
    assert program.main(["--check"]) == 0
