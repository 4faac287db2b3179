"""Which passwords and addresses are taken."""

import pytest

from promotion.accounts.guessable import COMMON, HASH_LENGTH, bare_hash
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
        "gà mèo chó " * 6 + "trâu bò",
        "x7#Kq!92mZ&p",
        "193847561029",
        "khuyến công là nghề của mẹ",
        "    dấu  cách   giữ    ",
    ),
    *("пароль из слов", "🙂🙃😀😁😂🤣😃😄😅😆😉😊", "ạ" * 24 + " một hai ba", "tám con trâu ngoài " * 6),
    *("sunshine over the paddy field", "mùa lúa chín 1985 ở quê", "2024 là năm con rồng vàng"),
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
    # Among the commonest everywhere, alone, lengthened or twice; walks over the keyboard.
    *("peanutbutter", "christopher1", "sunshine2024", "Superman@2024", "princess!!!2025", "iloveyou123456"),
    *("monkeymonkey", "baseball 123456", "123456123456", "123456654321", "111222333444", "jamesbond007"),
    *("123qweasdzxc", "1qaz2wsx3edc", "q1w2e3r4t5y6", "qazwsxedcrfv", "1a2s3d4f5g6h", "zxcvbnm123456789"),
    *("qwertyuiop123", "matkhau!qwerty", "anhyeuem12345", "giadinh@12345", "giamdoc 2024!!"),
)


@pytest.mark.parametrize("password", TAKEN)
def test_taken(password):
    assert check_password(password, WORDS) == normal_password(password)


def test_a_password_of_spaces_keeps_them_all():
    """Nothing is trimmed or joined: what was typed is what is compared."""
    assert check_password("  hai  cách   giữa  ") == "  hai  cách   giữa  "


@pytest.mark.parametrize("password", REFUSED)
def test_refused(password):
    with pytest.raises(Invalid) as refusal:
        check_password(password, WORDS)
    assert [fault.field for fault in refusal.value.faults] == ["password"]


def test_length_counts_letters_not_bytes():
    kept = "ậ" * 115 + "trâu ngoài ao"
    assert len(kept) == 128
    assert check_password(kept) == kept
    assert check_password("a\u0323\u0302" * 115 + "trâu ngoài ao") == kept
    with pytest.raises(Invalid):
        check_password(kept + "!")


def test_of_common_passwords_only_hashes_are_kept_and_all_of_one_length():
    hashes = COMMON.read_text(encoding="ascii").split()
    assert len(hashes) == len(set(hashes)) > 10_000
    assert {len(one) for one in hashes} == {HASH_LENGTH}
    assert set("".join(hashes)) <= set("0123456789abcdef")
    assert {bare_hash(word) for word in ("princess", "123456", "peanutbutter")} <= set(hashes)


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
