import { createHash, timingSafeEqual } from 'node:crypto';

const FORM =
  /^\{(?:"exp":(0|[1-9]\d{0,14}),"ito":"[0-9A-Za-z]{1,128}"|"ito":"[0-9A-Za-z]{1,128}","exp":(0|[1-9]\d{0,14})),"jti":"[0-9A-Za-z]{1,128}"\}$/;

/** Whether `receipt` opens the good with this shared secret. `now` in UNIX seconds. */
export function isPaid(receipt, secret, now = Date.now() / 1000) {
  if (typeof secret !== 'string' || secret === '') return false;
  const [, payload, signature] = /^([A-Za-z0-9]{1,500})\.([0-9a-f]{128})$/.exec(receipt) ?? [];
  if (!payload) return false;
  const right = createHash('sha512')
    .update(payload + secret)
    .digest();
  if (!timingSafeEqual(right, Buffer.from(signature, 'hex'))) return false;
  const json = Buffer.from(payload, 'base64url');
  const [, exp, later] = FORM.exec(json.toString('latin1')) ?? [];
  return json.toString('base64url') === payload && Number(exp ?? later) > now;
}
