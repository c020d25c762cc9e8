// SPDX-License-Identifier: MIT
/**
 * What this wallet did lately: a short list in localStorage, one per network.
 *
 * It is more than a display. An unfinished payment in it keeps the wallet from signing a second one
 * for the same good, and what was spent without asking counts against the reader's limits.
 */

import { alone } from './alone';
import type { Limits } from './limits';
import { parse_stroops } from '../base/lumens';
import { count, is_object, own, text } from '../base/shape';

export interface Activity {
  readonly order: string;
  readonly good: string;
  readonly title: string;
  readonly amount: bigint;
  /** UNIX seconds of the signature. */
  readonly time: number;
  readonly state: 'pending' | 'paid' | 'failed';
  /** The reader confirmed it in the wallet itself. */
  readonly confirmed: boolean;
}

/**
 * Also the most purchases a day without a question, so that no entry of that day is ever dropped.
 */
const KEPT = 500;
const DAY_SECONDS = 86_400;
/** The longest that a signed payment can still reach the ledger, with a margin for clocks. */
const UNFINISHED_SECONDS = 600;

/** The list with this activity first, in place of an earlier state of the same order. */
export function with_activity(list: readonly Activity[], activity: Activity): readonly Activity[] {
  return [activity, ...list.filter((other) => other.order !== activity.order)].slice(0, KEPT);
}

export function pending_activity(list: readonly Activity[], good: string): Activity | undefined {
  return list.find((activity) => activity.good === good && activity.state === 'pending');
}

/** Whether its payment can still reach the ledger. */
export function is_unfinished(activity: Activity, now: number): boolean {
  return activity.state === 'pending' && now < activity.time + UNFINISHED_SECONDS;
}

/** A signed payment for the good, under another order, that may still reach the ledger. */
export function has_unfinished(
  list: readonly Activity[],
  good: string,
  order: string,
  now: number,
): boolean {
  return list.some(
    (activity) =>
      activity.good === good && activity.order !== order && is_unfinished(activity, now),
  );
}

/**
 * Above the reader's limits, alone or with what the last day spent unasked, the reader must
 * confirm. `held` are the prices of purchases under way that are not in the list yet.
 */
export function must_confirm(
  limits: Limits,
  list: readonly Activity[],
  price: bigint,
  now: number,
  held: readonly bigint[] = [],
): boolean {
  const unasked = list.filter(
    (activity) =>
      !activity.confirmed && activity.state !== 'failed' && now < activity.time + DAY_SECONDS,
  );
  const amounts = [...unasked.map((activity) => activity.amount), ...held];
  const sum = amounts.reduce((total, amount) => total + amount, price);
  return price > limits.click || sum > limits.day || amounts.length >= KEPT;
}

/** Whether the payment needs a question that was not asked: other tabs spend at the same time. */
export function is_over_limit(
  limits: Limits,
  list: readonly Activity[],
  activity: Activity,
): boolean {
  const others = list.filter((other) => other.order !== activity.order);
  return !activity.confirmed && must_confirm(limits, others, activity.amount, activity.time);
}

/**
 * Changes the stored list in one step, so that two tabs neither lose each other's entries nor pass
 * the limit together. False, and nothing saved, when `change` wants no change.
 */
export function change_activities(
  storage: Storage,
  network: string,
  change: (list: readonly Activity[]) => readonly Activity[] | undefined,
): Promise<boolean> {
  return alone(entry(network), () => {
    const list = change(load_activities(storage, network));
    if (list) save_activities(storage, network, list);
    return list !== undefined;
  });
}

export function load_activities(storage: Storage, network: string): readonly Activity[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(entry(network)) ?? '[]');
    return Array.isArray(stored)
      ? stored.map(read).filter((activity) => activity !== undefined)
      : [];
  } catch {
    return [];
  }
}

export function save_activities(
  storage: Storage,
  network: string,
  list: readonly Activity[],
): void {
  const stored = list.map((activity) => ({ ...activity, amount: String(activity.amount) }));
  try {
    storage.setItem(entry(network), JSON.stringify(stored));
  } catch {
    // Without room the list stays as it was; the payment itself is the server's to keep.
  }
}

function entry(network: string): string {
  return `farthing.activities.${network}`;
}

function read(value: unknown): Activity | undefined {
  if (!is_object(value)) return undefined;
  const order = text(value, 'order', 64);
  const good = text(value, 'good', 64);
  const amount = parse_stroops(text(value, 'amount', 20) ?? '');
  const time = count(value, 'time');
  const state = own(value, 'state');
  if (!order || !good || amount === undefined || time === undefined || !is_state(state))
    return undefined;
  const confirmed = own(value, 'confirmed') === true;
  return { order, good, title: text(value, 'title') ?? '', amount, time, state, confirmed };
}

function is_state(value: unknown): value is Activity['state'] {
  return value === 'pending' || value === 'paid' || value === 'failed';
}
