#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# On a machine with a GPU: the engine's tests, then steps and epochs against PyTorch on the same GPU. Under 8 minutes. Without a GPU
# everything runs on the processor, small, and the output says so. BTW_PYTHON names a Python with torch and numpy (python3).
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 2
python=${BTW_PYTHON:-python3}
torch=$("$python" -c 'import os, torch; print(os.path.dirname(torch.__file__))') || {
  echo "$python has no torch; BTW_PYTHON names another Python." >&2
  exit 2
}
libraries=$PWD/lib:$torch/lib
for folder in "$torch"/../nvidia/*/lib; do
  libraries+=:$folder
done
"$python" -c 'import torch; print("torch", torch.__version__, "on", torch.cuda.get_device_name() if torch.cuda.is_available() else "the processor: NOTHING BELOW RAN ON A GPU")'

export QT_PLUGIN_PATH=$PWD/plugins

failed=0
tried=0
# These two compare the GPU with the processor; the others run several at a time.
for test in tst_device tst_ondevice; do
  echo "== $test"
  LD_LIBRARY_PATH=$libraries timeout 120 "tests/$test" 2>&1 | grep -E '^(FAIL|SKIP|Totals|   )'
  [ "${PIPESTATUS[0]}" -eq 0 ] || failed=$((failed + 1))
  tried=$((tried + 1))
done
echo "== the engine's other tests"
export libraries
while read -r name code; do
  tried=$((tried + 1))
  [ "$code" -eq 0 ] || { failed=$((failed + 1)); echo "FAILED $name ($code); see $PWD/$name.log"; }
done < <(find tests -name 'tst_*' ! -name tst_device ! -name tst_ondevice -printf '%f\n' | sort \
  | xargs -P 4 -I{} bash -c 'OMP_NUM_THREADS=2 OMP_WAIT_POLICY=passive LD_LIBRARY_PATH=$libraries timeout 150 tests/{} >{}.log 2>&1; echo {} $?')
echo "$((tried - failed)) of $tried test programs passed"

echo "== speed"
LD_LIBRARY_PATH=$libraries bin/btw --version
BTW_LIBRARIES=$libraries "$python" measure.py || failed=$((failed + 1))
[ $failed -eq 0 ]
