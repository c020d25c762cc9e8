// SPDX-License-Identifier: MIT
/** What a planted bug is. */

/** `law`: what it breaks. `edits`: { file, text that stands there once, text instead }. */
export function bug(law, name, ...edits) {
  return { law, name, edits };
}

/** The bug's files as they are with it: a map of file to text. `read` gives a file's text. */
export function planted({ name, edits }, read) {
  const texts = new Map();
  for (const { file, text, instead } of edits) {
    const parts = (texts.get(file) ?? read(file)).split(text);
    if (parts.length !== 2)
      throw new Error(`"${name}": ${file} holds its text ${parts.length - 1} times, not once`);
    texts.set(file, parts.join(instead));
  }
  return texts;
}
