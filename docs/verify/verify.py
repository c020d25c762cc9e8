import base64, hashlib, hmac, re, time

NAME = "[0-9A-Za-z]{1,128}"
EXP = "(0|[1-9][0-9]{0,14})"
FORM = f'{{(?:"exp":{EXP},"ito":"{NAME}"|"ito":"{NAME}","exp":{EXP}),"jti":"{NAME}"}}'


def is_paid(receipt, secret, now=None):
    """Whether a receipt opens the good with this shared secret. `now` in UNIX seconds."""
    if not isinstance(secret, str) or not secret:
        return False
    parts = re.fullmatch(r"([A-Za-z0-9]{1,500})\.([0-9a-f]{128})", receipt)
    if not parts:
        return False
    payload, signature = parts.groups()
    right = hashlib.sha512((payload + secret).encode()).hexdigest()
    if not hmac.compare_digest(right, signature) or len(payload) % 4 == 1:
        return False
    json = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    form = re.fullmatch(FORM, json.decode("latin-1"))
    canonical = base64.urlsafe_b64encode(json).decode().rstrip("=") == payload
    return bool(canonical and form and int(form[1] or form[2]) > (now or time.time()))
