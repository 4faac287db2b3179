"""Which passwords and addresses are taken."""

import pytest

from promotion.accounts.rules import check_password, normal_email, normal_password
from promotion.kernel.errors import Invalid

WORDS = ("Kiên Giang", "An Giang", "Hồ Chí Minh", "Đồng Tháp", "nguyen.van.an")

TAKEN = (
    *(
        "correct horse battery staple",
        "mật khẩu của tôi",
        "bốn con mèo trên mái nhà",
        "Tôi ở Kiên Giang từ nhỏ",
    ),
    *(
        "a" * 60 + "bcdef" * 3,
        "x7#Kq!92mZ&p",
        "193847561029",
        "khuyến công là nghề của mẹ",
        "    dấu  cách   giữ    ",
    ),
    *("пароль из слов", "🙂🙃😀😁😂🤣😃😄😅😆😉😊", "ạ" * 24 + " một hai ba", "x" * 8 + "1234" * 30),
)
REFUSED = (
    *("", "short", "elevensigns", "a" * 12, "ab" * 6, "1" * 128, "aaaabbbbcccc", "            "),
    *("123456789012", "098765432109", "qwertyuiopas", "abcdefghijkl", "zyxwvutsrqpo", "1q2w3e4r5t6y"),
    *(
        "khuyencong123",
        "Khuyến công 2024",
        "KHUYENCONG@2024",
        "2024 khuyến công!",
        "Công Thương 123456",
        "congthuong!!!",
    ),
    *(
        "khuyencongkhuyencong",
        "password1234",
        "matkhau12345",
        "Mật khẩu 12345",
        "MatKhau@123456",
        "passwordpassword",
    ),
    *(
        "Kiên Giang 2024",
        "kiengiang@2025",
        "KG kiengiang 1",
        "hochiminh2026!",
        "Đồng Tháp 1234!",
        "nguyenvanan1990",
    ),
    *(
        "administrator1",
        "vietnam@123456",
        "An Giang khuyến công",
        "industrial promotion",
        "x" * 129 + "abcde",
    ),
)


@pytest.mark.parametrize("password", TAKEN)
def test_taken(password):
    assert check_password(password, WORDS) == normal_password(password)


@pytest.mark.parametrize("password", REFUSED)
def test_refused(password):
    with pytest.raises(Invalid) as refusal:
        check_password(password, WORDS)
    assert [fault.field for fault in refusal.value.faults] == ["password"]


def test_length_counts_letters_not_bytes():
    assert check_password("ậ" * 120 + "bcdefgh ")
    assert check_password("a\u0323\u0302" * 120 + "bcdefgh ") == "ậ" * 120 + "bcdefgh "


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("Ten@Example.VN", "ten@example.vn"), ("  ten@example.vn\u00a0", "ten@example.vn"),
        ("ten.họ@example.vn", "ten.họ@example.vn"), ("a+b@c.d", "a+b@c.d"),
    ],
)  # fmt: skip
def test_addresses_have_one_form(typed, kept):
    assert normal_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "ten", "ten@", "@example.vn", "ten@example", "a b@c.d", "a@b@c.d", "a@b.c\u202e", "a\x07@b.c"],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(Invalid):
        normal_email(typed)
