from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pytest

from promotion import sheets
from promotion.figures.model import Boundaries, Dimension, Row
from promotion.figures.questions import read as read_question
from promotion.kernel.choices import Language, Level, Region
from promotion.publications.rules import Printed
from promotion.reports.conference import ControlTotal, build, file_name
from promotion.sheets.cells import Ref
from tests.support.conference import AMOUNTS, conference
from tests.support.workbooks import HOSTILE, formulas, opened, written

RATES = {"released_of_approved", "disbursed_of_approved", "disbursed_of_released", "disbursed_of_assigned"}
MONEY = ("approved", "released", "assigned", "disbursed", "accepted")
LEVELS = ((None, "total"), (Level.national, "national"), (Level.local, "local"))


@pytest.fixture(scope="module")
def south():
    return conference()


@pytest.fixture(scope="module")
def country():
    return conference(region=None, size=150)


@pytest.fixture(scope="module")
def file(south):
    return written(build(south).workbook)


def read(given, *refs):
    return sheets.read_back(build(given).workbook, [Ref(*ref) for ref in refs])


def texts(file, tab):
    return [
        str(cell.value) for row in opened(file)[tab].iter_rows() for cell in row if cell.value is not None
    ]


PRINTED = Printed(
    *(
        "a",
        2024,
        "9m",
        "region",
        "south",
        "2024",
        "total",
        "approved",
        "91.3",
        "billion",
        None,
        "báo cáo",
        None,
    )
)


def test_published_figures_stand_beside_the_workbooks_own(south):
    undated = replace(PRINTED, key="b", measure="accepted", period="year")
    given = replace(south, published=(PRINTED, undated), complete=(3, 20))
    made = build(given)
    printed, ours, difference = read(
        given, *(("published:1", column, "published") for column in ("printed", "ours", "difference"))
    )
    plan = south.by_province[None].total.values["approved"]
    assert (printed, ours, difference) == (91_300_000_000, plan, 91_300_000_000 - plan)
    assert read(given, ("published:2", "ours", "published")) == [
        "…"
    ]  # the year's result says nothing of September
    assert not made.failures
    file = written(made.workbook)
    assert "Đã công bố" in opened(file).sheetnames
    assert any("3 trên 20" in text for text in texts(file, "Trang bìa"))
    assert any("91,3 tỷ đồng" in text for text in texts(file, "Đã công bố"))


# ---------------------------------------------------------------- what it says


VIETNAMESE = (
    "Trang bìa", "01 Tổng hợp", "02 Theo tỉnh", "03 Theo tỉnh - Quốc gia", "04 Theo tỉnh - Địa phương",
    "05 Theo nội dung", "06 Đề án", "07 Theo khu vực", "Đối chiếu", "Dữ liệu", "Ghi chú",
)  # fmt: skip
ENGLISH = (
    "Cover", "01 Summary", "02 By province", "03 By province, national", "04 By province, local",
    "05 By content", "06 Projects", "07 By region", "Checks", "Data", "Notes",
)  # fmt: skip


@pytest.mark.parametrize("language, tabs", [(Language.vi, VIETNAMESE), (Language.en, ENGLISH)])
def test_sheets_bear_names_in_the_asked_language(language, tabs):
    assert opened(written(build(conference(language)).workbook)).sheetnames == list(tabs)


@pytest.mark.parametrize(
    "language, region, name",
    [
        (Language.vi, Region.south, "KC_TongHop_MienNam_2024_20240930.xlsx"),
        (Language.vi, Region.central, "KC_TongHop_MienTrung_2024_20240930.xlsx"),
        (Language.vi, None, "KC_TongHop_CaNuoc_2024_20240930.xlsx"),
        (Language.en, Region.north, "IP_Summary_North_2024_20240930.xlsx"),
    ],
)
def test_files_have_plain_names(south, language, region, name):
    assert file_name(replace(south, language=language, region=region)) == name


def test_cover_says_what_when_and_what_is_guaranteed(file):
    said = texts(file, "Trang bìa")
    for expected in (
        "BỘ CÔNG THƯƠNG",
        "CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "TỔNG HỢP SỐ LIỆU KHUYẾN CÔNG",
        "KHU VỰC PHÍA NAM, 9 THÁNG ĐẦU NĂM 2024",
        "Khu vực phía Nam, gồm 20 tỉnh, thành phố",
        "Theo địa giới khi ghi nhận: đề án thuộc tỉnh đã đăng ký đề án",
        "14:05 05/10/2024, người lập: Nguyễn Thị Hồng Gấm (0.1.0)",
        "(Phục vụ Hội nghị khuyến công các tỉnh, thành phố khu vực phía Nam)",
    ):
        assert expected in said
    assert opened(file, values=True)["Trang bìa"]["C14"].value == "50/50 phép đối chiếu đạt"


