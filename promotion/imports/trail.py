"""How files that were sent stand in the trail: their name and fingerprint, never what is in them."""

from promotion.access.permissions import FIGURES_IMPORT
from promotion.audit.kinds import Kind, enter
from promotion.kernel.text import mark as N_


def enter_words() -> None:
    """Tell the trail of files; called once, when this room is opened."""
    enter(
        Kind(
            key="import_file",
            label=N_("File to be entered"),
            permission=FIGURES_IMPORT,
            acts={"imports.keep": N_("Sent a file")},
            fields={"file_name": N_("File"), "sha256": N_("Fingerprint of the file (SHA-256)")},
        )
    )
