// Answers of a source of rates that lies: whatever is in them, they are refused in a sentence, or
// tell of the currencies that were asked for.

#include "rates/source.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/ensure.hpp"

using namespace farthing;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using rates::Service;
    static auto const eur = *rates::Currency::parse("EUR");
    static auto const usd = *rates::Currency::parse("USD");
    rates::Question const question{.url = "", .currencies = {eur, usd}};
    for (auto const service : {Service::coingecko, Service::kraken, Service::coinmarketcap}) {
        auto const quotes = rates::read_answer(service, question, base::as_text({data, size}));
        if (!quotes) {
            auto const& message = quotes.error().message;
            base::ensure(!message.empty());
            continue;
        }
        base::ensure(!quotes->empty() && quotes->size() <= 2);
        for (auto const& [currency, rate] : *quotes) {
            base::ensure(currency == eur || currency == usd);
            auto const again = rates::parse_rate(rates::to_json_number(rate.scaled()));
            base::ensure(again && *again == rate);
        }
    }
    return 0;
}
