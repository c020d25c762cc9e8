// SPDX-License-Identifier: MIT
/** Dresses a box in its style sheet, which is part of the script. */

import STYLE from './box.css';

let sheet: CSSStyleSheet | undefined;

/** A constructed sheet is one for all boxes, and no page's content policy forbids it. */
export function dress(root: ShadowRoot): void {
  if (!('adoptedStyleSheets' in root)) return dress_plainly(root);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  root.adoptedStyleSheets = [sheet];
}

function dress_plainly(root: Node & ParentNode): void {
  const style = document.createElement('style');
  style.textContent = STYLE;
  root.append(style);
}
