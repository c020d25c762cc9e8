// SPDX-License-Identifier: MIT
/**
 * Against pages that lay something over the wallet, or make it transparent, to have the reader
 * click what they do not see. Browsers that can tell (Intersection Observer v2) are asked; all
 * others give the reader time to see what appeared. A window of the wallet's own is under nobody's
 * hands, whatever an extension does to its looks; but it can come to light under a click that was
 * meant for another.
 */

/** A click that was meant for what lay there before must not count. */
const SEEN_MS = 500;
const LOOK_EVERY_MS = 100;
const WHOLE = 0.9;

const is_own_window = window.parent === window;

interface Seen extends IntersectionObserverEntry {
  readonly isVisible?: boolean;
}

export class Guard {
  private since: number | undefined;
  private covered = false;
  private telling: ReturnType<typeof setTimeout> | undefined;
  private readonly observer: IntersectionObserver;

  /** `changed` hears whether the reader has had the time to see the whole of `card`. */
  constructor(
    private readonly card: HTMLElement,
    private readonly changed: (seen: boolean, covered: boolean) => void,
  ) {
    const options = { threshold: [0, WHOLE], trackVisibility: true, delay: LOOK_EVERY_MS };
    this.observer = new IntersectionObserver(
      (entries) => this.look(entries[entries.length - 1]),
      options,
    );
    this.observer.observe(card);
    if (is_own_window) addEventListener('focus', () => this.renew());
  }

  /** The card shows something new. */
  renew(): void {
    this.lose(false);
    this.observer.unobserve(this.card);
    this.observer.observe(this.card);
  }

  get seen(): boolean {
    return this.since !== undefined && performance.now() - this.since >= SEEN_MS;
  }

  private look(entry: Seen | undefined): void {
    if (!entry || this.card.hidden) return this.lose(false);
    // A page that shows no more than the button shows too little.
    const whole = entry.intersectionRatio >= WHOLE;
    if (whole && (is_own_window || (entry.isVisible ?? true))) this.find();
    else this.lose(entry.isIntersecting);
  }

  private find(): void {
    if (this.since !== undefined) return;
    this.since = performance.now();
    this.covered = false;
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.changed(true, false), SEEN_MS);
  }

  private lose(covered: boolean): void {
    this.since = undefined;
    // Saying so makes the card grow, which is seen as another change: it must not be unsaid again.
    if (covered && this.covered) return;
    this.covered = covered;
    clearTimeout(this.telling);
    this.changed(false, false);
    if (covered) this.telling = setTimeout(() => this.changed(false, true), SEEN_MS);
  }
}
