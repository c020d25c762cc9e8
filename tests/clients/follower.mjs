// SPDX-License-Identifier: MIT
// Follows a stream of the Stellar SDK: its records and its errors, one after the other.

const PATIENCE_MS = 10_000;

export class Follower {
  /** Opens the stream of a call builder, hands it to `run`, and closes it whatever happens. */
  static async use(builder, options, run) {
    const follower = new Follower(builder, options);
    try {
      await run(follower);
    } finally {
      follower.#close();
    }
  }

  #records = new Arrivals();
  #errors = new Arrivals();
  #close;

  constructor(builder, options) {
    this.#close = builder.stream({
      ...options,
      onmessage: (record) => this.#records.add(record),
      onerror: (error) => this.#errors.add(error),
    });
  }

  /** The next record; nothing when none comes in time. */
  next(withinMs) {
    return this.#records.next(withinMs);
  }

  /** The next `count` records. */
  async take(count) {
    const records = [];
    while (records.length < count) records.push(await this.#one(`record ${records.length + 1}`));
    return records;
  }

  /** Lets records pass until one fits. */
  async until(fits) {
    for (;;) {
      const record = await this.#one(fits);
      if (fits(record)) return record;
    }
  }

  /** The next error. */
  async failure() {
    const error = await this.#errors.next(PATIENCE_MS);
    if (!error) throw new Error('the stream did not fail');
    return error;
  }

  async #one(what) {
    const record = await this.#records.next(PATIENCE_MS);
    if (!record) throw new Error(`the stream did not bring ${what}; errors: ${this.#errors.size}`);
    return record;
  }
}

/** A queue that can be waited at, by one at a time. */
class Arrivals {
  #arrived = [];
  #wake = () => {};

  get size() {
    return this.#arrived.length;
  }

  add(value) {
    this.#arrived.push(value);
    this.#wake();
  }

  async next(withinMs) {
    if (this.#arrived.length === 0) await this.#arrival(withinMs);
    return this.#arrived.shift();
  }

  #arrival(withinMs) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