def test_cover_links_to_every_other_sheet(file):
    book = opened(file)
    links = {
        cell.value: cell.hyperlink.location for row in book["Trang bìa"] for cell in row if cell.hyperlink
    }
    assert links == {tab: f"'{tab}'!A1" for tab in book.sheetnames[1:]}


@pytest.mark.parametrize(
    "boundaries, words",
    [
        ("today", "Theo địa giới hiện hành; số liệu tỉnh đã sáp nhập tính vào tỉnh kế thừa"),
        ("2025-07-01", "Theo địa giới các tỉnh, thành phố tại ngày 01/07/2025"),
    ],
)
def test_boundaries_are_named(south, boundaries, words):
    book = build(replace(south, boundaries=Boundaries.read(boundaries))).workbook
    assert words in texts(written(book), "Trang bìa")


def test_forms_say_code_period_day_and_unit(file):
    for number, tab in enumerate(opened(file).sheetnames[1:8], start=1):
        said = texts(file, tab)
        assert f"Biểu số {number:02}/KC" in said
        assert "(Số liệu đến ngày 30/09/2024)" in said
        assert "Đơn vị tính: đồng" in said


def test_notes_define_every_measure(south, file):
    said = texts(file, "Ghi chú")
    for measure in south.by_province[None].measures:
        assert south.translate(measure.label) in said
        assert south.translate(measure.meaning) in said


def test_notes_say_how_a_figure_opens_what_stands_behind_it(south, file):
    said = texts(file, "Ghi chú")
    way = next(text for text in said if "/figures/why?" in text)
    arguments = dict(parse_qsl(way.partition("?")[2]))
    question = south.by_province[None].question
    assert read_question(arguments, "vi", by=Dimension.level).question == question
    assert any(
        ", ".join(measure.key for measure in south.by_province[None].measures) in text for text in said
    )


def test_notes_make_up_the_way_a_rate_is_computed_where_none_is_given(south):
    measures = tuple(replace(measure, formula="") for measure in south.by_province[None].measures)
    tables = {level: replace(table, measures=measures) for level, table in south.by_province.items()}
    said = texts(written(build(replace(south, by_province=tables)).workbook), "Ghi chú")
    assert "Giải ngân / Kế hoạch được duyệt" in said


def test_no_english_is_left_in_the_vietnamese_workbook(file):
    said = {text for tab in opened(file).sheetnames for text in texts(file, tab) if not text.startswith("=")}
    english = {text for text in said if {"the", "of", "and", "by", "money"} & set(text.lower().split())}
    assert not english


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize("level, form", LEVELS)
@pytest.mark.parametrize("region", [Region.south, None])
def test_every_cell_of_a_province_form_is_the_figure(region, level, form):
    given = conference(region=region)
    table = given.by_province[level]
    book = build(given).workbook
    for row in (*table.rows, table.total):
        found = sheets.read_back(book, [Ref(row.key, key, form) for key in (*MONEY, "projects")])
        assert found == [row.values[key] for key in (*MONEY, "projects")]


@pytest.mark.parametrize(
    "level, column", [(Level.national, "national"), (Level.local, "local"), (None, "both")]
)
def test_summary_is_the_total_of_its_level(south, level, column):
    total = south.by_province[level].total.values
    keys = [*AMOUNTS, "projects"]
    assert read(south, *((key, column, "summary") for key in keys)) == [total[key] for key in keys]
    part, base = total["disbursed"], total["approved"]
    assert read(south, ("disbursed_of_approved", column, "summary")) == [part / base]


@pytest.mark.parametrize("region", [Region.south, None])
def test_contents_are_the_figures(region):
    given = conference(region=region)
    for row in given.by_content.rows:
        assert read(given, (row.key, "approved", "contents")) == [row.values["approved"]]
    assert read(given, ("total", "disbursed", "contents"), ("total", "projects", "contents")) == [
        given.by_content.total.values["disbursed"],
        given.by_content.total.values["projects"],
    ]
    leaves = [row.values["assigned"] for row in given.by_content.rows if row.parent == "ND3"]
    assert read(given, ("group:ND3", "assigned", "contents"), ("group:ND3", "projects", "contents")) == [
        sum(leaves),
        "x",
    ]


