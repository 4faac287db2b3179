#!/bin/sh
# Brings what the tests need from the system: a browser, an office, PDF tools, fonts with Vietnamese letters.
# Never fails: what cannot be had is named by the tests in their closing lines.
set -u

# tool or file that shows it is there : Debian packages
missing=
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-calc"
command -v pdftoppm >/dev/null 2>&1 || missing="$missing poppler-utils"
[ -d /usr/share/fonts/truetype/liberation2 ] || [ -d /usr/share/fonts/truetype/liberation ] ||
    missing="$missing fonts-liberation2"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "No apt-get here. The tests go on without:$missing"
    exit 0
fi
as_root=
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        echo "Not allowed to install system packages. The tests go on without:$missing"
        echo "To have them: sudo apt-get install --no-install-recommends$missing"
        exit 0
    fi
fi
echo "Installing system packages for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
options="-qq -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o DPkg::Lock::Timeout=120"
# shellcheck disable=SC2086 # the lists are meant to fall into words
{
    $as_root apt-get $options update
    $as_root apt-get $options install -y --no-install-recommends $missing ||
        for one in $missing; do
            $as_root apt-get $options install -y --no-install-recommends "$one"
        done
} >/dev/null 2>&1 || echo "Not everything could be installed; the closing lines of the tests say what is left out."
exit 0
