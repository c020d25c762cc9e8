// SPDX-License-Identifier: MIT
/** Bugs in how orders, payments and purchases are decided. */

import { bug } from './bug.mjs';

export const PAYMENT_BUGS = [
  bug(
    'M3',
    'a payment is credited before it is known to be new',
    {
      file: 'src/payments/receive.cpp',
      text: 'if (!repository_.insert_received_payment(row)) return;',
      instead: '(void)repository_.insert_received_payment(row);',
    },
  ),
  bug(
    'E1',
    'the settlement has no event',
    {
      file: 'src/payments/outcome.cpp',
      text: 'repository.append_event("order.settled", purchase.order, purchase.purchased_at);',
      instead: '',
    },
  ),
  bug(
    'R4',
    'an offer can be signed at the very moment of its end',
    {
      file: 'src/payments/submission.cpp',
      text: 'if (now < order.expires_at)',
      instead: 'if (now <= order.expires_at)',
    },
  ),
  bug(
    'N1',
    'a channel account is given back when its order is submitted',
    {
      file: 'src/payments/submission.cpp',
      text: 'repository.append_event("order.submitted", order->id, now);',
      instead: 'repository.return_channel(order->id, order->sequence);\n' +
        '    repository.append_event("order.submitted", order->id, now);',
    },
  ),
  bug(
    'N1',
    'a channel account that was used is given back as unused',
    {
      file: 'src/payments/outcome.cpp',
      text: 'free_channel(repository, *order, sequence_after_payment(*order));',
      instead: 'free_channel(repository, *order, order->sequence - 1);',
    },
  ),
  bug(
    'M6',
    'a time-out counts as a failure',
    {
      file: 'src/payments/settlement.cpp',
      text: '    may_be_out_ = true;\n',
      instead: '    if (std::holds_alternative<NoAnswer>(answer)) return give_up();\n' +
        '    may_be_out_ = true;\n',
    },
  ),
  bug(
    'M6',
    'a refusal is believed although the bytes may be out',
    {
      file: 'src/payments/settlement.cpp',
      text: 'refusal_ && !may_be_out_ && horizon::is_definite(*refusal_)',
      instead: 'refusal_ && horizon::is_definite(*refusal_)',
    },
  ),
  bug(
    'M6',
    'a bad sequence number is believed without looking the hash up',
    {
      file: 'src/payments/settlement.cpp',
      text: '        remember(refused->result);\n' +
        '        return LookUp{};',
      instead: '        remember(refused->result);\n' +
        '        return give_up();',
    },
  ),
  bug(
    'M6',
    'one late look-up is enough to give a payment up',
    {
      file: 'src/payments/settlement.cpp',
      text: 'dead_ = dead_ || (absent_after_ && *absent_after_ < *late_ledger_);',
      instead: 'dead_ = true;',
    },
  ),
  bug(
    'M6',
    'a payment is given up before its time bound has passed in ledger time',
    {
      file: 'src/payments/settlement.cpp',
      text: 'if (!ledger || ledger->closed_at <= max_time_) return wait();',
      instead: 'if (!ledger) return wait();',
    },
  ),
  bug(
    'P4',
    'a submitted order is forgotten when the program starts again',
    {
      file: 'src/engine/settler.cpp',
      text: '            for (auto const& order : *orders) {',
      instead: '            for (auto const& order : Orders()) {',
    },
  ),
  bug(
    'P4',
    'what cannot be recorded is not tried again',
    {
      file: 'src/engine/settler.cpp',
      text: 'needs_.scheduler.after(kTryAgainAfter, [this, run, finish] { record(run, finish); });',
      instead: '(void)finish;',
    },
  ),
  bug(
    'D9',
    `a payment with another order's memo is taken for this one`,
    {
      file: 'src/payments/receive.cpp',
      text: 'if (order.destination != address_) return UnassignedReason::other_destination;',
      instead: '',
    },
  ),
  bug(
    'D9',
    'half the price is enough',
    {
      file: 'src/payments/receive.cpp',
      text: 'if (!incoming.amount || *incoming.amount < order.price)',
      instead: 'if (!incoming.amount)',
    },
  ),
  bug(
    'D9',
    'any asset is taken for lumens',
    {
      file: 'src/payments/receive.cpp',
      text: 'if (!std::holds_alternative<stellar::NativeAsset>(incoming.asset))',
      instead: 'if (false)',
    },
  ),
  bug(
    'M4',
    'the cursor runs ahead of what is recorded',
    {
      file: 'src/payments/receive.cpp',
      text: '    for (auto const& payment : payments) {\n' +
        '        receive(payment);',
      instead: '    for (auto const& payment : payments) {\n' +
        '        if (&payment != &payments.back()) receive(payment);',
    },
  ),
  bug(
    'D8',
    `anybody may submit anybody's order`,
    {
      file: 'src/payments/submission.cpp',
      text: 'order->buyer != buyer || order->network',
      instead: '((void)buyer, order->network)',
    },
  ),
  bug(
    'D8',
    'a wallet finds its orders of another network',
    {
      file: 'src/payments/submission.cpp',
      text: ' || order->network != network)',
      instead: ' || ((void)network, false))',
    },
  ),
  bug(
    'D8',
    `the buyer's signature is not verified`,
    {
      file: 'src/payments/submission.cpp',
      text: 'if (!stellar::verify(order.buyer, order.hash, signature))\n' +
        '        return fail(',
      instead: 'if (false)\n' +
        '        return fail(',
    },
  ),
  bug(
    'P2',
    'a settled order is settled again',
    {
      file: 'src/payments/outcome.cpp',
      text: '    if (auto purchase = repository.find_purchase_of(id)) return ' +
        'std::move(*purchase);\n',
      instead: '',
    },
  ),
  bug(
    'P2',
    'a buyer pays again for what he has',
    {
      file: 'src/payments/offer.cpp',
      text: 'if (purchase) return MadeOffer{.offer = Bought{std::move(*purchase)}};',
      instead: '',
    },
  ),
  bug(
    'P3',
    'the purchase lasts for ever',
    {
      file: 'src/payments/outcome.cpp',
      text: 'order.purchase_validity ? std::optional(now + *order.purchase_validity)',
      instead: 'order.purchase_validity ? std::optional<base::Timestamp>()',
    },
  ),
  bug(
    'M3',
    'books that are not in order do not stop the sale',
    {
      file: 'src/engine/order_desk.cpp',
      text: 'if (auto const selling = expect_selling(); !selling) return done(selling.error());',
      instead: '',
    },
  ),
  bug(
    'R4',
    'a clock that is behind the network does not stop the sale',
    {
      file: 'src/engine/clock_watch.cpp',
      text: 'if (ledger->closed_at - now > kMostApart)',
      instead: 'if (false)',
    },
  ),
  bug(
    'R4',
    'a clock that was set back is forgotten at the next start',
    {
      file: 'src/engine/clock_watch.cpp',
      text: 'mark_ = *found;',
      instead: '',
    },
  ),
];
