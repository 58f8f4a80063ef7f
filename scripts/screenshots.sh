#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Pictures of every page to look at: light, dark and high contrast, small and large, at 100% and 200%; and of data that are hard
# to draw: 12 modalities, 20 classes, long, Chinese and Arabic names. With --docs the few of docs/screenshots, of 256 colours each.
# All data are made here. Needs the programs in build/bin (scripts/setup.sh --no-run) and Python 3; no display. --docs needs
# ImageMagick.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh

docs=false
if [ "${1:-}" = --docs ]; then
  docs=true
  shift
fi
if [ $# -ne 1 ] || [ "${1:0:1}" = - ]; then
  echo "Usage: scripts/screenshots.sh [--docs] FOLDER"
  exit 2
fi
folder=$1
data=$folder/data
bin=$PWD/build/bin
[ -x "$bin/btw-workbench" ] || fail "build/bin/btw-workbench is not there; run scripts/setup.sh --no-run first."
if $docs; then
  command -v convert >/dev/null || fail "ImageMagick's convert is not there; apt-get install imagemagick."
  data=$(mktemp -d)
  trap 'rm -rf "$data"' EXIT
fi
mkdir -p "$folder" "$data"
export QT_QPA_PLATFORM=offscreen

say "1/3 Data"
python3 scripts/screenshots_data.py "$data"
[ -e "$data/sentiment.npz" ] || "$bin/btw" sample sentiment --out "$data/sentiment.npz"

say "2/3 Trainings"
# train STORE DATA OPTION...
train() {
  local store=$1 of=$2
  shift 2
  [ -e "$data/$store.sqlite" ] || "$bin/btw" train "$data/$of" --preset demo --store "$data/$store.sqlite" "$@"
}
if $docs; then
  train sentiment sentiment.npz --model moe --variant btw --seeds 1,2 --without each --placebo
else
  train sentiment sentiment.npz --seeds 1,2
  train classes classes --seeds 1,2
fi
for name in modalities names; do
  train $name $name --seeds 1,2
done

say "3/3 Pictures"
# picture NAME STORE DATA SCALE OPTION...
picture() {
  local name=$1 store=$2 of=$3 scale=$4
  shift 4
  QT_SCALE_FACTOR=$scale timeout 300 "$bin/btw-workbench" --store "$data/$store.sqlite" "$data/$of" --run newest \
    --study newest --screenshot "$folder/$name.png" "$@" || fail "$name.png could not be taken."
  ! $docs || convert "$folder/$name.png" -strip +dither -colors 256 "PNG8:$folder/$name.png"
  printf '%s\n' "$name.png"
}

# The program names its pages, and ends with an error, when it is asked for one that is not there.
pages=$({ "$bin/btw-workbench" --store "$data/sentiment.sqlite" --page - 2>&1 || true; } | sed -n 's/.*there are \(.*\)\./\1/p' | tr -d ,)
[ -n "$pages" ] || fail "btw-workbench did not name its pages."

for page in $pages; do
  if $docs; then
    picture "$page-light" sentiment sentiment.npz 1 --page "$page" --theme light --size 1440x900
    continue
  fi
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
if $docs; then
  for page in experiment train compare; do
    picture "$page-dark" sentiment sentiment.npz 1 --page $page --theme dark --size 1000x700
  done
  picture train-high-contrast sentiment sentiment.npz 1 --page train --theme high-contrast --size 1000x700
  picture train-names names names 1 --page train --theme light --size 1000x700
  picture data-modalities modalities modalities 1 --page data --theme light --size 1440x900
fi
