#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Pictures of every page to look at: light, dark and high contrast, small and large, at 100% and 200%; and of data that are hard
# to draw: 12 modalities, 20 classes, long, Chinese and Arabic names. All data are made here. Needs the programs in build/bin
# (scripts/setup.sh --no-run) and Python 3; no display.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

if [ $# -ne 1 ] || [ "${1:0:1}" = - ]; then
  echo "Usage: scripts/screenshots.sh FOLDER"
  exit 2
fi
folder=$1
bin=$PWD/build/bin
[ -x "$bin/btw-workbench" ] || fail "build/bin/btw-workbench is not there; run scripts/setup.sh --no-run first."
mkdir -p "$folder/data"
export QT_QPA_PLATFORM=offscreen

say "1/3 Data"
python3 scripts/screenshots_data.py "$folder/data"
[ -e "$folder/data/sentiment.npz" ] || "$bin/btw" sample sentiment --out "$folder/data/sentiment.npz"

say "2/3 Trainings"
# train STORE DATA
train() {
  [ -e "$folder/data/$1.sqlite" ] || "$bin/btw" train "$folder/data/$2" --preset demo --seeds 1,2 --store "$folder/data/$1.sqlite"
}
train sentiment sentiment.npz
for name in modalities classes names; do
  train $name $name
done

say "3/3 Pictures"
# The program names its pages when it is asked for one that is not there.
pages=$("$bin/btw-workbench" --store "$folder/data/sentiment.sqlite" --page - 2>&1 | sed -n 's/.*there are \(.*\)\./\1/p' | tr -d ,)
[ -n "$pages" ] || fail "btw-workbench did not name its pages."

# picture NAME STORE DATA SCALE OPTION...
picture() {
  local name=$1 store=$2 data=$3 scale=$4
  shift 4
  QT_SCALE_FACTOR=$scale timeout 120 "$bin/btw-workbench" --store "$folder/data/$store.sqlite" "$folder/data/$data" --run newest \
    --study newest --screenshot "$folder/$name.png" "$@" || fail "$name.png could not be taken."
  printf '%s\n' "$name.png"
}

for page in $pages; do
  for theme in light dark high-contrast; do
    for size in 1000x700 1920x1080; do
      picture "$page-$theme-$size" sentiment sentiment.npz 1 --page "$page" --theme $theme --size $size
    done
  done
  picture "$page-light-1000x700-200" sentiment sentiment.npz 2 --page "$page" --theme light --size 1000x700
  for name in modalities classes names; do
    picture "$page-$name" $name $name 1 --page "$page" --theme light --size 1440x900
  done
done
