// SPDX-License-Identifier: MIT
/** A style sheet as a text without spaces that it does not need; web/build.mjs makes it. */
declare module '*.css' {
  const text: string;
  export default text;
}
