<?php
/** Whether a receipt opens the good with this shared secret. $now in UNIX seconds. */
function is_paid(string $receipt, string $secret, ?int $now = null): bool
{
    if ($secret === '') return false;
    if (!preg_match('/\A([A-Za-z0-9]{1,500})\.([0-9a-f]{128})\z/', $receipt, $parts)) return false;
    [, $payload, $signature] = $parts;
    if (!hash_equals(hash('sha512', $payload . $secret), $signature)) return false;
    $json = base64_decode($payload);
    if (rtrim(base64_encode($json), '=') !== $payload) return false;
    [$name, $exp] = ['[0-9A-Za-z]{1,128}', '(0|[1-9]\d{0,14})'];
    $form = "/\A\{(?|\"exp\":$exp,\"ito\":\"$name\"|\"ito\":\"$name\",\"exp\":$exp),\"jti\":\"$name\"\}\z/";
    return preg_match($form, $json, $found) === 1 && (int) $found[1] > ($now ?? time());
}
