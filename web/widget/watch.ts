// SPDX-License-Identifier: MIT
/** Finds the placeholders of a page, also those that are added or named later, each once. */

import { is_placeholder } from './placeholder';

const SELECTOR = '[class*="satoshipay-placeholder"]';

export function watch(root: Document, found: (element: HTMLElement) => void): void {
  const seen = new WeakSet<Element>();
  const visit = (element: Element): void => {
    if (seen.has(element) || !(element instanceof HTMLElement) || !is_placeholder(element)) return;
    seen.add(element);
    found(element);
  };
  const scan = (node: Node): void => {
    if (!(node instanceof Element)) return;
    visit(node);
    node.querySelectorAll(SELECTOR).forEach(visit);
  };
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      record.addedNodes.forEach(scan);
      if (record.type === 'attributes') scan(record.target);
    }
  });
  observer.observe(root, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['class'],
  });
  scan(root.documentElement);
}
