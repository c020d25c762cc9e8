#include "disk.hpp"

#include <algorithm>

namespace farthing::sim {
namespace {

constexpr std::size_t kSector = 512;

}  // namespace

std::string_view to_text(Loss loss) {
    switch (loss) {
        case Loss::keep:
            return "keep";
        case Loss::drop:
            return "drop";
        case Loss::torn:
            return "torn";
    }
    return "";
}

void File::apply(std::string& content, Change const& change) {
    auto const offset = static_cast<std::size_t>(change.offset);
    if (!change.bytes) return content.resize(std::min(content.size(), offset));
    if (content.size() < offset + change.bytes->size())
        content.resize(offset + change.bytes->size());
    std::ranges::copy(*change.bytes, content.begin() + static_cast<std::ptrdiff_t>(offset));
}

void File::write(std::uint64_t offset, std::string_view bytes) {
    unsynced_.push_back({.offset = offset, .bytes = std::string(bytes)});
    apply(content_, unsynced_.back());
}

void File::truncate(std::uint64_t size) {
    unsynced_.push_back({.offset = size, .bytes = std::nullopt});
    apply(content_, unsynced_.back());
}

void File::sync() {
    for (auto const& change : unsynced_) apply(durable_, change);
    unsynced_.clear();
}

void File::tear(Change const& change, Chance& chance) {
    if (!change.bytes) {
        if (chance.percent(50)) apply(durable_, change);
        return;
    }
    auto const& bytes = *change.bytes;
    for (std::size_t at = 0; at < bytes.size();) {
        auto const in_sector = (static_cast<std::size_t>(change.offset) + at) % kSector;
        auto const size = std::min(kSector - in_sector, bytes.size() - at);
        if (chance.percent(50))
            apply(durable_, {.offset = change.offset + at, .bytes = bytes.substr(at, size)});
        at += size;
    }
}

void File::lose(Loss loss, Chance& chance) {
    if (loss == Loss::torn)
        for (auto const& change : unsynced_) tear(change, chance);
    // With keep, the bytes are still only in the machine's memory.
    if (loss == Loss::keep) return;
    unsynced_.clear();
    content_ = durable_;
}

Disk::Verdict Disk::begin() {
    if (peace_ > 0) return Verdict::fine;
    if (down_) return Verdict::down;
    ++operations_;
    if (plan.power_cut == operations_) return Verdict::down;
    if (plan.error != operations_) return Verdict::fine;
    ++injected_.errors;
    return Verdict::error;
}

/// The power goes while the operation is under way: what it wrote is as unsynced as the rest.
Disk::Verdict Disk::end(Verdict verdict) {
    if (verdict == Verdict::down && !down_) cut(plan.loss);
    return verdict;
}

FilePtr Disk::find(std::string const& name) const {
    auto const found = names_.find(name);
    return found == names_.end() ? nullptr : found->second;
}

void Disk::apply(Names& names, Name const& change) {
    if (change.file)
        names.insert_or_assign(change.name, change.file);
    else
        names.erase(change.name);
}

FilePtr Disk::create(std::string const& name, Verdict& verdict) {
    verdict = begin();
    FilePtr file;
    if (verdict == Verdict::fine || (verdict == Verdict::down && !down_)) {
        file = std::make_shared<File>();
        unsynced_names_.push_back({name, file});
        apply(names_, unsynced_names_.back());
    }
    verdict = end(verdict);
    return file;
}

Disk::Verdict Disk::remove(std::string const& name, bool durable) {
    auto const verdict = begin();
    if (verdict == Verdict::error || down_) return verdict;
    unsynced_names_.push_back({name, nullptr});
    apply(names_, unsynced_names_.back());
    if (durable && verdict == Verdict::fine) lose_names(Loss::keep);
    return end(verdict);
}

Disk::Verdict Disk::write(File& file, std::uint64_t offset, std::string_view bytes) {
    auto const verdict = begin();
    if (verdict == Verdict::error || down_) return verdict;
    if (plan.full && peace_ == 0 && offset + bytes.size() > file.content().size()) {
        ++injected_.fulls;
        return Verdict::full;
    }
    file.write(offset, bytes);
    return end(verdict);
}

Disk::Verdict Disk::truncate(File& file, std::uint64_t size) {
    auto const verdict = begin();
    if (verdict == Verdict::error || down_) return verdict;
    file.truncate(size);
    return end(verdict);
}

Disk::Verdict Disk::sync(File& file, bool new_name) {
    auto const verdict = begin();
    if (verdict != Verdict::fine) return end(verdict);
    file.sync();
    if (new_name) keep_name(file);
    return Verdict::fine;
}

/// No more than was asked for: whether the folder's other names are kept too is the file system's
/// choice.
void Disk::keep_name(File const& file) {
    auto const names = unsynced_names_;
    for (auto const& kept : names) {
        if (kept.file.get() != &file) continue;
        apply(durable_names_, kept);
        std::erase_if(unsynced_names_,
                      [&](Name const& change) { return change.name == kept.name; });
    }
}

void Disk::lose_names(Loss loss) {
    for (auto const& change : unsynced_names_)
        if (loss == Loss::keep || (loss == Loss::torn && chance_.percent(50)))
            apply(durable_names_, change);
    unsynced_names_.clear();
    names_ = durable_names_;
}

void Disk::cut(Loss loss) {
    if (down_) return;
    ++injected_.cuts;
    down_ = true;
    ++epoch_;
    for (auto const& [name, file] : names_) {
        file->lose(loss, chance_);
        file->sharing = std::make_shared<File::Sharing>();
    }
    for (auto const& [name, file] : durable_names_) {
        file->lose(loss, chance_);
        file->sharing = std::make_shared<File::Sharing>();
    }
    // A process that dies leaves the folder as it is.
    if (loss != Loss::keep) lose_names(loss);
}

void Disk::restart() {
    down_ = false;
    plan = {};
}

}  // namespace farthing::sim
