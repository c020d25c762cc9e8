// SPDX-License-Identifier: MIT
// Makes requests that make no sense, from the OpenAPI document and a seed.
//
// Each is made from a request that is in order, by spoiling one thing. What counts as spoilt is
// judged by others: JSON.parse for texts, the document's own schemas for values, RFC 9110 and 9112
// for the rest.

const GARBAGE = [
  ...['', '0', '-1', '1e3', '1.5', 'x', '%', '%00', '%ff', '%zz', ' ', '\u00e4'],
  '999999999999999999999',
];
const NO_GOOD_VALUES = [
  ...[null, true, false, 0, -1, 0.5, 1e30, -0.1, 9223372036854775807, '', ' ', 'free', '-5s'],
  ...['soon', [], {}, [1], { price: 1 }, 'a\nb', 'a\0b', 'x'.repeat(5000), '1e400', 'NaN'],
];
const STRANGE_METHODS = ['TRACE', 'CONNECT', 'FOO', 'get', 'PROPFIND', 'POST ', ''];
const NO_CREDENTIALS = [
  ...[null, '', 'Basic', 'Basic ', 'Basic !!!!', 'Basic eA==', 'Basic eDp5', 'Bearer eDp5'],
  ...['basic', `Basic ${'A'.repeat(4000)}`, 'Basic \u00ff\u00fe', 'Basic eDp5, Basic eDp5'],
  'Digest a="b"',
];
const NO_LENGTHS = ['-1', 'x', '1 1', '+1'];
const NO_TYPES = [null, 'text/plain', 'application/xml', 'json', '', 'application/jsonx'];
const DEPTH = 200;

/** Draws from a source of numbers from 0 to 1. */
export class Draw {
  constructor(random) {
    this.random = random;
  }
  below(n) {
    return Math.floor(this.random() * n);
  }
  of(list) {
    return list[this.below(list.length)];
  }
  bytes(n) {
    return Buffer.from(Array.from({ length: n }, () => this.below(256)));
  }
}

/** `make()` gives `{ kind, bytes, head }`: bytes to send on a connection. */
export class Malformer {
  #draw;
  #operations;
  #validate;
  #authorization;

