#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# One archive that a bare machine with a GPU and PyTorch, but without Qt, can test and time the program with (check.sh in it).
# BTW_TORCH names the virtual environment with the PyTorch to build against: the version that the other machine has.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh

if [ $# -gt 1 ] || [ "${1:-}" = --help ]; then
  echo "Usage: BTW_TORCH=/path/to/venv tests/gpu/pack.sh [build-gpu/btw-gpu.tar.xz]"
  exit 2
fi
build=build-gpu
archive=${1:-$build/btw-gpu.tar.xz}
most_bytes=60000000
tests=(btw_tests_model btw_tests_training btw_tests_weighting btw_tests_analysis btw_tests_data)
[ -n "${BTW_TORCH:-}" ] || fail "BTW_TORCH is not set: the virtual environment with PyPI's torch of the version that the other machine has."

say "1/3 Build"
install_packages "${BTW_PACKAGES[@]}"
cmake -S . -B $build -G Ninja -DCMAKE_BUILD_TYPE=Release -DBTW_CUDA=ON -DBTW_TORCH="$BTW_TORCH" -DBTW_TEST_DATA=tests/golden
cmake --build $build -j"$(nproc)" --target btw "${tests[@]}"

say "2/3 Programs and the libraries that they load"
stage=$build/btw-gpu
rm -rf "$stage"
mkdir -p "$stage"/{bin,lib,tests,plugins/platforms,plugins/sqldrivers}
cp $build/bin/btw $build/bin/btw-main "$stage/bin/"
cp $build/tests/tst_* "$stage/tests/"
cp -r tests/golden "$stage/tests/golden"
cp -r tests/bench/peers "$stage/peers"
rm -rf "$stage/peers/__pycache__"
cp tests/gpu/check.sh tests/gpu/measure.py "$stage/"
# The program loads these two parts of Qt by name.
plugins=$(qmake6 -query QT_INSTALL_PLUGINS)
cp "$plugins/platforms/libqoffscreen.so" "$stage/plugins/platforms/"
cp "$plugins/sqldrivers/libqsqlite.so" "$stage/plugins/sqldrivers/"
# Not PyTorch's and CUDA's, which are there, and not the C library, which belongs to the system.
for program in "$stage"/bin/btw-main "$stage"/tests/tst_* "$stage"/plugins/*/*.so; do
  ldd "$program"
done | awk '$2 == "=>" && $3 ~ "^/" { print $3 }' | sort -u \
  | grep -v -e /torch/lib/ -e /nvidia/ -e '/\(libc\|libm\|libdl\|librt\|libpthread\|libresolv\|libutil\)\.so' \
  | xargs cp -Lt "$stage/lib"
strip --strip-unneeded "$stage"/bin/* "$stage"/tests/tst_* "$stage"/lib/* "$stage"/plugins/*/*.so

say "3/3 Archive"
tar -C $build -cf - btw-gpu | xz -T0 -6 >"$archive"
size=$(stat -c %s "$archive")
[ "$size" -le $most_bytes ] || fail "$archive has $size bytes, more than $most_bytes."
say "Done: $archive, $((size / 1000000)) MB. There: tar xf btw-gpu.tar.xz && btw-gpu/check.sh"
