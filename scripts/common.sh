# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by setup.sh and test.sh: messages, and the packages of Debian 12 that the programs need.
# shellcheck shell=bash

# libopenblas0-openmp: LibTorch without an optimised BLAS is 20 times slower, and with the pthreads flavour its thread
# setting does not bound matrix products (see cmake/BtwOptions.cmake). libvulkan-dev, libgl-dev and libopengl-dev are
# what the CMake packages of Qt GUI and Qt Charts ask for. libgloo-dev has the headers of what carries tensors between
# the processes of one training, which LibTorch's headers include and libtorch-dev does not bring.
# fonts-droid-fallback has the letters of Chinese, Japanese and Korean names.
# shellcheck disable=SC2034
BTW_PACKAGES=(
  g++ cmake ninja-build ccache git ca-certificates
  libtorch-dev libgloo-dev libopenblas0-openmp libeigen3-dev libxgboost-dev
  qt6-base-dev qt6-charts-dev qt6-svg-dev libqt6opengl6-dev libqt6sql6-sqlite libquazip1-qt6-dev libssl-dev
  zlib1g-dev libbz2-dev liblzma-dev pkg-config libreadstat-dev libmatio-dev libhdf5-dev libsentencepiece-dev
  libgl-dev libopengl-dev libvulkan-dev
  fonts-inter fonts-droid-fallback fontconfig libharfbuzz-dev
)

say() { printf '\n== %s\n' "$*"; }

fail() {
  printf '\nCould not go on: %s\n' "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "packages have to be installed as root, and sudo is not here; run this script as root once."
  fi
}

# install_packages NAME...: installs those that are not there yet.
install_packages() {
  command -v apt-get >/dev/null || fail "apt-get is not here; this script knows Debian 12 (and its relatives) only."
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    echo "All packages are installed."
    return
  fi
  echo "Installing ${missing[*]}"
  local log
  log=$(mktemp)
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update -qq >"$log" 2>&1 \
    || { cat "$log" >&2; fail "the package lists could not be fetched; is there a network?"; }
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -qq -y \
    --no-install-recommends "${missing[@]}" >"$log" 2>&1 </dev/null \
    || { tail -n 40 "$log" >&2; fail "a package could not be installed (see above)."; }
  rm -f "$log"
}

# torch_with_cuda FOLDER: a virtual environment there with PyPI's torch, which brings LibTorch with CUDA.
torch_with_cuda() {
  if compgen -G "$1/lib/python3.*/site-packages/torch/lib/libtorch_cuda.so" >/dev/null; then
    echo "LibTorch with CUDA is in $1."
    return
  fi
  echo "Installing PyPI's torch into $1 (about 6 GB, some minutes)"
  python3 -m venv "$1" || fail "a virtual environment could not be made in $1 (see above)."
  "$1/bin/pip" install --quiet --disable-pip-version-check torch \
    || fail "torch could not be installed (see above); is there a network, and 6 GB of space? BTW_TORCH names another place."
  compgen -G "$1/lib/python3.*/site-packages/torch/lib/libtorch_cuda.so" >/dev/null \
    || fail "the torch in $1 has no CUDA; PyPI has one with CUDA for Linux on x86_64 and aarch64 only."
}

# configure_and_build [PRESET [TARGET...]]: the targets, or everything, into the preset's folder, quietly unless it fails.
configure_and_build() {
  local log preset=${1:-default}
  log=$(mktemp)
  cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; fail "CMake could not configure the build (see above)."; }
  rm -f "$log"
  shift || true
  cmake --build --preset "$preset" ${1+--target "$@"} || fail "the build failed (see above)."
}
