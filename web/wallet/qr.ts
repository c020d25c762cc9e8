// SPDX-License-Identifier: MIT
/** QR codes, loaded when one is shown. */

import qrcode from 'qrcode-generator';

const QUIET = 4;

/** The code as a picture of black squares, with the white margin that scanners need. */
export function qr_picture(text: string, label: string): SVGElement {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const side = size + 2 * QUIET;
  const squares: string[] = [];
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (code.isDark(row, column)) squares.push(`M${column + QUIET} ${row + QUIET}h1v1h-1z`);
  const picture = svg('svg', { viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': label });
  picture.append(svg('rect', { width: String(side), height: String(side), fill: '#fff' }));
  picture.append(svg('path', { d: squares.join(''), fill: '#000' }));
  return picture;
}

function svg(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
