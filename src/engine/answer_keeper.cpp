#include "engine/answer_keeper.hpp"

#include "store/answers_repository.hpp"

namespace farthing::engine {

void AnswerKeeper::start() {
    needs_.scheduler.post([this] { forget(); });
}

void AnswerKeeper::forget() {
    needs_.database.write<std::int64_t>(
        [this](store::Transaction& transaction) {
            store::AnswersRepository answers(transaction);
            return base::Result(answers.forget(needs_.clock.now(), kAtOnce));
        },
        [this](base::Result<std::int64_t> forgotten) {
            if (!forgotten)
                needs_.log.error("kept answers cannot be dropped",
                                 {{"error", forgotten.error().message}});
            if (forgotten && *forgotten == kAtOnce) return forget();
            needs_.scheduler.after(kEvery, [this] { forget(); });
        });
}

}  // namespace farthing::engine
