"""The columns of the lists that are pasted here, and how people head them. Plain Python."""

from promotion.allocation.pasted.headings import Column, Kind
from promotion.kernel.messages import mark as N_

PLACES = (
    Column("stt", N_("No."), ("stt", "tt", "so tt", "so thu tu", "no")),
    Column("code", N_("Project code"), ("ma de an", "ma so de an", "ma so", "ma", "code", "project code")),
    Column(
        "name",
        N_("Project"),
        ("ten de an", "ten nhiem vu", "ten de an nhiem vu", "ten", "de an", "nhiem vu", "name", "project"),
    ),
    Column("province", N_("Province"), ("tinh", "tinh thanh pho", "thanh pho", "dia phuong", "province")),
    Column(
        "unit",
        N_("Implementing unit"),
        ("don vi thuc hien", "don vi chu tri", "don vi chu tri thuc hien", "don vi", "unit"),
    ),
    Column(
        "content",
        N_("Content"),
        ("noi dung", "noi dung khuyen cong", "noi dung hoat dong", "ma noi dung", "content"),
    ),
)
"""The columns by which every list of projects names them."""

ANNEX = (
    *PLACES,
    Column(
        "amount",
        N_("Amount"),
        ("so tien", "kinh phi", "kinh phi ho tro", "kinh phi duoc duyet", "kinh phi kcqg", "kinh phi kcdp",
         "kinh phi khuyen cong", "ke hoach", "ke hoach von", "von", "amount", "budget"),
        Kind.money,
    ),
)  # fmt: skip
