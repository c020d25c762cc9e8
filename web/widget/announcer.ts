// SPDX-License-Identifier: MIT
/** One live region for the whole page: hundreds of boxes must not speak at once. */

const HIDDEN =
  'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';

export class Announcer {
  readonly element = document.createElement('div');

  constructor() {
    this.element.setAttribute('role', 'status');
    this.element.setAttribute('aria-live', 'polite');
    this.element.style.cssText = HIDDEN;
  }

  say(sentence: string): void {
    if (this.element.textContent !== sentence) this.element.textContent = sentence;
  }
}
