// SPDX-License-Identifier: MIT
// The harbour of the demo's picture and film, in the manner of a banknote: every tone is made of
// lines of one ink whose width follows the tone, as an engraver would cut them.

const HORIZON = 0.6;
const SUN = { x: 0.93, high: 0.36, low: 0.72, radius: 0.17 };

export const NOTHING = 0;
export const DARK = 1;
export const WARM = 2;

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

const far_ridge = (x) => 0.575 - 0.17 * rough(2.6 * x + 1.3, 0.4) * smooth(clamp(1.3 - x));
const headland = (x) => 0.63 - 0.3 * smooth(clamp((0.52 - x) / 0.5)) - 0.035 * rough(7 * x, 9);
const shore = (x) => 0.9 - 0.1 * smooth(clamp((x - 0.55) / 0.95)) + 0.05 * rough(3 * x, 5) - 0.02;

const TOWER = { x: 0.315, foot: headland(0.315) + 0.012, head: headland(0.315) - 0.2 };

function on_lighthouse(x, y) {
  const height = (TOWER.foot - y) / (TOWER.foot - TOWER.head);
  if (height < 0 || height > 1.2) return false;
  const half = height <= 1 ? 0.0155 - 0.0055 * height : 0.011 * (1.2 - height) * 5;
  return Math.abs(x - TOWER.x) < half;
}

/**
 * One moment of the evening as a function of a point: x from 0 to the width, y from 0 to 1, both in
 * heights. `time` runs from 0 (low sun) to 1 (the sun is gone); `coarse` is how much wider apart
 * the lines are than in the picture.
 */
export function harbour({ time = 0, coarse = 1 } = {}) {
  const scene = {
    time,
    sun_y: SUN.high + (SUN.low - SUN.high) * time,
    lamp: time > 0 && fraction(time * 5) < 0.4,
    /** Whether a point lies on a line of a family whose lines cover `tone` of the paper. */
    hatched: (position, tone) => Math.abs(fraction(position / coarse) - 0.5) < clamp(tone) / 2,
  };
  return (x, y) => ink_at(scene, x, y);
}

function ink_at(scene, x, y) {
  if (y > shore(x)) return shore_ink(scene, x, y);
  if (on_lighthouse(x, y)) return lighthouse_ink(scene, x, y);
  if (y > headland(x) && y < HORIZON + 0.035 * smooth(clamp((0.5 - x) * 2)))
    return headland_ink(scene, x, y);
  if (y > HORIZON) return sea_ink(scene, x, y);
  if (y > far_ridge(x)) return ridge_ink(scene, x, y);
  return sky_ink(scene, x, y);
}

function sky_ink(scene, x, y) {
  const distance = Math.hypot(x - SUN.x, y - scene.sun_y);
  if (distance < SUN.radius) return sun_ink(scene, x, y, distance);
  if (distance < SUN.radius + 0.007) return NOTHING;
  const glow = clamp((distance - SUN.radius) / 0.75);
  const cloud = smooth(clamp(rough(2.4 * x - 2 * y, 11 * y) * 2.6 - 1.15));
  const tone =
    0.14 + 0.4 * glow * (1 - 0.5 * y) - 0.42 * cloud + 0.1 * (HORIZON - y) + 0.22 * scene.time;
  return scene.hatched((y + 0.006 * rough(3 * x, 6 * y)) / 0.0088, Math.max(tone, 0.07))
    ? DARK
    : NOTHING;
}

/** A rosette: rings that weave through one another, as on the face of a note. */
function sun_ink(scene, x, y, distance) {
  const angle = Math.atan2(y - scene.sun_y, x - SUN.x);
  const r = distance / SUN.radius;
  if (r > 0.965) return WARM;
  for (let ring = 0; ring < 13; ring++) {
    const wave =
      0.055 * Math.sin(16 * angle + (ring % 2 ? Math.PI : 0)) + 0.02 * Math.sin(8 * angle + ring);
    if (Math.abs(r - (0.1 + 0.069 * ring + wave * (0.35 + ring / 13))) < 0.0105) return WARM;
  }
  return NOTHING;
}

function ridge_ink(scene, x, y) {
  const depth = y - far_ridge(x);
  const tone = 0.32 + 0.25 * rough(9 * x, 14 * y) - 1.2 * depth;
  return depth < 0.0022 || scene.hatched((y - 0.75 * far_ridge(x)) / 0.0064, tone) ? DARK : NOTHING;
}

function headland_ink(scene, x, y) {
  const depth = y - headland(x);
  const shade = 0.5 + 0.5 * rough(8 * x, 10 * y) - 0.28 * smooth(clamp((x - 0.28) * 5));
  const along = scene.hatched((depth + 0.03 * rough(6 * x, 6 * y)) / 0.0075, shade);
  const across =
    shade > 0.62 && scene.hatched((x * 0.9 + depth * 0.6) / 0.0085, (shade - 0.55) * 1.4);
  return depth < 0.003 || along || across ? DARK : NOTHING;
}

function lighthouse_ink(scene, x, y) {
  const height = (TOWER.foot - y) / (TOWER.foot - TOWER.head);
  if (height > 1 || Math.abs(height - 0.86) < 0.018) return DARK;
  if (height > 0.88) return Math.abs(x - TOWER.x) < 0.0035 ? (scene.lamp ? WARM : NOTHING) : DARK;
  if (Math.abs(x - TOWER.x) > 0.0142 - 0.0055 * height) return DARK;
  if (Math.floor(height * 7) % 2 === 1) return scene.hatched(y / 0.004, 0.75) ? WARM : NOTHING;
  return scene.hatched(x / 0.0032, x < TOWER.x ? 0.55 : 0.1) ? DARK : NOTHING;
}

function sea_ink(scene, x, y) {
  const depth = (y - HORIZON) / (1 - HORIZON);
  const swell =
    0.35 * Math.sin(x * (26 / (0.25 + depth)) + 9 * noise(4 * x, 14 * y) + 40 * scene.time) +
    0.9 * rough(5 * x + 2 * scene.time, 9 * y);
  const line = 27 * Math.pow(depth + 0.004, 0.62) + swell * (0.3 + 0.5 * depth);
  const glitter =
    Math.abs(x - SUN.x + 0.02 * Math.sin(60 * depth + 60 * scene.time)) <
    (0.05 + 0.15 * depth * rough(8 * x, 40 * y)) * (1 - 0.6 * scene.time);
  const tone = 0.3 + 0.42 * rough(6 * x, 16 * y) - 0.15 * depth + 0.2 * scene.time;
  if (glitter) return scene.hatched(line, 0.4) ? WARM : NOTHING;
  return scene.hatched(line, tone) ? DARK : NOTHING;
}

function shore_ink(scene, x, y) {
  const depth = y - shore(x);
  if (depth < 0.003) return DARK;
  const blade = x + 0.35 * depth * (rough(5 * x, 2) - 0.3) + 0.012 * rough(20 * x, 12 * y);
  const tone = 0.62 + 0.35 * rough(14 * x, 9 * y) - (depth < 0.02 ? 0.3 : 0);
  return scene.hatched(blade / 0.0062, tone) ||
    (depth > 0.05 && scene.hatched((y + 0.2 * x) / 0.008, 0.35))
    ? DARK
    : NOTHING;
}
