#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds everything and runs every test. GUI tests use Qt's offscreen platform, so no display is needed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
  echo "Usage: scripts/test.sh [CTEST OPTIONS], for example scripts/test.sh -L weighting"
  exit 0
fi

say "1/3 Packages"
install_packages "${BTW_PACKAGES[@]}"

say "2/3 Build"
configure_and_build

say "3/3 Tests"
export QT_QPA_PLATFORM=offscreen
exec ctest --preset default --parallel "$(nproc)" "$@"
