// SPDX-License-Identifier: MIT
// Draws the demo's film, the evening over the harbour: `node web/demo/draw_film.mjs FILE.mp4
// [SOUND]`. Needs ffmpeg, which Debian has; the result is kept in the repository.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DARK, harbour, WARM } from './harbour.mjs';

const [file = 'harbour.mp4', sound] = process.argv.slice(2);
const WIDTH = 640;
const HEIGHT = 360;
const GRID = 3;
const FRAMES_PER_SECOND = 12;
const FRAMES = 12 * FRAMES_PER_SECOND;
const COARSE = 1.8;
/** The part of the scene that is seen: its whole width, without some sky and grass. */
const VIEW = { scale: 0.84, top: 0.11 };
const PAPER = [243, 241, 232];
const INK = [22, 52, 58];
const RED = [178, 66, 44];

const encoder = spawn('ffmpeg', parameters(), { stdio: ['pipe', 'inherit', 'inherit'] });
for (let index = 0; index < FRAMES; index++) {
  const drained = encoder.stdin.write(frame(index / FRAMES));
  if (!drained) await once(encoder.stdin, 'drain');
}
encoder.stdin.end();
await once(encoder, 'exit');

function parameters() {
  const pictures = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${WIDTH}x${HEIGHT}`];
  const rate = ['-r', String(FRAMES_PER_SECOND)];
  const with_sound = sound ? ['-i', sound, '-c:a', 'aac', '-b:a', '48k', '-ac', '1'] : [];
  const video = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-crf', '35', '-preset', 'veryslow'];
  const keys = ['-g', String(2 * FRAMES_PER_SECOND), '-movflags', '+faststart', '-shortest'];
  const exact = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact'];
  const start = ['-loglevel', 'error', '-y', ...pictures, ...rate, '-i', '-'];
  return [...start, ...with_sound, ...video, ...keys, ...exact, file];
}

function frame(time) {
  const ink_at = harbour({ time, coarse: COARSE });
  const bytes = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let row = 0; row < HEIGHT; row++)
    for (let column = 0; column < WIDTH; column++)
      bytes.set(colour(ink_at, column, row), (row * WIDTH + column) * 3);
  return bytes;
}

function colour(ink_at, column, row) {
  let dark = 0;
  let warm = 0;
  for (let sample = 0; sample < GRID * GRID; sample++) {
    const x = (column + ((sample % GRID) + 0.5) / GRID) / HEIGHT;
    const y = (row + (Math.floor(sample / GRID) + 0.5) / GRID) / HEIGHT;
    const ink = ink_at(x * VIEW.scale, y * VIEW.scale + VIEW.top);
    if (ink === DARK) dark++;
    else if (ink === WARM) warm++;
  }
  const share = 1 / (GRID * GRID);
  return PAPER.map((paper, part) =>
    Math.round(paper + dark * share * (INK[part] - paper) + warm * share * (RED[part] - paper)),
  );
}
