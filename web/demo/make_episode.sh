#!/usr/bin/env bash
# Makes the demo's podcast episode and the tune below its film, from Debian's sox, espeak-ng and
# ffmpeg: `web/demo/make_episode.sh FOLDER`. The results are kept in the repository.
set -euo pipefail

out="${1:?usage: make_episode.sh FOLDER}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# pluck NAME STEP_SECONDS NOTE...: one plucked note after the other, each ringing into the next.
pluck() {
    local name=$1 step=$2 at=0 parts=() index=0 note
    for note in "${@:3}"; do
        if [[ $note != - ]]; then
            sox -n -r 24000 -c 1 "$work/n$index.wav" synth 1.6 pluck "$note" fade 0 1.6 1.2 \
                gain -7 pad "$at"
            parts+=("$work/n$index.wav")
        fi
        at="$(awk "BEGIN { print $at + $step }")"
        index=$((index + 1))
    done
    sox -m "${parts[@]}" "$work/$name.wav" gain -n -6 reverb 28 50 60
}

say() {
    espeak-ng -v en-gb-x-rp -s 148 -p 42 -g 4 -w "$work/$1.wav" "$2" 2>/dev/null ||
        espeak-ng -v en-gb -s 148 -p 42 -g 4 -w "$work/$1.wav" "$2"
    sox "$work/$1.wav" -r 24000 -c 1 "$work/$1.raw.wav" highpass 90 treble -3 gain -n -5
}

pluck intro 0.24 D4 A4 D5 F#5 E5 D5 A4 B4 G4 B4 D5 G5 F#5 D5 E5 - D5 - -
pluck outro 0.3 G4 B4 D5 G5 F#5 D5 A4 F#4 E4 A4 C#5 E5 D5 - - A4 D5 - - -
pluck evening 0.5 D4 A4 F#4 A4 B3 F#4 D4 F#4 G3 D4 B3 D4 A3 E4 C#4 E4 D4 A4 D5 - A4 - D4 - -

say first "This is the Farthing Post. Hold a farthing to your ear, and you will hear nothing at all.
Drop it on a shop counter, and everybody turns round."
say second "The silver one hardly rang. It weighed less than half a gram, and fell like a sequin. The
copper one of sixteen seventy two gave a dull, round knock, like a knuckle on a door. The bronze
one, with the wren on its back, sang: a small, high note, that lasted just as long as it took the
grocer to close his hand on it."
say third "When the last of them were called in, a bank clerk in Leeds said that what he missed was
not the money. It was the sound of somebody counting very carefully."

sox -n -r 24000 -c 1 "$work/pause.wav" trim 0 0.7
sox "$work/intro.wav" "$work/first.raw.wav" "$work/pause.wav" "$work/second.raw.wav" \
    "$work/pause.wav" "$work/third.raw.wav" "$work/pause.wav" "$work/outro.wav" "$work/all.wav"
ffmpeg -loglevel error -y -i "$work/all.wav" -c:a libmp3lame -b:a 32k -ac 1 -ar 24000 \
    -map_metadata -1 -fflags +bitexact -metadata title="What a farthing sounds like" \
    -metadata artist="The Farthing Post" "$out/episode.mp3"
cp "$work/evening.wav" "$out/evening.wav"
