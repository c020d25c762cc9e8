// SPDX-License-Identifier: MIT
/**
 * Bugs that people really make in a payment server, each as a small change of our code. The tests
 * must catch every one (script/plant).
 */

import { OTHER_BUGS } from './others.mjs';
import { PAYMENT_BUGS } from './payments.mjs';

export const BUGS = [...PAYMENT_BUGS, ...OTHER_BUGS];
