#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Plants single faults in the engine and asks its tests to find them: tests/mutation/run.sh [--rooms model,training] [--sample 40]
# Goes on where it was stopped. README.md says what the figures mean. Not part of CI: a fault takes half a minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python=build-mutation/venv/bin/python
if [ ! -x build-mutation/venv/bin/mutate ]; then
  python3 -m venv build-mutation/venv
  "$python" -m pip install --quiet universalmutator==1.14.1
fi
exec "$python" tests/mutation/mutation.py "$@"
