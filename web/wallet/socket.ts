// SPDX-License-Identifier: MIT
/**
 * The connection to the server: opened, authenticated, watched, and opened again when it is lost.
 *
 * A request ends with one final answer or with `Lost`. Nothing is sent again from here: what may be
 * repeated is known to the caller only.
 */

import {
  read_answer,
  read_hello,
  read_unknown_network,
  WALLET_PROTOCOL,
  type Answer,
  type Hello,
  type Submitted,
} from './answers';
import { to_base64 } from '../base/bytes';
import { login_text, type Signer } from './key';
import type { WalletWords } from './words';

export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'online'; readonly hello: Hello }
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'refused';
      readonly message: string;
      /** The networks that the server sells on, when the wanted one is none of them. */
      readonly networks?: readonly string[];
    };

/** The connection ended before the answer came; what the server did is unknown. */
export class Lost extends Error {}

export interface Endpoint {
  readonly origin: string;
  readonly network: string;
}

export interface Listener {
  changed(state: LinkState): void;
  /** An answer that belongs to no request. */
  told(answer: Answer): void;
}

export type Request = { readonly type: string } & Readonly<Record<string, unknown>>;

interface Pending {
  resolve(answer: FinalAnswer): void;
  reject(problem: Lost): void;
  submitted?: (answer: Submitted) => void;
}

export type FinalAnswer = Exclude<Answer, Submitted>;

const PROBE_AFTER_MS = 15_000;
const DEAD_AFTER_MS = 30_000;
const WATCH_EVERY_MS = 5_000;
const BACK_OFF_FIRST_MS = 500;
const BACK_OFF_MAX_MS = 30_000;

/**
 * Doubles from half a second to half a minute; half of it is chance, so that readers do not return
 * as one.
 */
export function back_off_ms(attempt: number, chance: number): number {
  const full = Math.min(BACK_OFF_FIRST_MS * 2 ** attempt, BACK_OFF_MAX_MS);
  return full / 2 + (full / 2) * chance;
}

export function socket_url(endpoint: Endpoint): string {
  const url = new URL('/wallet/socket', endpoint.origin);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('network', endpoint.network);
  return url.href;
}

export type Reached = 'online' | 'refused' | 'late';

