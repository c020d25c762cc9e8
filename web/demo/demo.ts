// SPDX-License-Identifier: MIT
/**
 * The demo publisher's own script: tells in plain words what the widget reports of each purchase.
 */

interface Report {
  readonly state: string;
  readonly good: string;
  readonly title?: string;
  readonly price?: string;
  readonly message?: string;
  readonly hash?: string;
}

/** What was told of one good so far. */
interface Story {
  readonly last: string;
  readonly started: number | undefined;
  readonly settling: boolean;
}

interface Chapter {
  readonly whole: HTMLDetailsElement;
  readonly heading: HTMLElement;
  readonly list: HTMLElement;
}

interface Line {
  readonly text: string;
  readonly hash?: string;
  readonly failed?: true;
}

const UNTOLD: Story = { last: '', started: undefined, settling: false };
const stories = new Map<string, Story>();
const chapters = new Map<string, Chapter>();

document.addEventListener('farthing:state', (event) => {
  const { detail, target } = event as CustomEvent<Report>;
  tell(detail, kind_of(target));
});

function kind_of(target: EventTarget | null): Kind {
  const type = target instanceof Element ? (target.getAttribute('data-sp-type') ?? '') : '';
  return KINDS[type.split('/')[0] ?? ''] ?? 'text';
}

type Kind = 'text' | 'picture' | 'episode' | 'film' | 'file' | 'donation';

const KINDS: Readonly<Record<string, Kind>> = {
  image: 'picture',
  audio: 'episode',
  video: 'film',
  application: 'file',
  donation: 'donation',
};

function tell(report: Report, kind: Kind): void {
  const before = stories.get(report.good) ?? UNTOLD;
  if (before.last === key(report)) return;
  const story = continued(before, report);
  stories.set(report.good, story);
  const lines = sentences(report, story, kind);
  if (lines.length > 0) write(report.good, name_of(report, kind), lines, story.started);
}

function continued(before: Story, report: Report): Story {
  const last = key(report);
  switch (report.state) {
    case 'starting':
      return { last, started: performance.now(), settling: false };
    case 'settling':
      return { ...before, last, settling: true };
    case 'failed':
      return { ...before, last, settling: false };
    case 'ready':
      return { ...UNTOLD, last };
    default:
      return { ...before, last };
  }
}

function key(report: Report): string {
  return `${report.state} ${report.message ?? ''}`;
}

function name_of(report: Report, kind: Kind): string {
  return report.title ?? `The ${kind}`;
}

function sentences(report: Report, story: Story, kind: Kind): Line[] {
  switch (report.state) {
    case 'starting':
      return [{ text: priced(report, kind) }];
    case 'confirming':
      return [{ text: 'The wallet asks you to confirm.' }];
    case 'ordering':
      return [{ text: 'Your browser asked the payment server for an order.' }];
    case 'paying':
      return [
        {
          text: 'The order came with an unsigned payment. Your wallet checks and signs it here.',
        },
      ];
    case 'settling':
      return [
        {
          text: 'The signed payment was submitted as Stellar transaction ',
          ...(report.hash && { hash: report.hash }),
        },
      ];
    case 'fetching':
      return fetching(story, kind);
    case 'unlocked':
      return [{ text: delivered(kind) }];
    case 'failed':
      return [{ text: report.message ?? 'Something went wrong.', failed: true }];
    default:
      return [];
  }
}

function priced(report: Report, kind: Kind): string {
  const price = report.price ?? '?';
  if (kind === 'donation') {
    return `Your wallet pays ${price} XLM straight to the publisher; no server in between has it.`;
  }
  return `The payment server asks for ${price} XLM. The ${kind} is not in your browser yet.`;
}

function delivered(kind: Kind): string {
  if (kind === 'file') return 'The receipt is in the link; the publisher checks it when you save.';
  if (kind === 'donation') return 'The receipt is good. The publisher says thank you.';
  return `The receipt is good. The ${kind} was delivered.`;
}

function fetching(story: Story, kind: Kind): Line[] {
  const came = story.settling
    ? 'The payment settled in a closed ledger, and the payment server issued a receipt.'
    : 'You have bought this already: the payment server issued your receipt again.';
  if (kind === 'file') return [{ text: came }];
  return [{ text: came }, { text: 'The server of this publisher is checking the receipt.' }];
}

function write(
  good: string,
  name: string,
  lines: readonly Line[],
  started: number | undefined,
): void {
  document.getElementById('idle')?.remove();
  const chapter = chapters.get(good) ?? open_chapter(good);
  chapter.heading.textContent = name;
  chapter.list.append(...lines.map((line) => item(line, started)));
  keep_in_view(chapter.list);
}

/** On a phone the column is a low strip that scrolls. */
function keep_in_view(list: HTMLElement): void {
  const strip = list.closest('aside');
  const { bottom = 0 } = list.lastElementChild?.getBoundingClientRect() ?? {};
  if (strip) strip.scrollTop += bottom - strip.getBoundingClientRect().bottom + STRIP_PADDING;
}

const STRIP_PADDING = 12;

/** The others are closed, so that the newest is in view and moves nothing as it grows. */
function open_chapter(good: string): Chapter {
  const whole = document.createElement('details');
  const heading = document.createElement('summary');
  const list = document.createElement('ol');
  for (const other of chapters.values()) other.whole.open = false;
  whole.open = true;
  whole.append(heading, list);
  document.getElementById('story')?.append(whole);
  const chapter = { whole, heading, list };
  chapters.set(good, chapter);
  return chapter;
}

function item(line: Line, started: number | undefined): HTMLLIElement {
  const node = document.createElement('li');
  if (started !== undefined) node.append(clock(started));
  node.append(words(line));
  return node;
}

function clock(started: number): HTMLTimeElement {
  const node = document.createElement('time');
  node.textContent = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  return node;
}

function words(line: Line): HTMLSpanElement {
  const node = document.createElement('span');
  node.textContent = line.text;
  if (line.failed) node.className = 'failed';
  if (line.hash) node.append(hash_code(line.hash), '.');
  return node;
}

function hash_code(hash: string): HTMLElement {
  const node = document.createElement('code');
  node.textContent = `${hash.slice(0, 8)}\u2026${hash.slice(-4)}`;
  node.title = hash;
  return node;
}

export {};
