// SPDX-License-Identifier: MIT
// Draws the demo's picture, a harbour in the manner of a banknote: `node web/demo/draw_picture.mjs
// FILE`.
//
// The result is a PNG with a palette; one script and one zlib give one result.

import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { DARK, harbour, WARM } from './harbour.mjs';

const WIDTH = 1080;
const HEIGHT = 720;
const GRID = 3;
const PAPER = [243, 241, 232];
const INK = [22, 52, 58];
const RED = [178, 66, 44];

const ink_at = harbour();

/** How much of each ink a pixel holds, in samples of a small grid: the index of its colour. */
function pixel(column, row) {
  let dark = 0;
  let warm = 0;
  for (let sample = 0; sample < GRID * GRID; sample++) {
    const x = (column + ((sample % GRID) + 0.5) / GRID) / HEIGHT;
    const y = (row + (Math.floor(sample / GRID) + 0.5) / GRID) / HEIGHT;
    const ink = ink_at(x, y);
    if (ink === DARK) dark++;
    else if (ink === WARM) warm++;
  }
  return dark * (GRID * GRID + 1) + warm;
}

function palette() {
  const samples = GRID * GRID;
  const colours = [];
  for (let index = 0; index < (samples + 1) ** 2; index++) {
    const dark = Math.floor(index / (samples + 1)) / samples;
    const warm = (index % (samples + 1)) / samples;
    for (let part = 0; part < 3; part++) {
      colours.push(
        Math.max(
          0,
          Math.round(
            PAPER[part] + dark * (INK[part] - PAPER[part]) + warm * (RED[part] - PAPER[part]),
          ),
        ),
      );
    }
  }
  return Buffer.from(colours);
}

function rows() {
  const bytes = Buffer.alloc((WIDTH + 1) * HEIGHT);
  for (let row = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++)
      bytes[row * (WIDTH + 1) + 1 + column] = pixel(column, row);
  }
  return bytes;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  const checksum = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** The checksum of PNG, which is that of zlib's gzip, bit by bit. */
function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function header() {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(WIDTH, 0);
  bytes.writeUInt32BE(HEIGHT, 4);
  bytes.set([8, 3, 0, 0, 0], 8);
  return bytes;
}

const png = Buffer.concat([
  Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
  chunk('IHDR', header()),
  chunk('PLTE', palette()),
  chunk('IDAT', deflateSync(rows(), { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
]);
writeFileSync(process.argv[2] ?? 'picture.png', png);
console.log(`${png.length} bytes`);
