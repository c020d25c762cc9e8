// SPDX-License-Identifier: MIT
/** Brings a text: as the page's own, or on a page of its own inside it. */

import type { Showing } from './box';
import { fetch_text, type Refusal } from './delivery';
import type { TextContent } from './placeholder';

export async function show_text(
  url: string,
  content: TextContent,
  title: string,
): Promise<Showing | Refusal> {
  const delivery = await fetch_text(url);
  if (delivery.kind !== 'delivered') return delivery;
  if (content.kind === 'plain') return { nodes: [plain(delivery.text)] };
  return { nodes: content.sandboxed ? [sandbox(delivery.text, title)] : markup(delivery.text) };
}

/** The publisher sold its own markup, so it comes in as markup; scripts in it do not run. */
function markup(html: string): Node[] {
  const body = document.createElement('template');
  body.innerHTML = html;
  return [...body.content.childNodes];
}

function plain(text: string): Node {
  const body = document.createElement('div');
  body.textContent = text;
  body.style.whiteSpace = 'pre-wrap';
  return body;
}

/** Same origin but no scripts: so its height can be read, and nothing in it can read anything. */
function sandbox(html: string, title: string): Node {
  const frame = document.createElement('iframe');
  frame.title = title || document.title;
  frame.setAttribute('sandbox', 'allow-same-origin allow-popups');
  frame.style.cssText = 'display:block;width:100%;border:0;background:transparent';
  frame.srcdoc = SANDBOX_HEAD + html;
  frame.onload = () => fit(frame);
  return frame;
}

/** Light or dark as the page around it is. */
const SANDBOX_HEAD =
  '<!doctype html><meta name="color-scheme" content="light dark"><base target="_blank">';

function fit(frame: HTMLIFrameElement): void {
  const root = frame.contentDocument?.documentElement;
  if (!root) return;
  const measure = (): void => {
    frame.style.height = `${root.scrollHeight}px`;
  };
  new ResizeObserver(measure).observe(root);
  measure();
}
