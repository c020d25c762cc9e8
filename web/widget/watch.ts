// SPDX-License-Identifier: MIT
/**
 * Follows the placeholders of a page: those that are there, those that come or change later, and
 * those that leave, as pages do that rebuild themselves.
 */

import { is_placeholder, PLACEHOLDERS } from './placeholder';

export interface Visits {
  /** A placeholder came, came back, or its attributes changed. */
  found(element: HTMLElement): void;
  /** It is not on the page any more. */
  left(element: HTMLElement): void;
}

const ATTRIBUTES = ['class', 'data-sp-id', 'data-sp-src', 'data-sp-type'];

export function watch(root: Document, visits: Visits): void {
  const scan = (node: Node): void => placeholders_in(node).forEach((one) => visits.found(one));
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes, removedNodes } of records) {
      addedNodes.forEach(scan);
      if (type === 'attributes') scan_one(target, visits);
      removedNodes.forEach((node) => leave(node, visits));
    }
  });
  const options = { subtree: true, childList: true, attributes: true };
  observer.observe(root, { ...options, attributeFilter: ATTRIBUTES });
  scan(root.documentElement);
}

function scan_one(node: Node, visits: Visits): void {
  if (node instanceof HTMLElement && is_placeholder(node)) visits.found(node);
}

/** What was only moved is on the page again by now. */
function leave(node: Node, visits: Visits): void {
  for (const element of placeholders_in(node)) if (!element.isConnected) visits.left(element);
}

function placeholders_in(node: Node): HTMLElement[] {
  if (!(node instanceof Element)) return [];
  return [node, ...Array.from(node.querySelectorAll(PLACEHOLDERS))].filter(
    (element): element is HTMLElement => element instanceof HTMLElement && is_placeholder(element),
  );
}
