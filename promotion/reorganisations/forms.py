"""What an administrator types to change the map; choices are handed in by the view."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from promotion.kernel.choices import Region
from promotion.kernel.errors import DomainError, Fault, Invalid
from promotion.territory.drafts import Change, ChangeKind, Legal, Merge, Move, Rename, Retype
from promotion.territory.rules import ProvinceType
from promotion.units.drafts import Succession
from promotion.units.rules import UnitKind
from promotion.web.forms import ChoiceField, DateField, Form, LongTextField, TextField

Draft = Change | Succession
_SEVERAL = {"old_keys": "old_1", "old_codes": "old_1"}


class LegalForm(Form):
    """The instrument behind an act."""

    number = TextField(_l("Number of the document"), [Length(max=100)])
    document_day = DateField(_l("Date of the document"))
    issuer = TextField(_l("Issued by"), [Length(max=200)])
    source_vi = TextField(
        _l("Legal basis, in Vietnamese"), [Length(max=500)], description=_l("As it is cited on pages.")
    )
    source_en = TextField(_l("Legal basis, in English"), [Length(max=500)])

    beside = frozenset({"step"})

    def legal(self) -> Legal:
        """Return the legal reference."""
        return Legal(
            self.number.data or "",
            self.document_day.data,
            self.issuer.data or "",
            self.source_vi.data or "",
            self.source_en.data or "",
        )


class ActForm(LegalForm):
    """What every act has: the day from which it holds, and the year whose figures its preview shows."""

    day = DateField(_l("Holds from"), description=_l("Day, month, year; may lie in the future."))
    year = ChoiceField(_l("Figures of the preview"), required=False)
    own: Sequence[str] = ()
    """Names of the fields that this act has beside those of every act, in their order."""

    def take(self, error: DomainError) -> None:
        """Show faults of a list of places at its first field."""
        if isinstance(error, Invalid):
            faults = (
                Fault(_SEVERAL.get(one.field, one.field), one.message, one.params) for one in error.faults
            )
            error = Invalid(error.message, error.params, faults=tuple(faults))
        super().take(error)

    def draft(self) -> Draft:
        """Return the draft."""
        raise NotImplementedError

    def _old(self) -> tuple[str, ...]:
        return tuple(filter(None, (self._fields[f"old_{number}"].data for number in range(1, 5))))

    def _text(self, name: str) -> str:
        return self._fields[name].data or ""


class MergeForm(ActForm):
    """Provinces that go over to one."""

    own = (
        *("old_1", "old_2", "old_3", "old_4"),
        *("name_vi", "full_name_vi", "name_en", "type", "region", "code"),
    )
    old_1 = ChoiceField(_l("First province"))
    old_2 = ChoiceField(_l("Second province"))
    old_3 = ChoiceField(_l("Third province"), required=False)
    old_4 = ChoiceField(_l("Fourth province"), required=False)
    name_vi = TextField(_l("Name, in Vietnamese"), [Length(max=100)])
    full_name_vi = TextField(
        _l("Full name, in Vietnamese"), [Length(max=120)], description=_l("With “Tỉnh” or “Thành phố”.")
    )
    name_en = TextField(_l("Name, in English"), [Length(max=100)])
    type = ChoiceField(_l("Type"))
    region = ChoiceField(_l("Conference region"))
    code = TextField(
        _l("Code"),
        required=False,
        description=_l("Two digits. Empty: that of the province whose name it keeps, else of the first."),
    )

    def draft(self) -> Draft:
        """Return the draft."""
        return Merge(
            self.day.data, self._old(), ProvinceType(self.type.data), self._text("name_vi"),
            self._text("name_en"), self._text("full_name_vi"), Region(self.region.data), self._text("code"),
        )  # fmt: skip


class RenameForm(ActForm):
    """A province and its new name."""

    own = ("key", "name_vi", "full_name_vi", "name_en")
    key = ChoiceField(_l("Province"))
    name_vi = TextField(_l("Name, in Vietnamese"), [Length(max=100)])
    full_name_vi = TextField(
        _l("Full name, in Vietnamese"), [Length(max=120)], description=_l("With “Tỉnh” or “Thành phố”.")
    )
    name_en = TextField(_l("Name, in English"), [Length(max=100)])

    def draft(self) -> Draft:
        """Return the draft."""
        names = (self._text(name) for name in ("name_vi", "name_en", "full_name_vi"))
        return Rename(self.day.data, self.key.data, *names)


class MoveForm(ActForm):
    """A province and its new conference region."""

    own = ("key", "region")
    key = ChoiceField(_l("Province"))
    region = ChoiceField(_l("Conference region"))

    def draft(self) -> Draft:
        """Return the draft."""
        return Move(self.day.data, self.key.data, Region(self.region.data))


class RetypeForm(ActForm):
    """A province and what it becomes."""

    own = ("key", "type", "full_name_vi")
    key = ChoiceField(_l("Province"))
    type = ChoiceField(_l("Type"))
    full_name_vi = TextField(
        _l("Full name, in Vietnamese"), [Length(max=120)], description=_l("With “Tỉnh” or “Thành phố”.")
    )

    def draft(self) -> Draft:
        """Return the draft."""
        return Retype(self.day.data, self.key.data, ProvinceType(self.type.data), self._text("full_name_vi"))


class SucceedForm(ActForm):
    """Units that go over to one."""

    own = (
        *("old_1", "old_2", "old_3", "old_4"),
        *("successor", "name_vi", "name_en", "new_kind", "province_key"),
    )
    old_1 = ChoiceField(_l("First unit"))
    old_2 = ChoiceField(_l("Second unit"), required=False)
    old_3 = ChoiceField(_l("Third unit"), required=False)
    old_4 = ChoiceField(_l("Fourth unit"), required=False)
    successor = ChoiceField(
        _l("They go over to"),
        required=False,
        description=_l("A unit that stands keeps its kind and its seat."),
    )
    name_vi = TextField(
        _l("Name from that day, in Vietnamese"),
        [Length(max=200)],
        required=False,
        description=_l("Needed for a new unit; for one that stands, only if it is renamed."),
    )
    name_en = TextField(_l("Name from that day, in English"), [Length(max=200)], required=False)
    new_kind = ChoiceField(_l("Kind of the new unit"), required=False)
    province_key = ChoiceField(_l("Seat of the new unit"), required=False)

    def draft(self) -> Draft:
        """Return the draft."""
        return Succession(
            self.day.data, self._old(), self.successor.data or "", self._text("name_vi"), self._text("name_en"),
            UnitKind(self.new_kind.data) if self.new_kind.data else None, self.province_key.data or "",
        )  # fmt: skip


class UndoForm(LegalForm):
    """Why an act is taken back, by which instrument."""

    reason = LongTextField(_l("Reason"), [Length(max=1000)])


FORMS: Mapping[ChangeKind, type[ActForm]] = {
    ChangeKind.merge: MergeForm,
    ChangeKind.rename: RenameForm,
    ChangeKind.move: MoveForm,
    ChangeKind.retype: RetypeForm,
    ChangeKind.succeed: SucceedForm,
}