  constructor({ operations, document, validate, authorization, random }) {
    this.#draw = new Draw(random);
    this.#validate = validate;
    this.#authorization = authorization;
    const resolve = (schema) =>
      schema?.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)] : schema;
    this.#operations = operations.map((operation) => {
      const schema = operation.requestBody?.content['application/json'].schema;
      return { ...operation, schema, example: resolve(schema)?.examples?.[0] };
    });
  }

  make() {
    const operation = this.#draw.of(this.#operations);
    const spoilers = [this.#target, this.#head, this.#method];
    if (operation.security.length > 0) spoilers.push(this.#credentials);
    if (operation.parameters.some((each) => each.in === 'query')) spoilers.push(this.#query);
    if (operation.schema)
      spoilers.push(this.#text, this.#value, this.#value, this.#type, this.#length, this.#value);
    for (;;) {
      const request = this.#draw.of(spoilers).call(this, this.#proper(operation), operation);
      if (request) return { operation: operation.operationId, ...write(request) };
    }
  }

  /** The operation as it should be called, for things that are not there. */
  #proper({ path, method, parameters, security, schema, example }) {
    const valueOf = ({ example: given }) => given ?? 'nobody';
    const target = parameters
      .filter((each) => each.in === 'path')
      .reduce((all, each) => all.replace(`{${each.name}}`, valueOf(each)), path);
    return {
      method: method.toUpperCase(),
      target,
      headers: [
        ['Host', 'farthing.test'],
        ...(security.length > 0 ? [['Authorization', this.#authorization]] : []),
        ...(schema ? [['Content-Type', 'application/json']] : []),
      ],
      body: schema ? Buffer.from(JSON.stringify(example)) : null,
    };
  }

  #credentials(request) {
    const field = this.#draw.of(NO_CREDENTIALS);
    const headers = request.headers.filter(([name]) => name !== 'Authorization');
    if (field !== null) headers.push(['Authorization', field]);
    return { ...request, headers, kind: `credentials ${field}` };
  }

  #target(request) {
    const cut = this.#draw.below(request.target.length);
    const target = this.#draw.of([
      () => `${request.target}/${this.#draw.of(GARBAGE) || 'x'}/y`,
      () => `${request.target.slice(0, cut)}/%2e%2e/${request.target.slice(cut)}`,
      () => `/..${request.target}`,
      () => `${request.target.slice(0, cut)}\0${request.target.slice(cut)}`,
      () => `${request.target.slice(0, cut)} ${request.target.slice(cut)}`,
      () => request.target.slice(1),
      () => `${request.target}/${'x'.repeat(9000)}`,
      () => `/${request.target}`,
      () => `${request.target}#fragment`,
      () => `${request.target.slice(0, cut)}\u00e9${request.target.slice(cut)}`,
    ])();
    return { ...request, target, kind: 'target' };
  }

  #query(request, { parameters }) {
    const { name, schema } = this.#draw.of(parameters.filter((each) => each.in === 'query'));
    const value = this.#draw.of(GARBAGE);
    const isNumber = schema.type === 'integer' && /^[1-9][0-9]{0,2}$/.test(value);
    // What a text may contain, the server may look for; and an empty value is none.
    if (isNumber || (!schema.pattern && schema.type === 'string') || value === '') return null;
    if ('const' in schema && value === schema.const) return null;
    return { ...request, target: `${request.target}?${name}=${value}`, kind: 'query' };
  }

  #method(request, { path }) {
    const known = this.#operations.filter((each) => each.path === path);
    const method = this.#draw.of([...STRANGE_METHODS, 'POST', 'PUT', 'PATCH', 'DELETE']);
    if (known.some((each) => each.method.toUpperCase() === method)) return null;
    return { ...request, method, kind: 'method' };
  }

  #head(request) {
    const { kind, ...rest } = this.#draw.of([
      () => ({ kind: 'no host', headers: request.headers.slice(1) }),
      () => ({ kind: 'two hosts', headers: [['Host', 'a'], ...request.headers] }),
      () => ({ kind: 'version', version: this.#draw.of(['HTTP/9.9', 'HTTP', 'http/1.1', '']) }),
      () => ({ kind: 'control', headers: [...request.headers, ['X', 'a\0b']] }),
      () => ({ kind: 'name', headers: [...request.headers, ['X Y', 'a']] }),
      () => ({ kind: 'folded', headers: [...request.headers, ['X', 'a\r\n b']] }),
      () => ({ kind: 'huge', headers: [...request.headers, ['X', 'a'.repeat(20_000)]] }),
      () => ({
        kind: 'many',
        headers: [...request.headers, ...Array.from({ length: 200 }, (_, i) => [`X${i}`, 'a'])],
      }),
      () => ({ kind: 'two lengths', extra: 'Content-Length: 1\r\nContent-Length: 2\r\n' }),
      () => ({ kind: 'length', extra: `Content-Length: ${this.#draw.of(NO_LENGTHS)}\r\n` }),
      () => ({
        kind: 'length and chunks',
        extra: 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n',
        rest: '0\r\n\r\n',
      }),
      () => ({ kind: 'chunk', extra: 'Transfer-Encoding: chunked\r\n', rest: 'zz\r\nabc\r\n' }),
      () => ({ kind: 'coding', extra: 'Transfer-Encoding: gzip\r\n' }),
      () => ({ kind: 'noise', raw: join(this.#draw.bytes(40), '\r\n\r\n') }),
    ])();
    return { ...request, ...rest, kind: `head: ${kind}` };
  }

  #text(request) {
    const text = request.body.toString();
    const at = this.#draw.below(text.length);
    const [before, behind] = [text.slice(0, at), text.slice(at)];
    // What JSON.parse takes as well as what it does not.
    const strict = [
      `{"title":"a","title":"b",${text.slice(1)}`,
      `\ufeff${text}`,
      '['.repeat(DEPTH) + ']'.repeat(DEPTH),
      `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
    ];
    if (this.#draw.below(4) === 0)
      return { ...request, body: Buffer.from(this.#draw.of(strict)), kind: 'text' };
    const body = this.#draw.of([
      () => join(before),
      () => join(before, this.#draw.of(['{', '}', '"', ',', '\\', 'x']), behind),
      () => join(text, this.#draw.of([',', '{}', 'null', '\0'])),
      () => Buffer.from(text, 'utf16le'),
      () => join(before, this.#draw.bytes(3), behind),
      () => join(text.replaceAll('"', "'")),
      () => join(text.replace(/:(\d)/, ':0$1')),
      () => join('// comment\n', text),
      () => this.#draw.bytes(30),
    ])();
    return isJson(body) ? null : { ...request, body, kind: 'text' };
  }

  /** A value that the document's schema does not allow. */
  #value(request, { schema }) {
    const value = JSON.parse(request.body.toString());
    const key = this.#draw.of(Object.keys(value));
    if (this.#draw.below(4) === 0) delete value[key];
    else value[key] = this.#draw.of(NO_GOOD_VALUES);
    const spoilt = this.#draw.below(20) === 0 ? this.#draw.of(NO_GOOD_VALUES) : value;
    if (this.#validate(schema, spoilt) === null) return null;
    return { ...request, body: Buffer.from(JSON.stringify(spoilt)), kind: 'value' };
  }

  #type(request) {
    const headers = request.headers.filter(([name]) => name !== 'Content-Type');
    const type = this.#draw.of(NO_TYPES);
    if (type !== null) headers.push(['Content-Type', type]);
    return { ...request, headers, kind: `type ${type}` };
  }

  /** More than any route takes; said, but never sent. */
  #length(request) {
    return { ...request, body: null, extra: 'Content-Length: 99999999\r\n', kind: 'length' };
  }
}

const join = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));

function isJson(bytes) {
  const text = bytes.toString();
  if (!Buffer.from(text).equals(bytes)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** `extra`: fields about the body as text; then `rest` is sent in the body's place. */
function write({ method, target, version = 'HTTP/1.1', headers, body, kind, raw, ...more }) {
  if (raw) return { kind, bytes: raw };
  const { extra = '', rest = '' } = more;
  const fields = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const length = body && !extra ? `Content-Length: ${body.length}\r\n` : '';
  const head = `${method} ${target} ${version}\r\n${fields}${length}${extra}\r\n`;
  return { kind, bytes: join(Buffer.from(head, 'latin1'), extra ? rest : body ?? '') };
}
