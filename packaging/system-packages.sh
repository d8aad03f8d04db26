#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the system libraries that Vidda's Python packages link to or call.
# usage: system-packages.sh [--tests]
set -eu

runtime="libegl1 libgl1 libopengl0 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0
 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0
 libxcb-xkb1 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0 libpulse0 libasound2 bubblewrap"
# Compiler and headers are for the speech judge (PESQ), which has no wheel; alsa-utils brings the speech, Xvfb and
# xmessage (x11-utils) a screen and a window to share. Firefox plays no sound without a sound server; PulseAudio also has
# headsets to plug in and out.
tests="dbus gnome-keyring xvfb x11-utils age libimage-exiftool-perl coturn chromium firefox-esr pulseaudio pulseaudio-utils
 iproute2 strace alsa-utils gcc libc6-dev python3-dev"

wanted=$runtime
[ "${1:-}" = "--tests" ] && wanted="$runtime $tests"

if ! command -v dpkg-query >/dev/null 2>&1; then
    case "$(uname -s)" in
        Linux)
            echo "Vidda needs Qt 6's libraries for X11 or Wayland (EGL, xkbcommon, xcb-cursor, xcb-icccm, xcb-image,"
            echo "xcb-keysyms, xcb-render-util), libpulse, D-Bus, fontconfig and bubblewrap. Install them with your"
            echo "system's package program, then go on." ;;
        *) echo "No system packages are needed on this system." ;;
    esac
    exit 0
fi

# The interpreter's own venv module lacks ensurepip in Debian's plain package.
if ! python3 -c "import ensurepip" >/dev/null 2>&1; then
    wanted="$wanted python3-venv"
fi

missing=""
for name in $wanted; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null || true)
    # Debian 13 and Ubuntu 24.04 carry some of these under a name that ends in t64.
    [ "$state" = installed ] || state=$(dpkg-query -W -f='${db:Status-Status}' "${name}t64" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $name"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    run=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    run="sudo"
else
    echo "Some system libraries are missing. Ask an administrator to run this, then go on:" >&2
    echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
    exit 1
fi
echo "Installing system libraries:$missing"
$run apt-get update -qq
# shellcheck disable=SC2086 # the list is meant to be split
$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