def test_projects_stand_under_their_provinces(south):
    book = build(south).workbook
    for province in south.by_province[None].rows:
        mine = [project for project in south.projects if project.province_key == province.key]
        if mine:
            listed = sheets.read_back(book, [Ref(f"group:{province.key}", "approved", "projects")])
            assert listed == [sum(project.listed for project in mine)]
    assert read(south, ("total", "committed", "projects")) == [
        sum(project.committed for project in south.projects)
    ]


def test_every_sum_and_rate_is_a_formula(south, file):
    book, values = opened(file), opened(file, values=True)
    found = {(tab, address) for tab, address, _ in formulas(book)}
    for tab in book.sheetnames[1:8]:
        figures = {
            (tab, cell.coordinate)
            for row in book[tab].iter_rows()
            for cell in row
            if cell.number_format.startswith(("#,##0", "0.0%")) and cell.value not in (None, "x")
        }
        if tab != "06 Đề án":
            assert figures <= found
    assert len(found) > 900
    assert all(values[tab][address].value is not None for tab, address in found)


def test_amounts_of_projects_are_as_given(south, file):
    page = opened(file)["06 Đề án"]
    given = sorted(amount for project in south.projects for amount in five(project))
    figures = [cell for row in page.iter_rows() for cell in row if cell.number_format.startswith("#,##0")]
    assert sorted(cell.value for cell in figures if isinstance(cell.value, int)) == given


def five(project):
    return project.listed, project.assigned, project.committed, project.disbursed, project.accepted


# ---------------------------------------------------------------- rows


def keys(given, sheet):
    declared = next(one for one in build(given).workbook.sheets if one.key == sheet)
    table = next(block for block in declared.blocks if hasattr(block, "rows"))
    return [row.key for row in table.rows]


def test_one_region_lists_its_provinces_without_a_group(south):
    rows = keys(south, "national")
    assert len(rows) == 21
    assert not [key for key in rows if key.startswith(("region:", "rest:"))]


def test_the_country_groups_provinces_by_region_with_rest_rows_last(country):
    rows = keys(country, "total")
    assert [key for key in rows if key.startswith("region:")] == [
        "region:north",
        "region:central",
        "region:south",
    ]
    assert rows[-4:] == ["rest:central", "rest:unlisted", "rest:unassigned", "total"]
    assert len(rows) == 63 + 3 + 3 + 1


def test_a_rest_row_of_a_region_is_shown_when_it_holds_something(south):
    rest = Row(
        "rest:unlisted", "Kế hoạch chưa ghi cho đề án", dict.fromkeys((*AMOUNTS, "projects"), 0), "rest"
    )
    empty = {level: replace(table, rows=(*table.rows, rest)) for level, table in south.by_province.items()}
    assert "rest:unlisted" not in keys(replace(south, by_province=empty), "total")
    held = replace(rest, values={**rest.values, "approved": 7})
    full = {
        **empty,
        Level.local: replace(empty[Level.local], rows=(*south.by_province[Level.local].rows, held)),
    }
    assert "rest:unlisted" in keys(replace(south, by_province=full), "total")


def test_only_what_is_spent_has_rates_among_the_rests(country):
    found = read(country, ("rest:central", "released_of_approved", "total"))
    assert found == ["–"]
    with pytest.raises(ValueError, match="no cell"):
        read(country, ("rest:unlisted", "released_of_approved", "total"))


def test_provinces_of_any_table_have_a_row(south):
    fewer = {
        **south.by_province,
        None: replace(south.by_province[None], rows=south.by_province[None].rows[1:]),
    }
    missing = south.by_province[None].rows[0].key
    made = build(replace(south, by_province=fewer))
    assert missing in keys(replace(south, by_province=fewer), "total")
    assert made.failures


def test_the_region_alone_gets_no_form_of_regions(south):
    own = [row for row in south.by_region.rows if row.key == Region.south]
    rest = Row("rest:central", "Đơn vị ngoài tỉnh", own[0].values, "rest")
    given = replace(south, by_region=replace(south.by_region, rows=(*own, rest)))
    assert "country" not in [sheet.key for sheet in build(given).workbook.sheets]


def test_projects_outside_provinces_come_last(south):
    outside = (
        replace(south.projects[0], key="o1", province_key=None, province=""),
        replace(south.projects[1], key="o2", province_key=None, province="Trung tâm Khuyến công vùng 2"),
    )
    rows = keys(replace(south, projects=(*south.projects, *outside)), "projects")
    assert rows[-6:] == ["section:2", "group:outside:0", "o1", "group:outside:1", "o2", "total"]


