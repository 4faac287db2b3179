import pytest

from promotion.sheets.widths import lines_needed, text_height, text_width


@pytest.mark.parametrize(
    "text, bold, thousandths",
    [
        ("0123456789", False, 5000),
        ("1.234.567", True, 4000),
        ("Đ", False, 722),
        ("ế", False, 444),
        ("ề", True, 444),
        ("ứ", False, 542),
        ("Ự", True, 796),
        ("ờ", False, 529),
        ("Ở", True, 778),
        ("e\u0301", False, 444),
        ("年", False, 1000),
        ("\u0416", False, 722),
        ("", False, 0),
    ],
)
def test_widths_are_those_of_the_type(text, bold, thousandths):
    assert text_width(text, 1000, bold=bold) == thousandths


def test_composed_and_decomposed_letters_are_as_wide():
    assert text_width("Nghệ An, Cần Thơ", 11) == pytest.approx(text_width("Nghê\u0323 An, Câ\u0300n Thơ", 11))


@pytest.mark.parametrize(
    "text, room, lines",
    [
        ("", 100, 1),
        ("một", 100, 1),
        ("một\nhai", 100, 2),
        ("a b c", 1000, 1),
        ("xxxx xxxx", 30, 2),
        ("x" * 100, 55.1 * 1.04, 10),
        ("chữ " + "x" * 100, 55.1 * 1.04, 11),
        ("xx", 1, 2),
        ("x", 1, 1),
    ],
)
def test_lines_of_wrapped_text(text, room, lines):
    assert lines_needed(text, room, 11) == lines


def test_more_room_never_takes_more_lines():
    text = "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp Bà Rịa - Vũng Tàu"
    counts = [lines_needed(text, room, 11) for room in range(20, 600, 7)]
    assert counts == sorted(counts, reverse=True)


def test_height_grows_with_the_lines():
    assert text_height(2, 11) - text_height(1, 11) == pytest.approx(11 * 1.19, abs=0.02)
