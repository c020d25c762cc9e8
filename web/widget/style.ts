// SPDX-License-Identifier: MIT
/** The look of a box. It takes light or dark from the page and nothing else. */

const STYLE = `
:host { display: block; }
.box {
  all: initial; color-scheme: inherit; position: relative; box-sizing: border-box;
  display: flex; align-items: center; justify-content: center;
  width: 100%; min-height: 192px; padding: 12px; overflow: clip;
  background: rgb(128 128 128 / 14%); color: CanvasText;
  font: 15px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
.box[data-kind="text"] {
  background: repeating-linear-gradient(
    transparent 0 9px, rgb(128 128 128 / 15%) 9px 19px, transparent 19px 28px);
}
.box[data-kind="picture"] { min-height: 132px; }
.box[data-kind="row"], .box[data-kind="row"][data-state="shown"] {
  padding: 0; background: rgb(128 128 128 / 8%); border-radius: 8px;
}
[hidden] { display: none !important; }
.preview { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; }
.card {
  position: sticky; top: 12px; bottom: 72px; box-sizing: border-box;
  width: 100%; max-width: 340px; padding: 16px 18px;
  border: 1px solid rgb(128 128 128 / 45%); border-radius: 8px;
  background: Canvas; text-align: center;
}
.box[data-kind="row"] .card { max-width: none; min-height: inherit; display: flex;
  flex-direction: column; align-items: center; justify-content: center; background: none; }
p { margin: 0; overflow-wrap: anywhere; }
.title { font-weight: 600; }
.detail { margin-top: 2px; font-size: 13px; color: color-mix(in srgb, CanvasText 72%, Canvas); }
.buttons:not([hidden]) { display: flex; flex-wrap: wrap; gap: 8px; justify-content: center; }
:is(.title, .detail):not([hidden]) ~ .buttons { margin-top: 10px; }
.button {
  all: unset; box-sizing: border-box; max-width: 100%; padding: 9px 18px; border-radius: 6px;
  background: CanvasText; color: Canvas; font-weight: 600; text-align: center; cursor: pointer;
}
.other { background: none; color: CanvasText; box-shadow: inset 0 0 0 1px CanvasText; }
.button:hover { opacity: 0.85; }
.button:focus-visible { outline: 2px solid CanvasText; outline-offset: 3px; }
.button[aria-disabled="true"] { cursor: default;
  background: color-mix(in srgb, CanvasText 62%, Canvas); }
.status { margin-top: 10px; font-size: 14px; }
.goods { width: 100%; }
.goods:not(:empty) { margin-top: 10px; }
.goods .button { display: inline-block; }
.box[aria-busy="true"] .card::after {
  content: ""; display: block; width: 60px; height: 3px; margin: 12px auto 0;
  background: CanvasText; animation: wait 1.2s ease-in-out infinite alternate;
}
.shown { display: flow-root; }
.notice { margin-top: 8px; text-align: center;
  font: 14px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
.notice span { display: inline-block; padding: 6px 14px; border-radius: 6px;
  background: CanvasText; color: Canvas; }
.shown .notice { position: sticky; bottom: 12px; z-index: 1; }
@media (max-width: 480px) { .shown .notice { padding-right: 160px; text-align: left; } }
@keyframes wait { from { transform: translateX(-50px); } to { transform: translateX(50px); } }
@media (prefers-reduced-motion: reduce) { .box[aria-busy="true"] .card::after { animation: none; } }
`;

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