def test_an_empty_conference_still_makes_a_workbook(south):
    nothing = dict.fromkeys((*AMOUNTS, "projects"), 0)
    tables = {
        level: replace(
            table,
            rows=tuple(replace(row, values=nothing) for row in table.rows),
            total=replace(table.total, values=nothing),
        )
        for level, table in south.by_province.items()
    }
    content = replace(south.by_content, rows=(), total=replace(south.by_content.total, values=nothing))
    region = replace(south.by_region, rows=())
    made = build(replace(south, by_province=tables, by_content=content, by_region=region, projects=()))
    assert made.failures == ()
    assert written(made.workbook)


# ---------------------------------------------------------------- checks


def test_all_checks_hold(south, country):
    assert build(south).failures == ()
    assert build(country).failures == ()


def test_a_total_that_differs_is_said_and_shown_in_red(south):
    table = south.by_province[Level.national]
    off = replace(table, total=replace(table.total, values={**table.total.values, "released": 1}))
    made = build(replace(south, by_province={**south.by_province, Level.national: off}))
    assert made.failures == ("Cộng các tỉnh so với tổng số đếm độc lập: Được phân bổ",)
    page = opened(written(made.workbook), values=True)["Đối chiếu"]
    assert [cell.value for row in page.iter_rows() for cell in row].count("SAI") == 1
    assert page.conditional_formatting


def test_a_total_from_elsewhere_is_held_against_the_form(south):
    right = south.by_province[Level.local].total.values["disbursed"]
    checks = (
        ControlTotal("Cộng lại từ bút toán", Level.local, "disbursed", right),
        ControlTotal("Báo cáo in", None, "approved", 5),
        ControlTotal("Số đề án", None, "projects", south.by_province[None].total.values["projects"]),
    )
    assert build(replace(south, checks=checks)).failures == ("So với tổng số từ nguồn khác: Báo cáo in",)


def test_a_project_listed_above_the_plan_is_noticed(south):
    more = replace(south.projects[0], listed=9 * 10**14)
    less = replace(south.projects[0], listed=0)
    assert len(build(replace(south, projects=(more, *south.projects[1:]))).failures) == 1
    assert not build(replace(south, projects=(less, *south.projects[1:]))).failures


def test_levels_that_do_not_add_up_are_noticed(south):
    table = south.by_province[None]
    off = replace(table, total=replace(table.total, values={**table.total.values, "assigned": 3}))
    made = build(replace(south, by_province={**south.by_province, None: off}))
    assert any("Đã giao" in failure for failure in made.failures)


# ---------------------------------------------------------------- safety, sameness


def test_what_people_typed_is_never_a_formula(south):
    projects = tuple(
        replace(south.projects[number % 100], key=f"h{number}", code=text, name=text, unit=text, content=text,
                province_key=None, province=text)
        for number, text in enumerate(HOSTILE)
    )  # fmt: skip
    provinces = {
        level: replace(table, rows=tuple(replace(row, label="=1+1") for row in table.rows))
        for level, table in south.by_province.items()
    }
    given = replace(
        south, projects=projects, by_province=provinces, made_by="=1+1", content_groups={"ND3": "@x"}
    )
    file = written(build(given).workbook)
    for _, _, formula in formulas(opened(file)):
        assert formula.startswith(("=SUM(", "=SUMIFS(", "=IF(", "='", "=D", "=(COUNTIF("))
        assert "evil" not in formula
        assert "calc" not in formula
    links = [cell.hyperlink for page in opened(file) for row in page for cell in row if cell.hyperlink]
    assert all(link.target is None for link in links)


def test_a_key_that_is_no_code_is_refused(south):
    table = south.by_province[None]
    bad = replace(table, rows=(replace(table.rows[0], key='x")+1'), *table.rows[1:]))
    with pytest.raises(ValueError, match="not a key"):
        written(build(replace(south, by_province=dict.fromkeys(south.by_province, bad))).workbook)


def test_same_input_same_bytes(file):
    assert written(build(conference()).workbook) == file


def test_a_missing_measure_is_named(south):
    fewer = {
        level: replace(table, measures=tuple(one for one in table.measures if one.key != "released"))
        for level, table in south.by_province.items()
    }
    with pytest.raises(KeyError, match="released"):
        build(replace(south, by_province=fewer))
    wrong = {
        level: replace(table, measures=tuple(replace(one, numerator=None) for one in table.measures))
        for level, table in south.by_province.items()
    }
    with pytest.raises(ValueError, match="is no rate"):
        build(replace(south, by_province=wrong))


def test_the_whole_year_is_called_by_its_name(south):
    made = build(replace(south, to=date(2024, 12, 31)))
    assert made.workbook.title == "TỔNG HỢP SỐ LIỆU KHUYẾN CÔNG – Khu vực phía Nam, năm 2024"
