// Goods from merchants: the parts of a body are its values, a price is the number that was written,
// and what is answered reads as the same good, in both versions.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "base/ensure.hpp"
#include "base/json.hpp"
#include "base/json_parts.hpp"
#include "goods/good_fields.hpp"
#include "goods/good_json.hpp"
#include "goods/good_json_v1.hpp"

using namespace farthing;

namespace {

namespace json = base::json;

/// Boost.JSON reads a number of many digits as one of two neighbours, depending on what is around
/// it. No price is read so.
bool is_same(json::value const& a, json::value const& b) {
    if (a.is_double() && b.is_double())
        return std::abs(a.get_double() - b.get_double()) <= std::abs(a.get_double()) * 1e-14;
    if (a.is_array() && b.is_array())
        return std::ranges::equal(a.get_array(), b.get_array(), is_same);
    if (a.is_object() && b.is_object())
        return std::ranges::equal(a.get_object(), b.get_object(), [](auto const& x, auto const& y) {
            return x.key() == y.key() && is_same(x.value(), y.value());
        });
    return a == b;
}

void check_parts(std::string_view text) {
    auto const value = base::parse_json(text);
    if (!value) return;
    auto const parts = base::json_parts(text);
    if (!value->is_object()) {
        base::ensure(parts.size() == (value->is_array() ? value->get_array().size() : 0));
        for (std::size_t i = 0; i < parts.size(); ++i)
            base::ensure(is_same(*base::parse_json(parts[i]), value->get_array()[i]));
        return;
    }
    base::ensure(parts.size() == value->get_object().size());
    for (auto const& field : value->get_object()) {
        auto const part = base::part_of(value->get_object(), parts, field.key());
        base::ensure(is_same(*base::parse_json(part), field.value()));
    }
}

/// By another way than the one under test: floating point with 64 bits of precision.
void check_price(std::string_view body) {
    auto const fields = goods::GoodFields::parse(body);
    if (!fields) return;
    std::string const text(fields->number("price"));
    auto const price = goods::parse_price(text);
    if (text.empty()) return base::ensure(!price);
    auto const number = std::strtold(text.c_str(), nullptr);
    auto const nearest = std::round(number);
    auto const off = std::abs(number - nearest);
    auto const doubt = number * 1e-18L;
    constexpr auto kMax = static_cast<long double>(goods::kMaxPrice.value());
    bool const in_range = nearest >= 1 && nearest <= kMax && text.size() <= 300;
    if (price)
        base::ensure(static_cast<long double>(price->value()) == nearest &&
                     off <= 1.000001e-6L + doubt);
    else
        base::ensure(!in_range || off + doubt > 0.999999e-6L);
}

goods::Good good_of(goods::Description description) {
    return {.id = *goods::GoodId::parse("558bcdbb1309c59725bdb559"),
            .store = *stores::StoreId::parse("558bcdbb1309c59725bdb550"),
            .description = std::move(description),
            .created_at = {},
            .updated_at = {}};
}

template <class Parse, class Write>
void check_version(std::string_view body, Parse parse, Write write) {
    auto description = parse(body);
    if (!description) return base::ensure(!description.error().message.empty());
    auto const answer = write(good_of(std::move(*description)));
    auto again = parse(answer);
    base::ensure(again.has_value());
    base::ensure(write(good_of(std::move(*again))) == answer);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const body = base::as_text({data, size});
    check_parts(body);
    check_price(body);
    using goods::Good;
    check_version(body, goods::parse_description,
                  static_cast<std::string (*)(Good const&)>(goods::to_json));
    check_version(body, goods::v1::parse_description,
                  static_cast<std::string (*)(Good const&)>(goods::v1::to_json));
    return 0;
}
