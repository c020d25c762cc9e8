// SPDX-License-Identifier: MIT
/**
 * A strict decoder for the one kind of transaction that a wallet of Farthing signs.
 *
 * What the bytes are (XDR, RFC 4506: big-endian, everything in multiples of four):
 *
 *   TransactionEnvelope   int32 type = 2, Transaction, signatures<20> of (hint[4], signature<64>)
 *   Transaction           source MuxedAccount, uint32 fee, int64 sequence, Preconditions, Memo,
 *                         operations<100>, int32 ext = 0
 *   MuxedAccount          int32 0, key[32]   or   int32 0x100, uint64 id, key[32]
 *   Preconditions         int32 0   or   int32 1, uint64 min_time, max_time   or   int32 2, ...
 *   Memo                  int32 0   or   1, string<28>   or   2, uint64   or   3 | 4, hash[32]
 *   Operation             bool has_source, [MuxedAccount], int32 type, body
 *   Payment (type 1)      destination MuxedAccount, Asset, int64 amount
 *   Asset                 int32 0 (native)   or   1, code[4], issuer   or   2, code[12], issuer
 *
 * Everything else (other envelopes, preconditions of version 2, other operations) is not decoded
 * but refused by name: a wallet must not sign what it cannot read. Nothing may follow the
 * signatures.
 */

import { from_base64, same_bytes } from '../base/bytes';

export interface Account {
  readonly key: Uint8Array;
  readonly muxed: boolean;
}

export type Memo =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'other' };

export interface TimeBounds {
  readonly min: bigint;
  readonly max: bigint;
}

export interface Payment {
  readonly source?: Account;
  readonly destination: Account;
  readonly native: boolean;
  readonly amount: bigint;
}

export interface Transaction {
  readonly source: Account;
  readonly fee: number;
  readonly time?: TimeBounds;
  readonly memo: Memo;
  readonly payment: Payment;
}

export interface Envelope {
  readonly transaction: Transaction;
  /** The encoded Transaction: what a signature is over, together with the network. */
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signatures: number;
}

export type Unreadable =
  'malformed' | 'other_envelope' | 'other_preconditions' | 'other_operation' | 'operation_count';

export type Decoded =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly reason: Unreadable };

/** Decodes the base64 text of an envelope, of which every byte must be accounted for. */
export function decode_envelope(text: string): Decoded {
  const bytes = from_base64(text);
  if (bytes === undefined) return { ok: false, reason: 'malformed' };
  try {
    return { ok: true, envelope: read_envelope(new Reader(bytes)) };
  } catch (problem) {
    if (problem instanceof Refused) return { ok: false, reason: problem.reason };
    throw problem;
  }
}

class Refused extends Error {
  constructor(readonly reason: Unreadable) {
    super(reason);
  }
}

function refuse(reason: Unreadable): never {
  throw new Refused(reason);
}

/** Reads forward over the bytes and refuses at the end of them. */
class Reader {
  private readonly view: DataView;
  position = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4));
  }

  uint64(): bigint {
    return this.view.getBigUint64(this.advance(8));
  }

  int64(): bigint {
    return this.view.getBigInt64(this.advance(8));
  }

  fixed(length: number): Uint8Array {
    const start = this.advance(length);
    return this.bytes.slice(start, start + length);
  }

  /** Bytes with their length before them and zeros behind, up to a multiple of four. */
  variable(length_max: number): Uint8Array {
    const length = this.uint32();
    if (length > length_max) refuse('malformed');
    const bytes = this.fixed(length);
    const padding = this.fixed((4 - (length % 4)) % 4);
    if (!same_bytes(padding, new Uint8Array(padding.length))) refuse('malformed');
    return bytes;
  }

  since(start: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.bytes.slice(start, this.position));
  }

  at_end(): boolean {
    return this.position === this.bytes.length;
  }

  private advance(length: number): number {
    const start = this.position;
    if (start + length > this.bytes.length) refuse('malformed');
    this.position += length;
    return start;
  }
}

function read_envelope(reader: Reader): Envelope {
  read_envelope_type(reader);
  const start = reader.position;
  const transaction = read_transaction(reader);
  const body = reader.since(start);
  const signatures = read_signatures(reader);
  if (!reader.at_end()) refuse('malformed');
  return { transaction, body, signatures };
}

function read_envelope_type(reader: Reader): void {
  const type = reader.uint32();
  if (type === 0 || type === 5) refuse('other_envelope');
  if (type !== 2) refuse('malformed');
}

function read_transaction(reader: Reader): Transaction {
  const source = read_account(reader);
  const fee = reader.uint32();
  reader.int64(); // The sequence number is the channel account's affair.
  const time = read_time_bounds(reader);
  const memo = read_memo(reader);
  const payment = read_operations(reader);
  if (reader.uint32() !== 0) refuse('malformed');
  return { source, fee, ...(time && { time }), memo, payment };
}

function read_account(reader: Reader): Account {
  const type = reader.uint32();
  if (type !== 0 && type !== 0x100) refuse('malformed');
  const muxed = type === 0x100;
  if (muxed) reader.uint64();
  return { key: reader.fixed(32), muxed };
}

function read_time_bounds(reader: Reader): TimeBounds | undefined {
  switch (reader.uint32()) {
    case 0:
      return undefined;
    case 1:
      return { min: reader.uint64(), max: reader.uint64() };
    case 2:
      return refuse('other_preconditions');
    default:
      return refuse('malformed');
  }
}

function read_memo(reader: Reader): Memo {
  switch (reader.uint32()) {
    case 0:
      return { kind: 'none' };
    case 1:
      return { kind: 'text', bytes: reader.variable(28) };
    case 2:
      return skip(reader, 8);
    case 3:
    case 4:
      return skip(reader, 32);
    default:
      return refuse('malformed');
  }
}

function skip(reader: Reader, length: number): Memo {
  reader.fixed(length);
  return { kind: 'other' };
}

function read_operations(reader: Reader): Payment {
  const operations = reader.uint32();
  if (operations > 100) refuse('malformed');
  if (operations !== 1) refuse('operation_count');
  return read_payment(reader);
}

const OPERATION_TYPES = 27;
const PAYMENT = 1;

function read_payment(reader: Reader): Payment {
  const source = read_optional_account(reader);
  const type = reader.uint32();
  if (type >= OPERATION_TYPES) refuse('malformed');
  if (type !== PAYMENT) refuse('other_operation');
  const destination = read_account(reader);
  const native = read_asset(reader);
  return { ...(source && { source }), destination, native, amount: reader.int64() };
}

function read_optional_account(reader: Reader): Account | undefined {
  const present = reader.uint32();
  if (present > 1) refuse('malformed');
  return present === 1 ? read_account(reader) : undefined;
}

/**
 * Whether the asset is lumens; the code and issuer of another do not matter, it is refused anyway.
 */
function read_asset(reader: Reader): boolean {
  const type = reader.uint32();
  if (type > 2) refuse('malformed');
  if (type === 0) return true;
  reader.fixed(type === 1 ? 4 : 12);
  if (reader.uint32() !== 0) refuse('malformed');
  reader.fixed(32);
  return false;
}

function read_signatures(reader: Reader): number {
  const signatures = reader.uint32();
  if (signatures > 20) refuse('malformed');
  for (let index = 0; index < signatures; index++) {
    reader.fixed(4);
    reader.variable(64);
  }
  return signatures;
}
