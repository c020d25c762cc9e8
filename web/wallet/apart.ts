// SPDX-License-Identifier: MIT
/**
 * A question in a window of its own, for pages on which the wallet cannot be seen as it is: no page
 * lies over that window, and none can click in it. It knows no key, and its answer goes to the
 * wallet that opened it and to nobody else.
 */

import { parse_stroops } from '../base/lumens';
import { is_object, own, text } from '../base/shape';
import type { Limits } from './limits';

const PROTOCOL = 'farthing.question.v1';
const MARK = '#question';
const FEATURES = 'popup,width=380,height=460';

export interface Question {
  readonly title: string;
  readonly price: bigint;
  readonly limits: Limits;
}

/** Opens the window; false when the browser does not. `answered` hears what the reader chose. */
export function ask_apart(question: Question, answered: (agreed: boolean) => void): boolean {
  const there = window.open(location.pathname + location.search + MARK, '_blank', FEATURES);
  if (!there) return false;
  listen_to(there, (message) => {
    if (message === 'ready') say_to(there, worded(question));
    else if (typeof message === 'boolean') answered(message);
  });
  return true;
}

/** Whether this page is such a window; the wallet that opened it, if so. */
export function asker(): Window | undefined {
  const { opener } = window as { readonly opener: Window | null };
  return (window.parent === window && location.hash === MARK && opener) || undefined;
}

/** Answers the asker's question by `ask`. */
export function answer_apart(asker: Window, ask: (question: Question) => Promise<boolean>): void {
  let asked = false;
  listen_to(asker, async (message) => {
    const question = read_question(message);
    if (!question || asked) return;
    asked = true;
    say_to(asker, await ask(question));
    window.close();
  });
  say_to(asker, 'ready');
}

function listen_to(other: Window, hear: (message: unknown) => void): void {
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== other || origin !== location.origin) return;
    if (is_object(data) && own(data, 'protocol') === PROTOCOL) hear(own(data, 'message'));
  });
}

function say_to(other: Window, message: unknown): void {
  other.postMessage({ protocol: PROTOCOL, message }, location.origin);
}

function worded({ title, price, limits: { click, day } }: Question): object {
  return { title, price: String(price), click: String(click), day: String(day) };
}

function read_question(message: unknown): Question | undefined {
  if (!is_object(message)) return undefined;
  const title = text(message, 'title') ?? '';
  const [price, click, day] = ['price', 'click', 'day'].map((name) =>
    parse_stroops(text(message, name, 20) ?? ''),
  );
  if (price === undefined || click === undefined || day === undefined) return undefined;
  return { title, price, limits: { click, day } };
}
