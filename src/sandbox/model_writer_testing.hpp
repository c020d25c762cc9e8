#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/encoding.hpp"
#include "sandbox/model_planner_testing.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox::model {

/// The model's words in the ledger's terms.
class Dictionary {
public:
    stellar::KeyPair const& key(int person) const {
        return keys_[static_cast<std::size_t>(person)];
    }
    stellar::PublicKey const& id(int person) const { return key(person).public_key(); }
    std::optional<stellar::PublicKey> id(std::optional<int> person) const {
        return person ? std::optional(id(*person)) : std::nullopt;
    }

    stellar::SignerKey signer(std::string const& word) const {
        auto const number = word.substr(word.find(' ') + 1);
        if (word.starts_with("key")) return id(std::stoi(number));
        if (word.starts_with("lock")) return stellar::HashLock{base::sha256(base::as_bytes(word))};
        if (word == "payload empty") return stellar::SignedPayload{id(0), {}};
        if (word.starts_with("payload")) return payload(std::stoi(number));
        stellar::PreAuthorizedTransaction out{};
        std::ranges::copy(*base::from_hex(number), out.hash.begin());
        return out;
    }

    stellar::DecoratedSignature signature(std::string const& word,
                                          stellar::TransactionHash const& hash) const {
        auto const number = word.substr(word.find(' ') + 1);
        if (word.starts_with("key")) return stellar::sign(hash, key(std::stoi(number)));
        if (word.starts_with("lock")) {
            auto const lock = base::sha256(base::as_bytes(word));
            return {.hint = {lock[28], lock[29], lock[30], lock[31]},
                    .signature = {word.begin(), word.end()}};
        }
        if (word.starts_with("payload") && word != "payload empty")
            return of_payload(payload(std::stoi(number)));
        return stellar::sign({9}, key(1));
    }

private:
    static stellar::SignedPayload payload(int number) {
        static constexpr std::array<std::size_t, 3> kSizes{3, 4, 64};
        auto const size = kSizes.at(static_cast<std::size_t>(number));
        return {key_number(200).public_key(), base::Bytes(size, static_cast<std::uint8_t>(number))};
    }

    static stellar::DecoratedSignature of_payload(stellar::SignedPayload const& payload) {
        auto const signature = key_number(200).sign(payload.payload);
        auto hint = payload.key.hint();
        for (std::size_t i = 0; i < std::min<std::size_t>(payload.payload.size(), 4); ++i)
            hint[i] ^= payload.payload.back();
        return {.hint = hint, .signature = {signature.begin(), signature.end()}};
    }

    static std::vector<stellar::KeyPair> make_keys() {
        std::vector<stellar::KeyPair> keys;
        for (int i = 0; i < kPeople; ++i)
            keys.push_back(key_number(static_cast<std::uint8_t>(i + 1)));
        return keys;
    }

    std::vector<stellar::KeyPair> keys_ = make_keys();
};

/// Plans as envelopes.
class Writer {
public:
    explicit Writer(Dictionary const& dictionary) : dictionary_(dictionary) {}

    stellar::Envelope envelope_of(Plan const& plan) const {
        auto inner = unsigned_inner(plan);
        auto const hash = stellar::hash_of(inner.transaction, kTestNetwork);
        for (auto const& word : plan.signatures)
            inner.signatures.push_back(dictionary_.signature(word, hash));
        if (!plan.bumped()) return inner;
        auto bump = bumped(inner, dictionary_.key(plan.payer), plan.bump_fee);
        auto const bump_hash = stellar::hash_of(bump, kTestNetwork);
        bump.signatures.clear();
        for (auto const& word : plan.payer_signatures)
            bump.signatures.push_back(dictionary_.signature(word, bump_hash));
        return bump;
    }

    void name(Plan& plan) const {
        auto const candidate = candidate_of(envelope_of(plan));
        plan.own_word = "tx " + base::to_hex(candidate.hash_of_inner());
        plan.bump_word = plan.bumped() ? "tx " + base::to_hex(candidate.hash) : "";
    }

private:
    stellar::SignedTransaction unsigned_inner(Plan const& plan) const {
        std::vector<stellar::Operation> operations;
        for (auto const& step : plan.steps) {
            operations.push_back({.body = body_of(step)});
            if (step.source != plan.source)
                operations.back().source = stellar::MuxedAccount{dictionary_.id(step.source), 5};
        }
        return {.transaction = {.source = {dictionary_.id(plan.source)},
                                .fee = static_cast<std::uint32_t>(plan.fee),
                                .sequence = plan.sequence,
                                .preconditions = preconditions_of(plan),
                                .memo = stellar::MemoId{plan.memo},
                                .operations = std::move(operations)}};
    }

    stellar::Preconditions preconditions_of(Plan const& plan) const {
        std::vector<stellar::SignerKey> extra;
        for (auto const& word : plan.extra) extra.push_back(dictionary_.signer(word));
        return stellar::PreconditionsV2{
            .time_bounds = stellar::TimeBounds{static_cast<std::uint64_t>(plan.not_before),
                                               static_cast<std::uint64_t>(plan.not_after)},
            .min_sequence = plan.min_sequence,
            .min_sequence_age = static_cast<std::uint64_t>(plan.age),
            .min_sequence_ledger_gap = static_cast<std::uint32_t>(plan.gap),
            .extra_signers = std::move(extra)};
    }

    stellar::OperationBody body_of(Step const& step) const {
        auto const other = dictionary_.id(step.other);
        switch (step.kind) {
            case Kind::create:
                return stellar::CreateAccount{other, step.amount};
            case Kind::pay:
                return stellar::Payment{{other}, stellar::NativeAsset{}, step.amount};
            case Kind::pay_credit:
                return stellar::Payment{{other}, stellar::CreditAsset{"USD", other}, step.amount};
            case Kind::options:
                return options_of(step);
            case Kind::merge:
                return stellar::AccountMerge{{other, 6}};
            case Kind::data:
                return data_of(step);
            case Kind::bump:
                return stellar::BumpSequence{step.amount};
            case Kind::begin:
                return stellar::BeginSponsoring{other};
            case Kind::end:
                return stellar::EndSponsoring{};
            case Kind::other:
                break;
        }
        return stellar::OtherOperation{.type = 6, .body = {}};
    }

    stellar::SetOptions options_of(Step const& step) const {
        auto const& options = step.options;
        stellar::SetOptions out{.inflation_destination = dictionary_.id(options.inflation),
                                .clear_flags = options.clear,
                                .set_flags = options.set,
                                .master_weight = options.master,
                                .low_threshold = options.low,
                                .medium_threshold = options.medium,
                                .high_threshold = options.high,
                                .home_domain = options.domain};
        if (options.signer)
            out.signer = {dictionary_.signer(options.signer->first), options.signer->second};
        return out;
    }

    static stellar::ManageData data_of(Step const& step) {
        stellar::ManageData out{.name = step.name};
        if (step.value) out.value = base::Bytes(step.value->begin(), step.value->end());
        return out;
    }

    Dictionary const& dictionary_;
};

}  // namespace farthing::sandbox::model
