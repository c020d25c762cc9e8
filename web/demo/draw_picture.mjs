// SPDX-License-Identifier: MIT
// Draws the demo's picture, a harbour in the manner of a banknote: `node web/demo/draw_picture.mjs
// FILE`.
//
// Every tone is made of lines of one ink whose width follows the tone, as an engraver would cut
// them. The result is a PNG with a palette; one script and one zlib give one result.

import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const WIDTH = 1080;
const HEIGHT = 720;
const GRID = 3;
const PAPER = [243, 241, 232];
const INK = [22, 52, 58];
const RED = [178, 66, 44];

const HORIZON = 0.6;
const SUN = { x: 0.93, y: 0.36, radius: 0.17 };

const NOTHING = 0;
const DARK = 1;
const WARM = 2;

/** Value noise: smooth, between 0 and 1, the same on every machine. */
function noise(x, y) {
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [smooth(x - i), smooth(y - j)];
  const top = mix(lattice(i, j), lattice(i + 1, j), u);
  return mix(top, mix(lattice(i, j + 1), lattice(i + 1, j + 1), u), v);
}

function lattice(i, j) {
  let h = Math.imul(i, 374761393) ^ Math.imul(j, 668265263);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

function rough(x, y) {
  return (
    0.55 * noise(x, y) + 0.3 * noise(2.1 * x + 7, 2.1 * y) + 0.15 * noise(4.3 * x, 4.3 * y + 3)
  );
}

const smooth = (t) => t * t * (3 - 2 * t);
const mix = (a, b, t) => a + (b - a) * t;
const clamp = (t) => Math.min(1, Math.max(0, t));
const fraction = (t) => t - Math.floor(t);

/** Whether a point lies on a line of a family whose lines cover `tone` of the paper. */
const hatched = (position, tone) => Math.abs(fraction(position) - 0.5) < clamp(tone) / 2;

const far_ridge = (x) => 0.575 - 0.17 * rough(2.6 * x + 1.3, 0.4) * smooth(clamp(1.3 - x));
const headland = (x) => 0.63 - 0.3 * smooth(clamp((0.52 - x) / 0.5)) - 0.035 * rough(7 * x, 9);
const shore = (x) => 0.9 - 0.1 * smooth(clamp((x - 0.55) / 0.95)) + 0.05 * rough(3 * x, 5) - 0.02;

function ink_at(x, y) {
  if (y > shore(x)) return shore_ink(x, y);
  if (on_lighthouse(x, y)) return lighthouse_ink(x, y);
  if (y > headland(x) && y < HORIZON + 0.035 * smooth(clamp((0.5 - x) * 2)))
    return headland_ink(x, y);
  if (y > HORIZON) return sea_ink(x, y);
  if (y > far_ridge(x)) return ridge_ink(x, y);
  return sky_ink(x, y);
}

function sky_ink(x, y) {
  const distance = Math.hypot(x - SUN.x, y - SUN.y);
  if (distance < SUN.radius) return sun_ink(x, y, distance);
  if (distance < SUN.radius + 0.007) return NOTHING;
  const glow = clamp((distance - SUN.radius) / 0.75);
  const cloud = smooth(clamp(rough(2.4 * x - 2 * y, 11 * y) * 2.6 - 1.15));
  const tone = 0.14 + 0.4 * glow * (1 - 0.5 * y) - 0.42 * cloud + 0.1 * (HORIZON - y);
  return hatched((y + 0.006 * rough(3 * x, 6 * y)) / 0.0088, Math.max(tone, 0.07)) ? DARK : NOTHING;
}

/** A rosette: rings that weave through one another, as on the face of a note. */
function sun_ink(x, y, distance) {
  const angle = Math.atan2(y - SUN.y, x - SUN.x);
  const r = distance / SUN.radius;
  if (r > 0.965) return WARM;
  for (let ring = 0; ring < 13; ring++) {
    const wave =
      0.055 * Math.sin(16 * angle + (ring % 2 ? Math.PI : 0)) + 0.02 * Math.sin(8 * angle + ring);
    if (Math.abs(r - (0.1 + 0.069 * ring + wave * (0.35 + ring / 13))) < 0.0105) return WARM;
  }
  return NOTHING;
}

function ridge_ink(x, y) {
  const depth = y - far_ridge(x);
  const tone = 0.32 + 0.25 * rough(9 * x, 14 * y) - 1.2 * depth;
  return depth < 0.0022 || hatched((y - 0.75 * far_ridge(x)) / 0.0064, tone) ? DARK : NOTHING;
}

function headland_ink(x, y) {
  const depth = y - headland(x);
  const shade = 0.5 + 0.5 * rough(8 * x, 10 * y) - 0.28 * smooth(clamp((x - 0.28) * 5));
  const along = hatched((depth + 0.03 * rough(6 * x, 6 * y)) / 0.0075, shade);
  const across = shade > 0.62 && hatched((x * 0.9 + depth * 0.6) / 0.0085, (shade - 0.55) * 1.4);
  return depth < 0.003 || along || across ? DARK : NOTHING;
}

const TOWER = { x: 0.315, foot: headland(0.315) + 0.012, head: headland(0.315) - 0.2 };

function on_lighthouse(x, y) {
  const height = (TOWER.foot - y) / (TOWER.foot - TOWER.head);
  if (height < 0 || height > 1.2) return false;
  const half = height <= 1 ? 0.0155 - 0.0055 * height : 0.011 * (1.2 - height) * 5;
  return Math.abs(x - TOWER.x) < half;
}

function lighthouse_ink(x, y) {
  const height = (TOWER.foot - y) / (TOWER.foot - TOWER.head);
  if (height > 1 || Math.abs(height - 0.86) < 0.018) return DARK;
  if (height > 0.88) return Math.abs(x - TOWER.x) < 0.0035 ? NOTHING : DARK;
  if (Math.abs(x - TOWER.x) > 0.0142 - 0.0055 * height) return DARK;
  if (Math.floor(height * 7) % 2 === 1) return hatched(y / 0.004, 0.75) ? WARM : NOTHING;
  return hatched(x / 0.0032, x < TOWER.x ? 0.55 : 0.1) ? DARK : NOTHING;
}

function sea_ink(x, y) {
  const depth = (y - HORIZON) / (1 - HORIZON);
  const swell =
    0.35 * Math.sin(x * (26 / (0.25 + depth)) + 9 * noise(4 * x, 14 * y)) +
    0.9 * rough(5 * x, 9 * y);
  const line = 27 * Math.pow(depth + 0.004, 0.62) + swell * (0.3 + 0.5 * depth);
  const glitter =
    Math.abs(x - SUN.x + 0.02 * Math.sin(60 * depth)) < 0.05 + 0.15 * depth * rough(8 * x, 40 * y);
  const tone = 0.3 + 0.42 * rough(6 * x, 16 * y) - 0.15 * depth;
  if (glitter) return hatched(line, 0.4) ? WARM : NOTHING;
  return hatched(line, tone) ? DARK : NOTHING;
}

function shore_ink(x, y) {
  const depth = y - shore(x);
  if (depth < 0.003) return DARK;
  const blade = x + 0.35 * depth * (rough(5 * x, 2) - 0.3) + 0.012 * rough(20 * x, 12 * y);
  const tone = 0.62 + 0.35 * rough(14 * x, 9 * y) - (depth < 0.02 ? 0.3 : 0);
  return hatched(blade / 0.0062, tone) || (depth > 0.05 && hatched((y + 0.2 * x) / 0.008, 0.35))
    ? DARK
    : NOTHING;
}

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