export class Link {
  private state: LinkState = { kind: 'connecting' };
  private socket: WebSocket | undefined;
  private hello: Hello | undefined;
  private readonly pending = new Map<string, Pending>();
  private waiting: ((reached: Reached) => void)[] = [];
  private requests = 0;
  private attempt = 0;
  private heard = Date.now();
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly signer: Signer,
    private readonly listener: Listener,
    private readonly words: WalletWords,
  ) {}

  start(): void {
    setInterval(() => this.watch(), WATCH_EVERY_MS);
    addEventListener('online', () => this.hurry());
    addEventListener('offline', () => this.socket && this.abandon(this.socket));
    this.open();
  }

  /** Waits for the connection, no longer than that. */
  async online(within_ms: number): Promise<Reached> {
    const { kind } = this.state;
    if (kind === 'online' || kind === 'refused') return kind;
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      setTimeout(resolve, within_ms, 'late');
    });
  }

  /** Sends a request; `submitted` hears of the one answer that is not final. */
  async ask(request: Request, submitted?: (answer: Submitted) => void): Promise<FinalAnswer> {
    if (this.state.kind !== 'online') throw new Lost();
    return this.send(request, submitted);
  }

  private send(request: Request, submitted?: (answer: Submitted) => void): Promise<FinalAnswer> {
    const id = String(++this.requests);
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject, ...(submitted && { submitted }) });
      this.socket?.send(JSON.stringify({ ...request, request: id }));
    });
  }

  private open(): void {
    this.become({ kind: 'connecting' });
    this.heard = Date.now();
    const socket = new WebSocket(socket_url(this.endpoint), WALLET_PROTOCOL);
    this.socket = socket;
    socket.onmessage = (event) => this.receive(socket, event.data);
    socket.onclose = () => this.closed(socket);
  }

  private receive(socket: WebSocket, data: unknown): void {
    if (socket !== this.socket) return;
    this.heard = Date.now();
    if (this.hello === undefined) void this.greet(data);
    else this.answer(data);
  }

  private async greet(data: unknown): Promise<void> {
    const networks = read_unknown_network(data);
    if (networks) return this.refuse(this.words[this.unsold()], networks);
    const hello = read_hello(data);
    const problem = this.wrong(hello);
    if (!hello || problem) return this.refuse(this.words[problem ?? 'other_language']);
    this.hello = hello;
    const text = login_text(hello.audience, hello.network, hello.nonce);
    const signature = await this.signer.sign(text).catch(() => undefined);
    // The next connection has a nonce of its own.
    if (this.hello !== hello) return;
    if (!signature) return this.refuse(this.words.unreadable_key);
    const answer = await this.log_in(to_base64(signature));
    if (answer?.type === 'authenticated') this.welcome(hello);
    else if (answer?.type === 'error') this.refuse(answer.message);
  }

  private async log_in(signature: string): Promise<FinalAnswer | undefined> {
    const request = { type: 'authenticate', address: this.signer.address, signature };
    return this.send(request).catch(() => undefined);
  }

  private wrong(hello: Hello | undefined): keyof WalletWords | undefined {
    if (hello === undefined) return undefined;
    // Another server could pass on this one's nonce to log in there as the reader.
    if (hello.audience !== this.endpoint.origin) return 'other_audience';
    if (hello.network !== this.endpoint.network) return 'other_network';
    return undefined;
  }

  private unsold(): keyof WalletWords {
    const { network } = this.endpoint;
    if (network === 'live') return 'no_live';
    return network === 'testnet' ? 'no_testnet' : 'other_network';
  }

  private welcome(hello: Hello): void {
    this.attempt = 0;
    this.become({ kind: 'online', hello });
    this.release('online');
  }

  private answer(data: unknown): void {
    const incoming = read_answer(data);
    if (!incoming) return;
    const { request, answer } = incoming;
    const pending = request === undefined ? undefined : this.pending.get(request);
    if (request === undefined) this.listener.told(answer);
    else if (answer.type === 'submitted') pending?.submitted?.(answer);
    else this.finish(request, pending, answer);
  }

  private finish(request: string, pending: Pending | undefined, answer: FinalAnswer): void {
    this.pending.delete(request);
    pending?.resolve(answer);
  }

  private closed(socket: WebSocket): void {
    if (socket !== this.socket) return;
    this.drop();
    if (this.state.kind === 'refused') return;
    this.become({ kind: 'waiting' });
    this.retry = setTimeout(() => this.open(), back_off_ms(this.attempt++, Math.random()));
  }

  /** Forgets the connection; whoever waits for an answer learns that none will come. */
  private drop(): void {
    this.socket = undefined;
    this.hello = undefined;
    const lost = [...this.pending.values()];
    this.pending.clear();
    for (const pending of lost) pending.reject(new Lost());
  }

  private refuse(message: string, networks?: readonly string[]): void {
    this.become({ kind: 'refused', message, ...(networks && { networks }) });
    this.socket?.close();
    this.drop();
    this.release('refused');
  }

  private release(reached: Reached): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve(reached);
  }

  /**
   * A connection can die without a word: whoever waits for an answer must not wait on a dead one.
   */
  private watch(): void {
    const silent_ms = Date.now() - this.heard;
    const expecting = this.state.kind === 'connecting' || this.pending.size > 0;
    if (!this.socket || !expecting || silent_ms < PROBE_AFTER_MS) return;
    if (silent_ms >= DEAD_AFTER_MS) this.abandon(this.socket);
    else this.ask({ type: 'balance' }).catch(() => undefined);
  }

  /** Closing a dead connection properly can take minutes; nobody waits for that. */
  private abandon(socket: WebSocket): void {
    socket.close();
    this.closed(socket);
  }

  private hurry(): void {
    if (this.state.kind !== 'waiting') return;
    clearTimeout(this.retry);
    this.open();
  }

  private become(state: LinkState): void {
    this.state = state;
    this.listener.changed(state);
  }
}
