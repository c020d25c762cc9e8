// SPDX-License-Identifier: MIT
// A film for tests: WebM with one VP8 key frame after the other, so that every place can be seeked
// to. The frames are made by the browser itself, which writes the same into WebP pictures.

/** Runs in the page: base64 of a WebP picture of noise with a square of this grey in it. */
export function picture_in_page({ grey, side }) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d');
  const noise = context.createImageData(side, side);
  let state = grey + 1;
  for (let i = 0; i < noise.data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    noise.data[i] = i % 4 === 3 ? 255 : state >>> 24;
  }
  context.putImageData(noise, 0, 0);
  context.fillStyle = `rgb(${grey}, ${grey}, ${grey})`;
  context.fillRect(side / 4, side / 4, side / 2, side / 2);
  return canvas.toDataURL('image/webp', 0.9).split(',')[1];
}

/** The VP8 key frame inside a WebP picture (RIFF). */
export function key_frame(webp) {
  for (let at = 12; at + 8 <= webp.length;) {
    const size = webp.readUInt32LE(at + 4);
    if (webp.toString('latin1', at, at + 4) === 'VP8 ') return webp.subarray(at + 8, at + 8 + size);
    at += 8 + size + (size % 2);
  }
  throw new Error('not a lossy WebP picture');
}

/** The film: `frames` one after the other, each for `frame_ms`, each in a cluster of its own. */
export function webm(frames, { side, frame_ms }) {
  const head = [
    element(0x1549a966, [
      number(0x2ad7b1, 1_000_000),
      float(0x4489, frames.length * frame_ms),
      text(0x4d80, 'test'),
      text(0x5741, 'test'),
    ]),
    element(0x1654ae6b, [
      element(0xae, [
        ...[number(0xd7, 1), number(0x73c5, 1), number(0x83, 1), text(0x86, 'V_VP8')],
        element(0xe0, [number(0xb0, side), number(0xba, side)]),
      ]),
    ]),
  ];
  const clusters = frames.map((frame, i) => cluster(frame, i * frame_ms));
  // The cues stand before the clusters and name their places, so their own size must be known.
  const before = size_of(head);
  const cue_size = cues(clusters, 0, frame_ms).length;
  const segment = [...head, cues(clusters, before + cue_size, frame_ms), ...clusters];
  return Buffer.concat([
    element(0x1a45dfa3, [
      ...[number(0x4286, 1), number(0x42f7, 1), number(0x42f2, 4), number(0x42f3, 8)],
      ...[text(0x4282, 'webm'), number(0x4287, 2), number(0x4285, 2)],
    ]),
    element(0x18538067, segment),
  ]);
}

function cluster(frame, time_ms) {
  const block = Buffer.concat([Buffer.from([0x81, 0, 0, 0x80]), frame]);
  return element(0x1f43b675, [number(0xe7, time_ms), element(0xa3, [block])]);
}

function cues(clusters, first, frame_ms) {
  let place = first;
  const points = clusters.map((bytes, i) => {
    const position = [number(0xf7, 1), number(0xf1, place)];
    place += bytes.length;
    return element(0xbb, [number(0xb3, i * frame_ms), element(0xb7, position)]);
  });
  return element(0x1c53bb6b, points);
}

const size_of = (parts) => parts.reduce((sum, part) => sum + part.length, 0);

function element(id, parts) {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(size_of(parts)) | (1n << 56n));
  const digits = id.toString(16);
  return Buffer.concat([
    Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex'),
    size,
    ...parts,
  ]);
}

function number(id, value) {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(value));
  return element(id, [buffer]);
}

function float(id, value) {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return element(id, [buffer]);
}

const text = (id, value) => element(id, [Buffer.from(value)]);
