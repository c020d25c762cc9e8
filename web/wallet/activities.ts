// SPDX-License-Identifier: MIT
/**
 * What this wallet did lately: a short list in localStorage, one per network.
 *
 * It is more than a display. An unfinished payment in it keeps the wallet from signing a second one
 * for the same good, and what was spent without asking counts against the reader's limits.
 */

import type { Limits } from './limits';
import { alone, type Place } from './place';
import { parse_stroops } from '../base/lumens';
import { count, is_object, own, text } from '../base/shape';

export interface Activity {
  readonly order: string;
  readonly good: string;
  readonly title: string;
  readonly amount: bigint;
  /** UNIX seconds of the signature, by the clock of this device. */
  readonly time: number;
  readonly state: 'pending' | 'paid' | 'failed';
  /** The reader confirmed it in the wallet itself. */
  readonly confirmed: boolean;
}

/**
 * Also the most purchases a day without a question, so that no entry of that day is ever dropped.
 */
const KEPT = 500;
/** So that the whole list has room whatever titles a server sends. */
const TITLE_MAX = 200;
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
 * confirm. What is in the list was signed away, so it counts even where the server says that it
 * failed: the server still has the signature. `held` are the prices of purchases under way that are
 * not in the list yet.
 */
export function must_confirm(
  limits: Limits,
  list: readonly Activity[],
  price: bigint,
  now: number,
  held: readonly bigint[] = [],
): boolean {
  const unasked = list.filter(({ confirmed, time }) => !confirmed && now < time + DAY_SECONDS);
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

export type Changed = 'saved' | 'unwanted' | 'no_room';

/**
 * Changes the stored list in one step, so that two tabs neither lose each other's entries nor pass
 * the limit together. Unless it is `saved` the list stays as it was.
 */
export function change_activities(
  place: Place,
  network: string,
  change: (list: readonly Activity[]) => readonly Activity[] | undefined,
): Promise<Changed> {
  return alone(place, entry(network), () => {
    const list = change(load_activities(place.storage, network));
    if (!list) return 'unwanted';
    return save_activities(place.storage, network, list) ? 'saved' : 'no_room';
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
): boolean {
  const stored = list.map((activity) => ({
    ...activity,
    title: activity.title.slice(0, TITLE_MAX),
    amount: String(activity.amount),
  }));
  try {
    storage.setItem(entry(network), JSON.stringify(stored));
    return true;
  } catch {
    return false;
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
