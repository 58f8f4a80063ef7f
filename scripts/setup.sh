#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From a clone to a running workbench. Can be run again at any time: what is done is not done twice.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

usage() {
  cat <<'TEXT'
Usage: scripts/setup.sh [--no-run] [--cuda]

Installs the packages of Debian 12 that the programs need (as root, or through sudo), builds the programs into
build/, and starts the workbench on a demo cohort. Without a display it trains the demo in the terminal instead and
writes its figures into build/demo/.

  --no-run    stop after the build
  --cuda      build into build-cuda/ with LibTorch from PyPI's torch wheel, which runs on NVIDIA GPUs; it is installed
              into build-cuda/torch (6 GB), unless BTW_TORCH names a virtual environment that has it. CUDA's compiler
              (nvcc) is not needed; where it is there, the program's own kernels are built, too
  --help      this text
TEXT
}

run=1
preset=default
build=build
for argument in "$@"; do
  case $argument in
    --no-run) run=0 ;;
    --cuda) preset=cuda build=build-cuda ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; printf '\nUnknown option %s.\n' "$argument" >&2; exit 2 ;;
  esac
done

say "1/3 Packages"
install_packages "${BTW_PACKAGES[@]}"
if [ $preset = cuda ]; then
  if [ -z "${BTW_TORCH:-}" ]; then
    install_packages python3-venv
    torch_with_cuda "$PWD/build-cuda/torch"
    export BTW_TORCH=$PWD/build-cuda/torch
  fi
  command -v nvidia-smi >/dev/null || echo "No NVIDIA driver here: the programs will start, and train on the processor."
fi

say "2/3 Build (the first takes about five minutes on two cores)"
configure_and_build $preset btw btw-workbench # scripts/test.sh builds the tests

if [ $run -eq 0 ]; then
  say "Done. Start $build/bin/btw-workbench, or see $build/bin/btw --help."
  exit 0
fi

if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
  say "3/3 The workbench, on a demo cohort"
  exec $build/bin/btw-workbench --demo sentiment
fi

say "3/3 No display here: training the demo in the terminal"
demo=$build/demo
mkdir -p "$demo"
$build/bin/btw sample sentiment --out "$demo/sentiment.npz"
$build/bin/btw train "$demo/sentiment.npz" --preset demo --seeds 1 --store "$demo/demo.sqlite"
for kind in weights metric density scatter; do
  $build/bin/btw figure $kind --store "$demo/demo.sqlite" --run last --out "$demo/$kind.svg"
done
say "Done. The figures are in $demo; next: $build/bin/btw --help."
