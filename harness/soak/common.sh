# What the soaks share; they have $folder, which is not there yet, and $seeds.
root=$(CDPATH='' cd "$(dirname "$0")/../.." && pwd -P)
random=${RANDOM_SEED:-$$}
mkdir "$folder"
folder=$(CDPATH='' cd "$folder" && pwd -P)
# Java does not look at TMPDIR; workers get nothing of this.
export TMPDIR="$folder/tmp" JDK_JAVA_OPTIONS="-Djava.io.tmpdir=$folder/tmp"
mkdir "$TMPDIR"
log=$folder/log
failed=0

awk -v seed="$random" 'BEGIN { srand(seed); for (i = 0; i < 100000; i++) print int(rand() * 32768) }' > "$folder/draws"
exec 3< "$folder/draws"

say() { echo "soak: $*" | tee -a "$log"; }
# drawn: a number below $1.
draw() { read -r drawn <&3; drawn=$((drawn % $1)); }
# workers RUN: the processes of a run's jobs.
workers() { pgrep -f "WorkerMain $1/jobs/" || :; }
# Every process that a campaign of this soak has started: those of jobs, and what describes engines, shows parity and records networks.
started() { pgrep -f "io\.enginebench\.[A-Za-z.]*Main $folder/" || :; }

# In the place of this process, so that a signal to it is one to the campaign; a job in the background would ignore Ctrl-C.
campaign() {
    exec env --default-signal=INT "$root/bench" compare --tasks digits --models linear --engines pytorch,mxnet \
        --epochs 3 --jobs 2 --seeds "$seeds" "$@"
}

say "an undisturbed campaign first"
(campaign --out "$folder/calm") > "$folder/calm.log" 2>&1 || { say "FAILED: see $folder/calm.log"; exit 1; }

must() { say "$1: $2"; [ "$2" = "$3" ] || { say "FAILED: must be $3"; failed=1; }; }
count() { grep -c '"starting_weights_sha256"\|"trained_cell"' "$1" || :; }
# What was learnt, cell by cell; attempts that came to nothing have none.
learnt() { grep -h '"final_weights_sha256"\|"weights_sha256"' "$1" | sort | sha256sum; }

# equal RUN: it has every cell, learnt the same as the undisturbed one, and nothing of it is left.
equal() {
    must "cells" "$(count "$1/result.json")" "$(count "$folder/calm/result.json")"
    must "cells with a peak of memory" "$(grep -c '"peak_rss_bytes"' "$1/result.json")" "$(grep -c '"peak_rss_bytes"' "$folder/calm/result.json")"
    must "what was learnt" "$(learnt "$1/result.json")" "$(learnt "$folder/calm/result.json")"
    must "processes left" "$(started | wc -l)" 0
    must "temporary files left" "$(find "$1" "$TMPDIR" \( -name '*.tmp' -o -name 'scratch' -o -name 'enginebench-*' \) | wc -l)" 0
    "$root/bench" verify "$1/result.json" >> "$log" 2>&1 || { say "FAILED: see $log"; failed=1; }
}
