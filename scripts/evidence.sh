#!/usr/bin/env bash
# Whether weighting helps (docs/method.md, "The protocol"): trains the experiments of resources/presets/evidence at
# low priority, and writes their section of docs/results.md from what has ended. What is in the store already is not trained again:
# stop the command whenever the machine is needed, and start it again.
#
#   scripts/evidence.sh STORE [EXPERIMENT...]            all of them, or e.g.: rosmap planted-independent
#   scripts/evidence.sh STORE --systems [EXPERIMENT...]  which system: resources/presets/systems
#   scripts/evidence.sh STORE --tables [EXPERIMENT...]   the paper's tables, Appendix A and the leak, on planted
#                                                        cohorts: resources/presets
#
# ROSMAP, METABRIC and Parkinsons are read from ../shared/data beside the project.
set -euo pipefail
cd "$(dirname "$0")/.."

store=${1:?"name the store that keeps the runs: scripts/evidence.sh STORE [EXPERIMENT...]"}
shift
btw=${BTW:-build/bin/btw}
section=evidence
plans=resources/presets/evidence
all=(rosmap rosmap-modalities metabric metabric-modalities parkinsons parkinsons-modalities
     planted-memoriser planted-corrupted planted-independent planted-redundant)
case ${1-} in
--systems)
    shift
    section=systems
    plans=resources/presets/systems
    all=(rosmap-systems rosmap-official metabric-systems parkinsons-systems)
    ;;
--tables)
    shift
    section=tables
    plans=resources/presets
    all=(table-{3,4,5,6,7,8,9,10}-{sentiment,los} appendix-a-everywhere leak-sentiment leak-systems-sentiment)
    ;;
esac

# A training that fails is named on the page; one that was stopped ends the script.
failed=0
for name in "${@:-${all[@]}}"; do
    echo "== $name"
    status=0
    nice -n 19 "$btw" sweep "$plans/$name.json" --store "$store" > /dev/null || status=$?
    if [ "$status" -eq 1 ]; then
        failed=1
    elif [ "$status" -ne 0 ]; then
        exit "$status"
    fi
done

arguments=()
for name in "${all[@]}"; do
    arguments+=(--plan "$plans/$name.json")
done
"$btw" results "${arguments[@]}" --store "$store" --out docs/results.md --section "$section"
exit "$failed"
