// SPDX-License-Identifier: MIT
/** Bugs in the store, receipts, delivery, the embedded ledger and the wallet. */

import { bug } from './bug.mjs';

export const OTHER_BUGS = [
  bug(
    'P1',
    'answers are given before the commit',
    {
      file: 'src/store/job.cpp',
      text: 'connection.execute("COMMIT");\n' +
        '        base::failpoint("store.after_commit");',
      instead: 'for (auto& job : group) job.finish();\n' +
        '        connection.execute("COMMIT");',
    },
    {
      file: 'src/store/job.cpp',
      text: '    for (auto& job : group) job.finish();\n' +
        '}',
      instead: '}',
    },
  ),
  bug(
    'R2',
    'a failed command leaves what it wrote',
    {
      file: 'src/store/job.cpp',
      text: 'if (!job.run(connection)) connection.execute("ROLLBACK TO command");',
      instead: '(void)job.run(connection);',
    },
  ),
  bug(
    'R2',
    'nobody looks whether a failed command has written',
    {
      file: 'src/store/job.cpp',
      text: 'connection.changed_rows() != before',
      instead: 'connection.changed_rows() < before',
    },
  ),
  bug(
    'C3',
    'a purchase is valid at the very moment of its end',
    {
      file: 'src/store/payments_repository.cpp',
      text: '(expires_at IS NULL OR expires_at > $3)',
      instead: '(expires_at IS NULL OR expires_at >= $3)',
    },
  ),
  bug(
    'C3',
    'a receipt is valid at the very moment of its end',
    {
      file: 'src/receipts/receipt.cpp',
      text: 'return expires_at > now ? Verdict::valid',
      instead: 'return expires_at >= now ? Verdict::valid',
    },
  ),
  bug(
    'C3',
    'the platform does not look up what a receipt was bought for',
    {
      file: 'src/api/content.cpp',
      text: 'purchase->good.text() == item.good_id &&',
      instead: '!item.good_id.empty() &&',
    },
  ),
  bug(
    'N1',
    'a channel account is leased twice',
    {
      file: 'src/store/payments_repository.cpp',
      text: '"UPDATE channels SET order_id = $2 WHERE network = $1 AND order_id IS NULL AND ' +
        '"\n' +
        '            "number = (SELECT number FROM channels WHERE network = $1 AND ' +
        'order_id IS NULL "\n',
      instead: '"UPDATE channels SET order_id = $2 WHERE network = $1 AND "\n' +
        '            "number = (SELECT number FROM channels WHERE network = $1 "\n',
    },
  ),
  bug(
    'R2',
    'a commit does not wait for the disk',
    {
      file: 'src/store/sqlite.cpp',
      text: 'run_script("PRAGMA synchronous=FULL;");',
      instead: 'run_script("PRAGMA synchronous=NORMAL;");',
    },
    {
      file: 'src/store/sqlite.cpp',
      text: 'expect("PRAGMA synchronous", 2);',
      instead: 'expect("PRAGMA synchronous", 1);',
    },
  ),
  bug(
    'R2',
    'a new database does not wait for its folder',
    {
      file: 'src/store/sqlite.cpp',
      text: 'PRAGMA synchronous=EXTRA;',
      instead: 'PRAGMA synchronous=FULL;',
    },
    {
      file: 'src/store/sqlite.cpp',
      text: 'expect("PRAGMA synchronous", 3);',
      instead: 'expect("PRAGMA synchronous", 2);',
    },
  ),
  bug(
    'M3',
    'a second click makes a second order while the first is under way',
    {
      file: 'src/store/payments_repository.cpp',
      text: `"AND state IN ('offered', 'submitted')"`,
      instead: `"AND state = 'offered'"`,
    },
  ),
  bug(
    'C3',
    'a receipt with a wrong last digit opens the good',
    {
      file: 'src/receipts/receipt.cpp',
      text: '!base::equal_in_constant_time(expected, base::as_bytes(parts.signature)))',
      instead:
        '!base::equal_in_constant_time(base::ByteView(expected).first(127),\n' +
        '                                      base::as_bytes(parts.signature).first(127)))',
    },
  ),
  bug(
    'C3',
    'a secret that is none opens a good',
    {
      file: 'src/receipts/receipt.cpp',
      text: 'if (shared_secret.empty() ||',
      instead: 'if (false ||',
    },
  ),
  bug(
    'C3',
    'the receipt of a folder opens a good in it that has a price of its own',
    {
      file: 'src/delivery/catalogue.cpp',
      text: 'auto const meant = holder_of(without);',
      instead:
        'auto meant = found;\n' +
        '    meant.member = std::string_view(without).substr(std::min(before, without.size()));',
    },
  ),
  bug(
    'A1',
    'a receipt opens wherever it is passed on to',
    {
      file: 'src/app/receipt_readers.cpp',
      text: 'if (place == places.end()) return false;',
      instead: 'if (place == places.end()) place = places.begin();',
    },
  ),
  bug(
    'A4',
    'a secret that repeats itself passes for a strong one',
    {
      file: 'src/base/guessing.cpp',
      text: 'constexpr std::size_t kCopyMin = 4;',
      instead: 'constexpr std::size_t kCopyMin = 4000;',
    },
  ),
  bug(
    'B5',
    'whoever writes X-Forwarded-For chooses the address',
    {
      file: 'src/http/trusted_proxies.cpp',
      text: 'if (!is_trusted(client, trusted)) return client;',
      instead: "if (trusted.empty() && !is_trusted(client, trusted)) return client;",
    },
  ),
  bug(
    'C2',
    'a range reaches beyond what it asked for',
    {
      file: 'src/delivery/stored_file.cpp',
      text: 'stored.file, .offset = range.first, .length = range.length};',
      instead: 'stored.file, .offset = range.first, .length = range.length + 1};',
    },
    {
      file: 'src/delivery/stored_file.cpp',
      text: 'text.substr(range.first, range.length)',
      instead: 'text.substr(range.first, range.length + 1)',
    },
  ),
  bug(
    'D5',
    'a submission of unknown fate counts as refused',
    {
      file: 'src/horizon/submission.cpp',
      text: 'if (!answer) return unknown(answer.error().message);\n' +
        '    if (auto const read',
      instead: 'if (!answer) return rejected({.code = stellar::TransactionCode::failed});\n' +
        '    if (auto const read',
    },
  ),
  bug(
    'M2',
    'the ledger takes a sequence number twice',
    {
      file: 'src/sandbox/sequence.cpp',
      text: 'source.sequence + 1 == transaction.sequence;',
      instead: 'source.sequence + 1 >= transaction.sequence;',
    },
  ),
  bug(
    'M2',
    'the ledger lets an account spend its reserve',
    {
      file: 'src/sandbox/payment.cpp',
      text: 'if (available(*accounts.find(source)) < payment.amount)',
      instead: 'if (accounts.find(source)->balance < payment.amount)',
    },
  ),
  bug(
    'M1',
    'the ledger applies half of a transaction that fails',
    {
      file: 'src/sandbox/application.cpp',
      text: '        result.code = TransactionCode::failed;\n' +
        '    else if (!around',
      instead: '        step.keep(), result.code = TransactionCode::failed;\n' +
        '    else if (!around',
    },
  ),
  bug(
    'D13',
    'the wallet signs for another payee',
    {
      file: 'web/wallet/check.ts',
      text: `if (!is_account(payment.destination, offer.destination)) return 'destination';`,
      instead: `if (offer.destination === '') return 'destination';`,
    },
  ),
  bug(
    'D13',
    'the wallet signs another amount than the reader saw',
    {
      file: 'web/wallet/check.ts',
      text: `if (payment.amount !== parse_stroops(offer.amount)) return 'amount';`,
      instead: '',
    },
  ),
  bug(
    'D13',
    'the wallet signs with a wrong memo',
    {
      file: 'web/wallet/check.ts',
      text: `if (memo.kind !== 'text' || !same_bytes(memo.bytes, utf8(offer.memo))) return 'memo';`,
      instead: "if (memo.kind === 'none' && offer.memo !== '') return 'memo';",
    },
  ),
  bug(
    'D3',
    'the wallet signs a second payment while the first is unfinished',
    {
      file: 'web/wallet/purchase.ts',
      text: 'if (this.twice(offer.order)) return',
      instead: 'if (this.twice(offer.order) && offer.order.length > 99) return',
    },
  ),
];
