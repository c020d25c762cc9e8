<?php
// SPDX-License-Identifier: MIT
// The endpoint that the documents of August 2017 describe, for php-fpm: checks the receipt and
// hands the file out.

require __DIR__ . '/../../docs/verify/verify.php';

if (!is_paid($_GET['paymentReceipt'] ?? '', $_SERVER['SECRET'])) {
    http_response_code(402);
    header('Cache-Control: no-store');
    exit("Payment Required\n");
}
$file = $_SERVER['FOLDER'] . '/1k';
header('Content-Type: text/plain');
header('Content-Length: ' . filesize($file));
header('Cache-Control: private, no-store');
readfile($file);
